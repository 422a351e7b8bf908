import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import type { Warning } from '#protocols/model/estimate';
import { isReproduced } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import { accelerationOf, BOOTSTRAP_INTERVALS, bootstrapAnswer } from '../effect/bootstrap-interval';
import { bootstrapLeastSquares } from '../effect/bootstrap-least-squares';
import { modelMatrix } from '../effect/model-matrix';
import { seededChances } from '../numeric/chance';
import { ALONE, residualVariance } from '../numeric/coefficient-covariance';
import { fitLeastSquares, type LeastSquares } from '../numeric/least-squares';
import { at } from '../numeric/matrix';
import { accountOf } from './contrast';
import { ADJUSTED, Column, decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { modelRows } from './model-rows';

const options = {
  ...ONE_WAVE,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  seed: Type.Integer({ minimum: 0, description: 'The same seed gives the same samples.' }),
  replicates: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000, description: '2,000 where left out.' })),
  interval: Type.Optional(Type.Union(BOOTSTRAP_INTERVALS.map((kind) => Type.Literal(kind)))),
};

const REPLICATES = 2000;

/** Analysis of covariance with the errors of a bootstrap, people drawn within their arm. See methods/bootstrap.md. */
export const bootstrapMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const kind = asked.interval ?? 'bca';
  const replicates = asked.replicates ?? REPLICATES;
  const found = modelRows(data, asked);
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const outcome = rows.numbers(asked.outcome);
  const alone = rows.arms.find((arm) => rows.arm.filter((name) => name === arm).length < 2);
  if (alone !== undefined)
    return decline('too-few', `Arm “${alone}” has one person; a spread needs at least two in each arm.`, rows);
  const design = modelMatrix(rows.rows, parts, terms);
  if (rows.rows <= design.columns.length)
    return decline('too-few', `${rows.rows} people cannot carry ${design.columns.length} coefficients. Adjust for less.`, rows);
  const fit = fitLeastSquares(design.matrix, outcome);
  if ('refused' in fit)
    return decline('not-estimable', `“${design.columns[fit.column]}” cannot be told apart from the columns before it.`, rows);
  if (isReproduced(residualVariance(fit), outcome)) return decline('no-variance', 'The model reproduces every outcome.', rows);
  const control = design.rowAt({ arm: rows.arms[0]! }, 'proportional');
  const differences = rows.arms
    .slice(1)
    .map((arm) => design.rowAt({ arm }, 'proportional').map((value, j) => value - control[j]!));
  const resampled = bootstrapLeastSquares(
    { design: design.matrix, outcomes: [outcome], strata: rows.arm.map((arm) => rows.arms.indexOf(arm)), rows: differences },
    replicates,
    seededChances(asked.seed)(),
  );
  if ('refused' in resampled)
    return decline(
      'not-estimable',
      'Samples of these people hardly ever carry the model: a level is too rare. Join levels or adjust for less.',
      rows,
    );
  const contrasts: ArmContrast[] = [];
  const samples: unknown[] = [];
  for (const [k, row] of differences.entries()) {
    const estimate = row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0);
    const acceleration = accelerationOf(jackknife(fit, row));
    const own = bootstrapAnswer(estimate, resampled.values[0]![k]!, kind, level, acceleration);
    if (!own)
      return decline(
        'too-few-replicates',
        `${replicates} replicates do not reach the limits of this interval. Ask for more.`,
        rows,
      );
    const { lower, upper, p, standardError, bias } = own;
    contrasts.push({ arm: rows.arms[k + 1]!, estimate, standardError, df: null, interval: { level, lower, upper }, p });
    samples.push({ arm: rows.arms[k + 1]!, bias, acceleration });
  }
  const warnings: Warning[] = leftOutOf(constant);
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
      seed: asked.seed,
      replicates,
      interval: kind,
      samples,
      ...accountOf(rows),
    },
  };
});

/** The combination of coefficients with each person left out, from the leverages: nothing is fitted again. */
function jackknife(fit: LeastSquares, row: readonly number[]): Float64Array {
  const { q, inverseR } = fit;
  // row' (X'X)⁻¹ x_i = (R⁻ᵀ row)' q_i.
  const turned = Array.from({ length: q.columns }, (_, j) =>
    row.reduce((total, value, i) => total + value * at(inverseR, i, j), 0),
  );
  return Float64Array.from(fit.residuals, (residual, i) => {
    const leverage = fit.leverages[i]!;
    if (leverage > ALONE) return 0;
    let moved = 0;
    for (let j = 0; j < q.columns; j++) moved += turned[j]! * at(q, i, j);
    return (-moved * residual) / (1 - leverage);
  });
}
