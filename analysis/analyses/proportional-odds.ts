import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { leftOutOf } from '../effect/estimate';
import { modelMatrix, withoutIntercept } from '../effect/model-matrix';
import { fitProportionalOdds } from '../effect/proportional-odds';
import { quadraticForm } from '../numeric/matrix';
import { accountOf, contrastOf } from './contrast';
import { ADJUSTED, decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { armContrasts, coefficientsOf } from './model-answer';
import { modelRows } from './model-rows';
import { rowsOfMatrix } from './shown';

const options = {
  ...ONE_WAVE,
  ...ADJUSTED,
  cuts: Type.Optional(
    Type.Array(Type.Number(), {
      minItems: 2,
      description: 'Where a category begins, in rising order, if the outcome is not in categories.',
    }),
  ),
};

const MOST_CATEGORIES = 30;
const DOUBTFUL = 0.05;

/** Ordered categories: log odds ratios of being higher, each arm against the control. See methods/ordinal.md. */
export const proportionalOddsMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const { outcome: column, covariates, factors, at, cuts } = asked;
  if (cuts?.some((cut, k) => k > 0 && cut <= cuts[k - 1]!))
    return decline('not-understood', '“cuts” must rise: each says where the next category begins.');
  const found = modelRows(data, { outcome: column, covariates, factors, at });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const values = rows.numbers(column).map((value) => (cuts ? cuts.filter((cut) => cut <= value).length : value));
  const levels = [...new Set(values)].sort((a, b) => a - b);
  if (levels.length === 1) return decline('no-variance', 'Everyone is in the same category, so there is nothing to model.', rows);
  if (levels.length === 2) return decline('two-categories', 'Only two categories occur. "logistic" is the method for two.', rows);
  if (levels.length > MOST_CATEGORIES)
    return decline(
      'too-many-categories',
      `“${column}” has ${levels.length} values. Join them with "cuts", or ask for "ranks".`,
      rows,
    );
  const design = withoutIntercept(modelMatrix(rows.rows, parts, terms));
  const parameters = levels.length - 1 + design.columns.length;
  if (rows.rows <= parameters)
    return decline('too-few', `${rows.rows} people cannot carry ${parameters} thresholds and coefficients.`, rows);
  const place = new Map(levels.map((value, k) => [value, k]));
  const fit = fitProportionalOdds(
    design.matrix,
    values.map((value) => place.get(value)!),
    levels.length,
  );
  if ('refused' in fit) {
    switch (fit.refused) {
      case 'separation':
        return decline(
          'separation',
          `“${design.columns[fit.column]}” tells the categories apart without exception, so its coefficient is unbounded. Leave it out, or ask for "ranks".`,
          rows,
        );
      case 'rank-deficient':
        return decline('not-estimable', `“${design.columns[fit.column]}” cannot be told apart from the columns before it.`, rows);
      case 'no-convergence':
        return decline('not-converged', 'The likelihood found no maximum. Adjust for less.', rows);
    }
  }
  const thresholds = fit.thresholds.length;
  const answering = {
    design,
    combine: (row: readonly number[]) => ({
      estimate: row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0),
      standardError: Math.sqrt(quadraticForm(fit.covariance, [...fit.thresholds.map(() => 0), ...row])),
      df: null,
    }),
    level,
    averaging: 'proportional' as const,
  };
  const contrasts = armContrasts(answering, rows.arms, []);
  const warnings: Warning[] = leftOutOf(constant);
  if (fit.assumption && fit.assumption.p < DOUBTFUL)
    warnings.push({
      code: 'not-proportional',
      detail: 'The odds ratios seem to differ from one threshold to the next; the one given is an average of them.',
    });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings,
    details: {
      model: terms.map((term) => term.join(' × ')),
      scale: 'log odds ratio of a higher category',
      categories: levels.map((value) => ({
        category: value,
        byArm: Object.fromEntries(
          rows.arms.map((arm) => [arm, values.filter((own, i) => own === value && rows.arm[i] === arm).length]),
        ),
      })),
      oddsRatios: contrasts.map(({ arm, estimate, interval }) => ({
        arm,
        estimate: Math.exp(estimate),
        interval: { level, lower: Math.exp(interval!.lower), upper: Math.exp(interval!.upper) },
      })),
      coefficients: coefficientsOf(answering),
      thresholds: fit.thresholds.map((value, k) => {
        const { estimate, standardError, interval } = contrastOf(
          { arm: '' },
          value,
          Math.sqrt(fit.covariance.values[k * fit.covariance.rows + k]!),
          null,
          level,
        );
        return { above: levels[k]!, estimate, standardError, interval };
      }),
      assumption: fit.assumption,
      covariance: rowsOfMatrix(fit.covariance),
      logLikelihood: fit.logLikelihood,
      aic: -2 * fit.logLikelihood + 2 * (thresholds + design.columns.length),
      ...accountOf(rows),
    },
  };
});
