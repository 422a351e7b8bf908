import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { leftOutOf } from '../effect/estimate';
import { droppedTerms } from '../effect/dropped-terms';
import { fitGeneralised } from '../effect/generalised-linear';
import { modelMatrix } from '../effect/model-matrix';
import { fitNegativeBinomial } from '../effect/negative-binomial';
import { profileInterval } from '../effect/profile-interval';
import { coefficientCovariance } from '../numeric/coefficient-covariance';
import { chiSquareTails } from '../numeric/distributions';
import { quadraticForm } from '../numeric/matrix';
import { accountOf } from './contrast';
import { notCounts } from './counts';
import { ADJUSTED, Column, decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { armContrasts, coefficientsOf } from './model-answer';
import { modelRows } from './model-rows';
import { rowsOfMatrix } from './shown';

const options = {
  ...ONE_WAVE,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  family: Type.Optional(Type.Union([Type.Literal('negative-binomial'), Type.Literal('poisson')])),
  exposure: Type.Optional(Column),
  interval: Type.Optional(Type.Union([Type.Literal('wald'), Type.Literal('profile')])),
  errors: Type.Optional(Type.Union((['model', 'HC0', 'HC1'] as const).map((kind) => Type.Literal(kind)))),
};

/** Squared Pearson residuals by their degrees of freedom above this: Poisson's errors are too small. */
const OVERDISPERSED = 1.5;

/** Counts: log ratios of rates, each arm against the control, by a negative binomial or Poisson likelihood. See methods/counts.md. */
export const countMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const errors = asked.errors ?? 'model';
  const family = asked.family ?? 'negative-binomial';
  const profile = asked.interval === 'profile';
  if (profile && (errors !== 'model' || family !== 'poisson'))
    return decline(
      'not-supported',
      'A profile interval is there for Poisson’s likelihood with errors of the model. Ask for "family": "poisson", or for "wald".',
    );
  const { exposure } = asked;
  const { outcome: column, covariates, factors, interactions, at } = asked;
  const found = modelRows(
    data,
    { outcome: column, covariates, factors, interactions, at },
    { numbers: exposure === undefined ? [] : [exposure] },
  );
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const outcome = rows.numbers(column);
  const odd = notCounts(outcome, column, rows);
  if (odd) return odd;
  const exposed = exposure === undefined ? outcome.map(() => 1) : rows.numbers(exposure);
  const none = exposed.find((value) => !(value > 0));
  if (none !== undefined)
    return decline(
      'no-exposure',
      `“${exposure}” holds ${none}. A rate needs a time, or what else was counted over, above 0.`,
      rows,
    );
  if (outcome.every((value) => value === 0))
    return decline('no-variance', 'Every count is 0, so there is nothing to model.', rows);
  const design = modelMatrix(rows.rows, parts, terms);
  if (rows.rows <= design.columns.length)
    return decline('too-few', `${rows.rows} people cannot carry the ${design.columns.length} coefficients of the model.`, rows);
  const offset = exposed.map(Math.log);
  const dispersed = family === 'poisson' ? null : fitNegativeBinomial(design.matrix, outcome, offset);
  const fit = dispersed ?? fitGeneralised(design.matrix, outcome, 'poisson', offset);
  if ('refused' in fit) {
    switch (fit.refused) {
      case 'separation':
        return decline(
          'separation',
          `Where “${design.columns[fit.column]}” is, every count is 0 (or only there are counts), so its coefficient is unbounded. Leave it out or join its levels.`,
          rows,
        );
      case 'rank-deficient':
        return decline('not-estimable', `“${design.columns[fit.column]}” cannot be told apart from the columns before it.`, rows);
      case 'no-overdispersion':
        return decline('no-overdispersion', 'The counts vary no more than Poisson’s do. Ask for "family": "poisson".', rows);
      case 'no-convergence':
        return decline('not-converged', 'The likelihood found no maximum. Adjust for less.', rows);
    }
  }
  const interacting = design.terms.some(({ parts }) => parts.length > 1 && parts.includes('arm'));
  const covariance = errors === 'model' ? fit.covariance : coefficientCovariance(fit.last, errors === 'HC0' ? 'hc0' : 'hc1');
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
  const coefficients = coefficientsOf(answering);
  if (profile)
    for (const [j, each] of coefficients.entries()) {
      const limits = profileInterval(design.matrix, outcome, 'poisson', fit, j, level, offset);
      if (limits === null)
        return decline(
          'no-profile',
          `The likelihood of “${each.term}” is too flat for a profile interval. Ask for "wald".`,
          rows,
        );
      each.interval = { level, ...limits };
    }
  const contrasts = armContrasts(answering, rows.arms, []).map((contrast, k) =>
    // With an interaction the arms are compared on average, which is no coefficient.
    profile && !interacting ? { ...contrast, interval: coefficients[k + 1]!.interval } : contrast,
  );
  const own = dispersed === null || 'refused' in dispersed ? null : dispersed;
  const theta = own?.theta ?? Infinity;
  const pearson = outcome.reduce((total, y, i) => {
    const mu = fit.fitted[i]!;
    return total + (y - mu) ** 2 / (mu + (mu * mu) / theta);
  }, 0);
  const df = rows.rows - design.columns.length;
  const warnings: Warning[] = leftOutOf(constant);
  if (family === 'poisson' && errors === 'model' && pearson / df > OVERDISPERSED)
    warnings.push({
      code: 'overdispersed',
      detail: `The counts vary ${(pearson / df).toFixed(1)} times as much as Poisson’s would: errors are too small. Ask for "negative-binomial" or "HC0".`,
    });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings,
    details: {
      model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
      scale: 'log rate ratio',
      family,
      exposure: exposure ?? null,
      errors,
      rateRatios: contrasts.map(({ arm, estimate, interval }) => ({
        arm,
        estimate: Math.exp(estimate),
        interval: { level, lower: Math.exp(interval!.lower), upper: Math.exp(interval!.upper) },
      })),
      ...(own
        ? {
            theta: { estimate: own.theta, standardError: own.thetaError },
            // θ is at its end under Poisson's model, so the statistic is half the time 0.
            overdispersion: testOf(2 * (own.logLikelihood - own.poissonLogLikelihood)),
          }
        : {}),
      coefficients,
      covariance: rowsOfMatrix(covariance),
      deviance: fit.deviance,
      pearson,
      residualDf: df,
      logLikelihood: fit.logLikelihood,
      aic: -2 * fit.logLikelihood + 2 * (design.columns.length + (own ? 1 : 0)),
      bic: -2 * fit.logLikelihood + Math.log(rows.rows) * (design.columns.length + (own ? 1 : 0)),
      ...(family === 'poisson' && errors === 'model'
        ? { likelihoodRatio: droppedTerms(design, outcome, 'poisson', fit, offset) }
        : {}),
      ...accountOf(rows),
    },
  };
});

const testOf = (statistic: number) => ({ statistic, p: chiSquareTails(Math.max(0, statistic), 1).upper / 2 });
