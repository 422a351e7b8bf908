import { Type } from '@sinclair/typebox';
import { coefficientCovariance } from '../numeric/coefficient-covariance';
import { quadraticForm } from '../numeric/matrix';
import { accountOf, contrastOf } from './contrast';
import { EVENT_MODEL, eventModel } from './event-model';
import { DEFAULT_LEVEL, methodOf } from './method';
import { coefficientsOf } from './model-answer';
import { rowsOfMatrix } from './shown';

const options = {
  ...EVENT_MODEL,
  errors: Type.Optional(Type.Union((['HC0', 'HC1'] as const).map((kind) => Type.Literal(kind)))),
};

/** Log risk ratios by Poisson regression of events with a robust covariance. See methods/binary.md. */
export const modifiedPoissonMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const errors = asked.errors ?? 'HC0';
  const found = eventModel(data, asked, 'poisson');
  if ('refused' in found) return found;
  const { rows, design, fit } = found;
  const covariance = coefficientCovariance(fit.last, errors === 'HC0' ? 'hc0' : 'hc1');
  const combine = (row: readonly number[]) => ({
    estimate: row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0),
    standardError: Math.sqrt(quadraticForm(covariance, row)),
    df: null,
  });
  const coefficients = coefficientsOf({ design, combine, level, averaging: 'proportional' });
  const contrasts = rows.arms.slice(1).map((arm, k) => {
    const own = coefficients[k + 1]!;
    return contrastOf({ arm }, own.estimate, own.standardError!, null, level);
  });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings: found.warnings,
    details: {
      model: found.model,
      scale: 'log risk ratio',
      errors,
      riskRatios: contrasts.map(({ arm, estimate, interval }) => ({
        arm,
        estimate: Math.exp(estimate),
        interval: { level, lower: Math.exp(interval!.lower), upper: Math.exp(interval!.upper) },
      })),
      coefficients,
      covariance: rowsOfMatrix(covariance),
      terms: design.columns,
      above1: fit.fitted.filter((risk) => risk > 1).length,
      ...accountOf(rows),
    },
  };
});
