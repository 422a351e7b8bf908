import type { Dominance } from '../effect/dominance';
import { dominance } from '../effect/dominance';
import { normalQuantile, normalTails } from '../numeric/distributions';
import { accountOf, contrastOf } from './contrast';
import { eachArm, type Two, type TwoAnswer } from './each-arm';
import { type Data, decline, type Declined, DEFAULT_LEVEL, type Finding, methodOf, ONE_WAVE } from './method';
import type { Rows } from './rows';
import { samplesOf } from './samples';

/** Everyone of one arm above everyone of the other: the estimate is at its end and has no standard error. */
function apart(own: Dominance, rows: Rows): Declined | null {
  if (Math.abs(own.delta) < 1 && own.placements.treated + own.placements.reference > 0) return null;
  const detail =
    'Everyone in one arm is above everyone in the other, so no standard error exists. A rank test still gives a p-value.';
  return decline('separation', detail, rows);
}

function eachDominance(
  data: Data,
  asked: { outcome: string; at?: string | number },
  answer: (own: Dominance, two: Two, sizes: readonly [number, number]) => Pick<TwoAnswer, 'contrast' | 'details'>,
): Finding | Declined {
  return eachArm(data, asked, (two, rows) => {
    const samples = samplesOf(two, rows);
    if ('refused' in samples) return samples;
    const own = dominance(samples.treated, samples.reference);
    const refused = apart(own, rows);
    if (refused) return refused;
    const { contrast, details } = answer(own, two, [samples.treated.length, samples.reference.length]);
    return { contrast, details: { ...details, ...accountOf(rows) } };
  });
}

/** Cliff's δ with his unbiased variance and asymmetric interval. See methods/effect-sizes.md. */
export const cliffMethod = methodOf(ONE_WAVE, (asked, data) =>
  eachDominance(data, asked, ({ delta, variance }, { contrast }) => {
    const level = asked.level ?? DEFAULT_LEVEL;
    const z = normalQuantile((1 - level) / 2, 'upper');
    const reach = z * Math.sqrt(variance) * Math.sqrt((1 - delta ** 2) ** 2 + z ** 2 * variance);
    const limit = (side: number) => (delta - delta ** 3 + side * reach) / (1 - delta ** 2 + z ** 2 * variance);
    const p = 2 * normalTails(Math.abs(delta) / Math.sqrt(variance)).upper;
    const interval = { level, lower: limit(-1), upper: limit(1) };
    return {
      contrast: { arm: contrast.treated, estimate: delta, standardError: Math.sqrt(variance), df: null, interval, p },
      details: { probabilityOfSuperiority: (delta + 1) / 2 },
    };
  }),
);

/** P(treated > reference) + ½ P(equal), interval on the logit; p is of ½. See methods/effect-sizes.md. */
export const superiorityMethod = methodOf(ONE_WAVE, (asked, data) =>
  eachDominance(data, asked, ({ delta, placements }, { contrast }) => {
    const probability = (delta + 1) / 2;
    const standardError = Math.sqrt(placements.treated + placements.reference) / 2;
    const logit = Math.log(probability / (1 - probability));
    const onLogit = contrastOf(
      { arm: contrast.treated },
      logit,
      standardError / (probability * (1 - probability)),
      null,
      asked.level ?? DEFAULT_LEVEL,
    );
    const back = (value: number) => 1 / (1 + Math.exp(-value));
    const { level, lower, upper } = onLogit.interval!;
    return {
      contrast: { ...onLogit, estimate: probability, standardError, interval: { level, lower: back(lower), upper: back(upper) } },
      details: { cliffDelta: delta },
    };
  }),
);

/** Brunner and Munzel's test of P(treated > reference) + ½ P(equal) = ½, with t and Satterthwaite's degrees of freedom. */
export const brunnerMunzelMethod = methodOf(ONE_WAVE, (asked, data) =>
  eachDominance(data, asked, ({ delta, placements }, { contrast }, [n1, n2]) => {
    const { treated: a, reference: b } = placements;
    const df = (a + b) ** 2 / (a ** 2 / (n1 - 1) + b ** 2 / (n2 - 1));
    const standardError = Math.sqrt(a + b) / 2;
    const above = contrastOf({ arm: contrast.treated }, delta / 2, standardError, df, asked.level ?? DEFAULT_LEVEL);
    const { level, lower, upper } = above.interval!;
    return {
      contrast: { ...above, estimate: (delta + 1) / 2, interval: { level, lower: lower + 0.5, upper: upper + 0.5 } },
      details: { statistic: delta / 2 / standardError },
    };
  }),
);
