import { Type } from '@sinclair/typebox';
import { meanAt } from '../effect/generalised-linear';
import { coefficientCovariance } from '../numeric/coefficient-covariance';
import { at, quadraticForm } from '../numeric/matrix';
import { accountOf, contrastOf } from './contrast';
import { EVENT_MODEL, eventModel } from './event-model';
import { DEFAULT_LEVEL, methodOf } from './method';

const options = {
  ...EVENT_MODEL,
  measure: Type.Optional(Type.Union([Type.Literal('risk-difference'), Type.Literal('risk-ratio')])),
  errors: Type.Optional(Type.Union((['model', 'HC0', 'HC3'] as const).map((kind) => Type.Literal(kind)))),
};

/**
 * Risks as if everybody had been in each arm, by logistic regression averaged over everybody analysed; differences by the delta
 * method. See methods/binary.md.
 */
export const gComputationMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const errors = asked.errors ?? 'HC0';
  const ratio = asked.measure === 'risk-ratio';
  const found = eventModel(data, asked, 'logistic');
  if ('refused' in found) return found;
  const { rows, design, fit } = found;
  const { matrix } = design;
  const covariance = errors === 'model' ? fit.covariance : coefficientCovariance(fit.last, errors === 'HC0' ? 'hc0' : 'hc3');
  // The arms own the columns after the intercept, one for each but the control.
  const others = rows.arms.length - 1;
  const standardised = rows.arms.map((arm, k) => {
    let risk = 0;
    const gradient = new Array<number>(matrix.columns).fill(0);
    for (let i = 0; i < matrix.rows; i++) {
      const row = gradient.map((_, j) => (j >= 1 && j <= others ? Number(j === k) : at(matrix, i, j)));
      const p = meanAt(
        row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0),
        'logistic',
      );
      risk += p / matrix.rows;
      row.forEach((value, j) => (gradient[j]! += (p * (1 - p) * value) / matrix.rows));
    }
    return { arm, risk, gradient };
  });
  const control = standardised[0]!;
  const contrasts = standardised.slice(1).map(({ arm, risk, gradient }) => {
    const difference = gradient.map((value, j) =>
      ratio ? value / risk - control.gradient[j]! / control.risk : value - control.gradient[j]!,
    );
    const estimate = ratio ? Math.log(risk / control.risk) : risk - control.risk;
    return contrastOf({ arm }, estimate, Math.sqrt(quadraticForm(covariance, difference)), null, level);
  });
  const odds = (risk: number) => Math.log(risk / (1 - risk));
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings: found.warnings,
    details: {
      model: found.model,
      scale: ratio ? 'log risk ratio' : 'risk difference',
      errors,
      risks: standardised.map(({ arm, risk, gradient }) => ({
        arm,
        risk,
        standardError: Math.sqrt(quadraticForm(covariance, gradient)),
      })),
      marginalLogOddsRatios: standardised.slice(1).map(({ arm, risk }) => ({ arm, estimate: odds(risk) - odds(control.risk) })),
      ...accountOf(rows),
    },
  };
});
