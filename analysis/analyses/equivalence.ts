import { Type } from '@sinclair/typebox';
import { welch } from '../effect/welch';
import { studentTails } from '../numeric/distributions';
import { accountOf, contrastFrom, declinedFrom } from './contrast';
import { eachArm } from './each-arm';
import { methodOf, ONE_WAVE } from './method';

const options = {
  outcome: ONE_WAVE.outcome,
  at: ONE_WAVE.at,
  margin: Type.Number({ exclusiveMinimum: 0, description: 'A difference smaller than this either way does not matter.' }),
  alpha: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 0.5 })),
};

/**
 * Equivalence by two one-sided Welch tests: p is the larger of the two, the interval has level 1 - 2 alpha and lies within ± margin exactly when p is below
 * alpha. See methods/t-tests.md.
 */
export const equivalenceMethod = methodOf(options, (asked, data) =>
  eachArm(data, asked, (two, rows) => {
    const alpha = asked.alpha ?? 0.05;
    const own = welch({ ...two, level: 1 - 2 * alpha });
    if ('refused' in own) return declinedFrom(own, rows);
    const above = studentTails((own.estimate + asked.margin) / own.standardError, own.df!).upper;
    const below = studentTails((own.estimate - asked.margin) / own.standardError, own.df!).lower;
    const p = Math.max(above, below);
    return {
      contrast: { ...contrastFrom(own), p },
      details: { margin: asked.margin, alpha, pAboveLower: above, pBelowUpper: below, equivalent: p < alpha, ...accountOf(rows) },
    };
  }),
);
