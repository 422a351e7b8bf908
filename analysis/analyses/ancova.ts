import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { variance } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import { fitsExactly } from '../effect/ancova';
import { type FactorWeights, modelMatrix } from '../effect/model-matrix';
import { termTests } from '../effect/sums-of-squares';
import { type ClusterKind, clusterCovariance } from '../numeric/cluster-covariance';
import { ALONE, coefficientCovariance, type CovarianceKind, residualVariance } from '../numeric/coefficient-covariance';
import { fitLeastSquares } from '../numeric/least-squares';
import { quadraticForm } from '../numeric/matrix';
import { accountOf, contrastOf } from './contrast';
import { ADJUSTED, Column, decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { modelRows } from './model-rows';
import { rowsOfMatrix } from './shown';

/** How standard errors are found. */
export const Errors = Type.Union([
  ...(['model', 'HC0', 'HC1', 'HC2', 'HC3', 'HC4'] as const).map((kind) => Type.Literal(kind)),
  Type.Object(
    { cluster: Column, type: Type.Union((['CR0', 'CR1', 'CR1S', 'CR2'] as const).map((kind) => Type.Literal(kind))) },
    { additionalProperties: false },
  ),
]);

const options = {
  ...ONE_WAVE,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  errors: Type.Optional(Errors),
  weights: Type.Optional(Column),
  means: Type.Optional(Type.Union([Type.Literal('proportional'), Type.Literal('equal')])),
  tests: Type.Optional(Type.Union([Type.Literal('I'), Type.Literal('II'), Type.Literal('III')])),
};

/** So few clusters that robust errors are known to mislead. */
const FEW_CLUSTERS = 10;

/** Analysis of covariance, each arm against the control at the average of everything else. See methods/ancova.md. */
export const ancovaMethod = methodOf(options, (asked, data) => {
  const errors = asked.errors ?? 'model';
  const level = asked.level ?? DEFAULT_LEVEL;
  const averaging: FactorWeights = asked.means ?? 'proportional';
  const clusterColumn = typeof errors === 'object' ? [errors.cluster] : [];
  const found = modelRows(data, asked, { labels: clusterColumn, numbers: asked.weights === undefined ? [] : [asked.weights] });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const outcome = rows.numbers(asked.outcome);
  const weights = asked.weights === undefined ? undefined : rows.numbers(asked.weights);
  if (weights?.some((weight) => !(weight > 0)))
    return decline('weights', `Every weight in “${asked.weights}” must be above 0.`, rows);
  if (weights && typeof errors === 'object') {
    return decline(
      'not-supported',
      'Cluster-robust errors are not defined here for a weighted fit. Take one of the two away.',
      rows,
    );
  }
  const alone = rows.arms.find((arm) => rows.arm.filter((name) => name === arm).length < 2);
  if (alone !== undefined)
    return decline('too-few', `Arm “${alone}” has one person; a spread needs at least two in each arm.`, rows);
  if (outcome.every((value) => value === outcome[0])) return decline('no-variance', 'Everyone has the same outcome.', rows);

  const design = modelMatrix(rows.rows, parts, terms);
  const df = rows.rows - design.columns.length;
  if (df < 1) {
    return decline(
      'too-few',
      `${rows.rows} people cannot carry the ${design.columns.length} coefficients of the model. Adjust for less.`,
      rows,
    );
  }
  const fit = fitLeastSquares(design.matrix, outcome, weights);
  if ('refused' in fit) {
    return decline('not-estimable', `“${design.columns[fit.column]}” cannot be told apart from the columns before it.`, rows);
  }
  const sigma2 = residualVariance(fit);
  if (fitsExactly(sigma2 * df, outcome, weights))
    return decline('no-variance', 'The model reproduces every outcome exactly.', rows);

  const clustered =
    typeof errors === 'object' ? clusterCovariance(fit, rows.labels(errors.cluster), errors.type as ClusterKind) : null;
  if (clustered && clustered.clusters < 2)
    return decline('too-few-clusters', 'There is one cluster; robust errors need several.', rows);
  const covariance = clustered?.covariance ?? coefficientCovariance(fit, (errors as string).toLowerCase() as CovarianceKind);
  const combine = (row: readonly number[]) => {
    return {
      estimate: row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0),
      standardError: Math.sqrt(quadraticForm(covariance, row)),
      df: clustered ? clustered.df(row) : df,
    };
  };
  const meansBy = (kind: FactorWeights) =>
    rows.arms.map((arm) => {
      const { estimate, standardError, df: own } = combine(design.rowAt({ arm }, kind));
      const { interval } = contrastOf({ arm }, estimate, standardError, own, level);
      return { arm, mean: estimate, standardError, df: own, interval };
    });
  const control = design.rowAt({ arm: rows.arms[0]! }, averaging);
  const contrasts = rows.arms.slice(1).map((arm) => {
    const own = combine(design.rowAt({ arm }, averaging).map((value, j) => value - control[j]!));
    return contrastOf({ arm }, own.estimate, own.standardError, own.df, level);
  });
  const coefficients = design.columns.map((term, j) => {
    const { estimate, standardError, df: own } = combine(design.columns.map((_, k) => (k === j ? 1 : 0)));
    const { interval, p } = contrastOf({ arm: term }, estimate, standardError, own, level);
    return { term, estimate, standardError, df: own, interval, p };
  });

  const warnings: Warning[] = leftOutOf(constant);
  if (clustered && clustered.clusters < FEW_CLUSTERS) {
    warnings.push({
      code: 'few-clusters',
      detail: `${clustered.clusters} clusters: only CR2 with Satterthwaite's degrees of freedom can be relied on.`,
    });
  }
  const lone = fit.leverages.filter((leverage) => leverage > ALONE).length;
  if (lone > 0)
    warnings.push({
      code: 'alone-in-stratum',
      detail: `${lone} of those analysed stand alone in a level and tell nothing about the difference.`,
    });

  const residualSquares = sigma2 * df;
  const n = rows.rows;
  const logWeights = weights ? weights.reduce((total, weight) => total + Math.log(weight), 0) : 0;
  const logLikelihood = -0.5 * n * (Math.log((2 * Math.PI * residualSquares) / n) + 1) + 0.5 * logWeights;
  const first = contrasts[0]!.estimate;
  const type = asked.tests ?? 'II';
  const tested = type === 'III' ? modelMatrix(rows.rows, parts, terms, 'sum') : design;
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings,
    details: {
      model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
      errors,
      means: averaging,
      adjustedMeans: { proportional: meansBy('proportional'), equal: meansBy('equal') },
      coefficients,
      covariance: rowsOfMatrix(covariance),
      terms: design.columns,
      tests: { type, terms: termTests(tested, outcome, weights, type) },
      residualSd: Math.sqrt(sigma2),
      residualDf: df,
      logLikelihood,
      aic: -2 * logLikelihood + 2 * (design.columns.length + 1),
      ...(clustered ? { clusters: clustered.clusters } : {}),
      standardised: { byResidualSd: first / Math.sqrt(sigma2), byOutcomeSd: first / Math.sqrt(variance(outcome)) },
      ...accountOf(rows),
    },
  };
});
