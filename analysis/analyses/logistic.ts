import { Type } from '@sinclair/typebox';
import { droppedTerms } from '../effect/dropped-terms';
import { profileInterval } from '../effect/profile-interval';
import { coefficientCovariance } from '../numeric/coefficient-covariance';
import { quadraticForm } from '../numeric/matrix';
import { accountOf, contrastOf } from './contrast';
import { EVENT_MODEL, eventModel } from './event-model';
import { decline, DEFAULT_LEVEL, methodOf } from './method';
import { coefficientsOf } from './model-answer';
import { rowsOfMatrix } from './shown';

const options = {
  ...EVENT_MODEL,
  interval: Type.Optional(Type.Union([Type.Literal('wald'), Type.Literal('profile')])),
  errors: Type.Optional(Type.Union((['model', 'HC0', 'HC1'] as const).map((kind) => Type.Literal(kind)))),
};

/** Logistic regression: log odds ratios, each arm against the control, everything else held. See methods/binary.md. */
export const logisticMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const profile = asked.interval === 'profile';
  const errors = asked.errors ?? 'model';
  if (profile && errors !== 'model')
    return decline(
      'not-supported',
      'A profile interval comes from the likelihood, not from robust errors. Take one of the two away.',
    );
  const found = eventModel(data, asked, 'logistic');
  if ('refused' in found) return found;
  const { rows, design, fit, events } = found;
  const covariance = errors === 'model' ? fit.covariance : coefficientCovariance(fit.last, errors === 'HC0' ? 'hc0' : 'hc1');
  const combine = (row: readonly number[]) => ({
    estimate: row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0),
    standardError: Math.sqrt(quadraticForm(covariance, row)),
    df: null,
  });
  const coefficients = coefficientsOf({ design, combine, level, averaging: 'proportional' });
  if (profile) {
    for (const [j, own] of coefficients.entries()) {
      const limits = profileInterval(design.matrix, events, 'logistic', fit, j, level);
      if (limits === null)
        return decline('no-profile', `The likelihood of “${own.term}” is too flat for a profile interval. Ask for "wald".`, rows);
      own.interval = { level, ...limits };
    }
  }
  const contrasts = rows.arms.slice(1).map((arm, k) => {
    const own = coefficients[k + 1]!;
    return { ...contrastOf({ arm }, own.estimate, own.standardError!, null, level), interval: own.interval };
  });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings: found.warnings,
    details: {
      model: found.model,
      scale: 'log odds ratio',
      errors,
      oddsRatios: contrasts.map(({ arm, estimate, interval }) => ({
        arm,
        estimate: Math.exp(estimate),
        interval: { level, lower: Math.exp(interval!.lower), upper: Math.exp(interval!.upper) },
      })),
      coefficients,
      covariance: rowsOfMatrix(covariance),
      terms: design.columns,
      deviance: fit.deviance,
      logLikelihood: fit.logLikelihood,
      aic: -2 * fit.logLikelihood + 2 * design.columns.length,
      bic: -2 * fit.logLikelihood + Math.log(rows.rows) * design.columns.length,
      ...(errors === 'model' ? { likelihoodRatio: droppedTerms(design, events, 'logistic', fit) } : {}),
      residualDf: rows.rows - design.columns.length,
      ...accountOf(rows),
    },
  };
});
