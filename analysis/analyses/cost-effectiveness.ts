import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import type { Warning } from '#protocols/model/estimate';
import { extended } from '../data/extended';
import { isReproduced, mean } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import { bootstrapAnswer } from '../effect/bootstrap-interval';
import { bootstrapLeastSquares } from '../effect/bootstrap-least-squares';
import { modelMatrix } from '../effect/model-matrix';
import { seededChances } from '../numeric/chance';
import { residualVariance } from '../numeric/coefficient-covariance';
import { fitLeastSquares } from '../numeric/least-squares';
import { accountOf } from './contrast';
import { Cost, type Costs, costsOf } from './costs';
import { ADJUSTED, Column, decline, type Declined, DEFAULT_LEVEL, type Finding, Level, methodOf } from './method';
import { modelRows } from './model-rows';
import { AT_START, YEARS } from './qaly';
import type { Rows } from './rows';
import { DiscountRate, lifeYearsOf, Utilities } from './utilities';

const Threshold = Type.Number({ minimum: 0, description: 'What one unit of effect is worth, in the unit of the costs.' });

const options = {
  effect: Type.Union([Column, Type.Object({ utilities: Utilities, rate: DiscountRate }, { additionalProperties: false })]),
  cost: Cost,
  ...ADJUSTED,
  threshold: Threshold,
  thresholds: Type.Optional(Type.Array(Threshold, { minItems: 1, maxItems: 1000 })),
  seed: Type.Integer({ minimum: 0, description: 'The same seed gives the same samples.' }),
  replicates: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000, description: '2,000 where left out.' })),
  level: Level,
};

const REPLICATES = 2000;
const TOTAL = '(cost)';

/**
 * Costs and effects together: each arm's incremental net benefit with a bootstrap of people, the plane, and how likely each arm is worth its
 * price at every threshold. See methods/economics.md.
 */
export const costEffectivenessMethod = methodOf(options, (asked, data): Finding | Declined => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const replicates = asked.replicates ?? REPLICATES;
  if (data.layout.visit !== undefined)
    return decline('long-and-wide', 'Costs and effects are counted from columns of their own. Give a wide file, one row each.');
  const costs = costsOf(data.frame, asked.cost);
  if ('refused' in costs) return costs;
  const made = new Map<string, readonly (number | null)[]>([[TOTAL, costs.total]]);
  const covariates = [...(asked.covariates ?? [])];
  let effect: string;
  if (typeof asked.effect === 'string') effect = asked.effect;
  else {
    const years = lifeYearsOf(data.frame, asked.effect.utilities, asked.effect.rate ?? 0);
    if ('refused' in years) return years;
    made.set(YEARS, years.years).set(AT_START, years.atStart);
    effect = YEARS;
    covariates.unshift(AT_START);
  }
  for (const { id, cost } of costs.resources) made.set(`(cost) ${id}`, cost);
  const resourceColumns = costs.resources.map(({ id }) => `(cost) ${id}`);
  const found = modelRows(
    { ...data, frame: extended(data.frame, made) },
    { outcome: effect, covariates, ...(asked.factors ? { factors: asked.factors } : {}) },
    { numbers: [TOTAL, ...resourceColumns] },
  );
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const outcomes = [rows.numbers(effect), rows.numbers(TOTAL)] as const;
  const few = rows.arms.find((arm) => rows.arm.filter((name) => name === arm).length < 2);
  if (few !== undefined) return decline('too-few', `Arm “${few}” has one person; a spread needs at least two in each arm.`, rows);
  const design = modelMatrix(rows.rows, parts, terms);
  if (rows.rows <= design.columns.length)
    return decline('too-few', `${rows.rows} people cannot carry ${design.columns.length} coefficients. Adjust for less.`, rows);
  const fits = outcomes.map((outcome) => fitLeastSquares(design.matrix, outcome));
  const coefficients: (readonly number[])[] = [];
  for (const [k, fit] of fits.entries()) {
    if ('refused' in fit)
      return decline('not-estimable', `“${design.columns[fit.column]}” cannot be told apart from the columns before it.`, rows);
    if (isReproduced(residualVariance(fit), outcomes[k]!))
      return decline('no-variance', `The model reproduces every ${k === 0 ? 'effect' : 'cost'}.`, rows);
    coefficients.push(fit.coefficients);
  }
  const control = design.rowAt({ arm: rows.arms[0]! }, 'proportional');
  const differences = rows.arms
    .slice(1)
    .map((arm) => design.rowAt({ arm }, 'proportional').map((value, j) => value - control[j]!));
  const resampled = bootstrapLeastSquares(
    { design: design.matrix, outcomes, strata: rows.arm.map((arm) => rows.arms.indexOf(arm)), rows: differences },
    replicates,
    seededChances(asked.seed)(),
  );
  if ('refused' in resampled)
    return decline(
      'not-estimable',
      'Samples of these people hardly ever carry the model: a level is too rare. Join levels or adjust for less.',
      rows,
    );

  const thresholds = [...new Set([...(asked.thresholds ?? []), asked.threshold])].sort((a, b) => a - b);
  const contrasts: ArmContrast[] = [];
  const arms: unknown[] = [];
  for (const [k, row] of differences.entries()) {
    const arm = rows.arms[k + 1]!;
    const [gain, price] = coefficients.map((own) => row.reduce((total, value, j) => total + value * own[j]!, 0)) as [
      number,
      number,
    ];
    const [gains, prices] = resampled.values.map((own) => own[k]!) as [Float64Array, Float64Array];
    const benefits = (threshold: number) => gains.map((own, r) => threshold * own - prices[r]!);
    const answers: {
      threshold: number;
      estimate: number;
      standardError: number;
      lower: number;
      upper: number;
      p: number;
      acceptable: number;
    }[] = [];
    for (const threshold of thresholds) {
      const own = benefits(threshold);
      const answer = bootstrapAnswer(threshold * gain - price, own, 'percentile', level, 0);
      if (!answer)
        return decline(
          'too-few-replicates',
          `${replicates} replicates do not reach the limits of this interval. Ask for more.`,
          rows,
        );
      const { standardError, lower, upper, p } = answer;
      const acceptable = own.reduce((total, value) => total + (value > 0 ? 1 : value === 0 ? 0.5 : 0), 0) / replicates;
      answers.push({ threshold, estimate: threshold * gain - price, standardError, lower, upper, p, acceptable });
    }
    const main = answers.find(({ threshold }) => threshold === asked.threshold)!;
    contrasts.push({
      arm,
      estimate: main.estimate,
      standardError: main.standardError,
      df: null,
      interval: { level, lower: main.lower, upper: main.upper },
      p: main.p,
    });
    const part = (estimate: number, values: Float64Array) => {
      const { standardError, lower, upper, p } = bootstrapAnswer(estimate, values, 'percentile', level, 0)!;
      return { estimate, standardError, interval: { level, lower, upper }, p };
    };
    arms.push({
      arm,
      effect: part(gain, gains),
      cost: part(price, prices),
      ...ratioOf(gain, price),
      plane: planeOf(gains, prices),
      netBenefit: answers.map(({ threshold, estimate, lower, upper }) => ({
        threshold,
        estimate,
        interval: { level, lower, upper },
      })),
      acceptability: answers.map(({ threshold, acceptable }) => ({ threshold, probability: acceptable })),
    });
  }
  const warnings: Warning[] = leftOutOf(constant);
  const horizon = typeof asked.effect === 'string' ? 0 : Math.max(...Object.keys(asked.effect.utilities).map(Number));
  if (horizon > 1 && typeof asked.effect !== 'string' && asked.effect.rate === undefined)
    warnings.push({
      code: 'not-discounted',
      detail: `Over ${horizon} years nothing is discounted. Say a “rate” a year, 0 if none is meant.`,
    });
  if (resampled.redrawn > 0)
    warnings.push({
      code: 'redrawn',
      detail: `${resampled.redrawn} samples could not carry the model and were drawn again: a level is rare.`,
    });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings,
    details: {
      model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
      scale: 'incremental net benefit, in the unit of the costs',
      threshold: asked.threshold,
      seed: asked.seed,
      replicates,
      arms,
      resources: resourcesOf(costs, rows),
      ...accountOf(rows),
    },
  };
});

/** The ratio where it says something: more effect at more cost, or less at less. Else who dominates whom. */
function ratioOf(gain: number, price: number): { ratio: number | null; dominance: 'dominant' | 'dominated' | 'neither' } {
  if (gain > 0 && price <= 0) return { ratio: null, dominance: 'dominant' };
  if (gain <= 0 && price >= 0) return { ratio: null, dominance: 'dominated' };
  return { ratio: price / gain, dominance: 'neither' };
}

/** Shares of the replicates in the four quarters of the plane. */
function planeOf(gains: Float64Array, prices: Float64Array): Record<string, number> {
  const share = (holds: (gain: number, price: number) => boolean) =>
    gains.reduce((total, gain, r) => total + (holds(gain, prices[r]!) ? 1 : 0), 0) / gains.length;
  return {
    moreEffectMoreCost: share((gain, price) => gain > 0 && price > 0),
    moreEffectLessCost: share((gain, price) => gain > 0 && price <= 0),
    lessEffectMoreCost: share((gain, price) => gain <= 0 && price > 0),
    lessEffectLessCost: share((gain, price) => gain <= 0 && price <= 0),
  };
}

/** Each resource's price as told, and what it cost on average in each arm. */
function resourcesOf({ resources }: Costs, rows: Rows): unknown[] {
  return resources.map(({ id, title, price, year, source }) => {
    const cost = rows.numbers(`(cost) ${id}`);
    const meanByArm = Object.fromEntries(rows.arms.map((arm) => [arm, mean(cost.filter((_, i) => rows.arm[i] === arm))]));
    return { id, title, price, year, source, meanByArm };
  });
}
