import { isRounding, mean, variance } from '../describe/mean';
import { contrastOf, accountOf } from './contrast';
import { eachArm } from './each-arm';
import { decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';

/** Student's t test with one variance for both arms, each arm against the control. See methods/t-tests.md. */
export const pooledMethod = methodOf(ONE_WAVE, (asked, data) =>
  eachArm(data, asked, ({ outcome, arm, contrast }, rows) => {
    const [a, b] = [contrast.treated, contrast.reference].map((name) => outcome.filter((_, i) => arm[i] === name)) as [
      number[],
      number[],
    ];
    const df = a.length + b.length - 2;
    if (a.length < 2 || b.length < 2) return decline('too-few', 'A spread needs at least two people in each arm.', rows);
    const pooled = ((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / df;
    if (isRounding(pooled, outcome)) return decline('no-variance', 'Within each arm everyone has the same outcome.', rows);
    const standardError = Math.sqrt(pooled * (1 / a.length + 1 / b.length));
    return {
      contrast: contrastOf({ arm: contrast.treated }, mean(a) - mean(b), standardError, df, asked.level ?? DEFAULT_LEVEL),
      details: {
        pooledSd: Math.sqrt(pooled),
        means: { [contrast.treated]: mean(a), [contrast.reference]: mean(b) },
        ...accountOf(rows),
      },
    };
  }),
);
