import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { leftOutOf } from '../effect/estimate';
import { concordance } from '../effect/concordance';
import { fitCox } from '../effect/cox';
import { baselineHazard, coxRobust, proportionality, TIME_SCALES } from '../effect/cox-checks';
import { modelMatrix, withoutIntercept } from '../effect/model-matrix';
import { cholesky, solveCholesky } from '../numeric/cholesky';
import { chiSquareTails } from '../numeric/distributions';
import { quadraticForm } from '../numeric/matrix';
import { accountOf } from './contrast';
import { ADJUSTED, Column, decline, DEFAULT_LEVEL, methodOf } from './method';
import { armContrasts, coefficientsOf } from './model-answer';
import { modelRows } from './model-rows';
import { rowsOfMatrix } from './shown';
import { stratumOf, TIME_TO_EVENT, unlikeTimes } from './survival-rows';

const options = {
  ...TIME_TO_EVENT,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  strata: Type.Optional(Type.Array(Column, { uniqueItems: true, minItems: 1 })),
  ties: Type.Optional(Type.Union([Type.Literal('efron'), Type.Literal('breslow')])),
  errors: Type.Optional(
    Type.Union([
      Type.Literal('model'),
      Type.Literal('robust'),
      Type.Object({ cluster: Column }, { additionalProperties: false }),
    ]),
  ),
  timeScale: Type.Optional(Type.Union(TIME_SCALES.map((scale) => Type.Literal(scale)))),
  baseline: Type.Optional(Type.Boolean()),
};

/** Fewer clusters than this and the sandwich is too small. */
const FEW_CLUSTERS = 40;

/** Cox's proportional hazards: log hazard ratios, each arm against the control. See methods/survival.md. */
export const coxMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const errors = asked.errors ?? 'model';
  const cluster = typeof errors === 'object' ? errors.cluster : undefined;
  const strata = asked.strata ?? [];
  const { time: outcome, covariates, factors, interactions, at } = asked;
  const found = modelRows(
    data,
    { outcome, covariates, factors, interactions, at },
    { numbers: [asked.event], labels: cluster === undefined ? strata : [...strata, cluster], repeated: cluster !== undefined },
  );
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const [time, event] = [rows.numbers(asked.time), rows.numbers(asked.event)];
  const odd = unlikeTimes(asked, time, event, rows);
  if (odd) return odd;
  const scale = asked.timeScale ?? 'km';
  if (scale === 'log' && time.includes(0))
    return decline('not-supported', 'Somebody’s time is 0, which has no logarithm. Ask for another "timeScale".', rows);
  const design = withoutIntercept(modelMatrix(rows.rows, parts, terms));
  const stratum = strata.length > 0 ? stratumOf(rows, strata) : undefined;
  const fit = fitCox({ time, event, design: design.matrix, stratum, ties: asked.ties });
  if ('refused' in fit) {
    switch (fit.refused) {
      case 'rank-deficient':
        return decline(
          'not-estimable',
          `“${design.columns[fit.column]}” cannot be told apart from the columns before it${strata.length > 0 ? ' within strata' : ''}.`,
          rows,
        );
      case 'separation':
        return decline(
          'separation',
          `“${design.columns[fit.column]}” tells who has the event first without exception, so its coefficient is unbounded. Leave it out, join its levels, or ask for "log-rank".`,
          rows,
        );
      case 'no-convergence':
        return decline('not-converged', 'The likelihood found no maximum. Adjust for less.', rows);
    }
  }
  const groups = cluster === undefined ? undefined : stratumOf(rows, [cluster]);
  const clusters = groups === undefined ? null : new Set(groups).size;
  if (clusters !== null && clusters <= design.columns.length)
    return decline('too-few-clusters', `${clusters} clusters cannot carry ${design.columns.length} coefficients.`, rows);
  const covariance = errors === 'model' ? fit.covariance : coxRobust(fit, groups);
  const answering = {
    design,
    combine: (row: readonly number[]) => ({
      estimate: row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0),
      standardError: Math.sqrt(quadraticForm(covariance, row)),
      df: null,
    }),
    level,
    averaging: 'proportional' as const,
  };
  const contrasts = armContrasts(answering, rows.arms, []);
  const columns = design.columns.length;
  const test = (statistic: number) => ({ statistic, df: columns, p: chiSquareTails(Math.max(0, statistic), columns).upper });
  const own = design.terms.slice(1);
  const checked = proportionality(
    fit,
    own.map(({ from, to }) => ({ from: from - 1, to: to - 1 })),
    scale,
  );
  const agreement = concordance(fit.order, fit.standard.predictor);
  const factor = cholesky(covariance);
  const warnings: Warning[] = leftOutOf(constant);
  if (clusters !== null && clusters < FEW_CLUSTERS)
    warnings.push({
      code: 'few-clusters',
      detail: `${clusters} clusters: robust errors are too small below about ${FEW_CLUSTERS}.`,
    });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings,
    details: {
      model: terms.map((term) => term.join(' × ')),
      scale: 'log hazard ratio',
      ties: fit.ties,
      errors,
      hazardRatios: contrasts.map(({ arm, estimate, interval }) => ({
        arm,
        estimate: Math.exp(estimate),
        interval: { level, lower: Math.exp(interval!.lower), upper: Math.exp(interval!.upper) },
      })),
      coefficients: coefficientsOf(answering),
      covariance: rowsOfMatrix(covariance),
      events: fit.order.deaths,
      strata: fit.order.strata.length - 1,
      clusters,
      logLikelihood: fit.logLikelihood,
      likelihoodRatio: test(2 * (fit.logLikelihood.fitted - fit.logLikelihood.null)),
      wald:
        'refused' in factor
          ? null
          : test(solveCholesky(factor, fit.coefficients).reduce((total, value, j) => total + value * fit.coefficients[j]!, 0)),
      score: test(fit.score),
      concordance: agreement?.estimate ?? null,
      concordanceError: agreement?.standardError ?? null,
      proportionality: {
        timeScale: scale,
        terms: own.map(({ name }, k) => ({ term: name, test: checked.terms[k]! })),
        global: checked.global,
      },
      ...(asked.baseline ? { baseline: baselineHazard(fit) } : {}),
      turns: fit.turns,
      ...accountOf(rows),
    },
  };
});
