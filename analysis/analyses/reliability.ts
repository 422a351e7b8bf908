import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import type { Warning } from '#protocols/model/estimate';
import { isRounding, mean, variance } from '../describe/mean';
import { oneFactor } from '../effect/one-factor';
import {
  covarianceOf,
  ICC_FORMS,
  iccOf,
  KAPPA_WEIGHTS,
  kappaOf,
  meanSquares,
  reliabilityOf,
  waldLimits,
} from '../effect/reliability';
import { chiSquareTails, fTails, normalQuantile } from '../numeric/distributions';
import { accountOf } from './contrast';
import { AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { rowsOf } from './rows';
import { rowsOfMatrix } from './shown';

const shared = { at: AtVisit, level: Level };
const figure = (
  arm: string,
  estimate: number,
  standardError: number | null,
  interval: ArmContrast['interval'],
  p: number | null = null,
): ArmContrast => {
  return { arm, estimate, standardError, df: null, interval, p };
};

/** Cronbach's alpha with Feldt's interval, McDonald's omega, and each item beside the others. See methods/reliability.md. */
export const reliabilityMethod = methodOf(
  {
    ...shared,
    items: Type.Array(Column, { minItems: 2, uniqueItems: true }),
    reversed: Type.Optional(Type.Array(Column, { uniqueItems: true, description: 'Items that count the other way.' })),
    range: Type.Optional(Type.Tuple([Type.Number(), Type.Number()], { description: 'Least and most an item can be.' })),
  },
  (asked, data) => {
    const { items, reversed = [], range, level = DEFAULT_LEVEL } = asked;
    const strange = reversed.find((name) => !items.includes(name));
    if (strange !== undefined)
      return decline('not-understood', `“${strange}” is reversed and not among the items. Add it to “items”.`);
    if (reversed.length > 0 && !range)
      return decline('not-understood', 'To reverse items say their “range”: least and most, such as [1, 6].');
    const rows = rowsOf(data, { numbers: items, arm: false, at: asked.at });
    if ('refused' in rows) return rows;
    if (rows.rows < 3) return decline('too-few', `${rows.rows} people answered every item; there must be three or more.`, rows);
    const columns = items.map((name) => {
      const values = rows.numbers(name);
      return reversed.includes(name) ? values.map((value) => range![0] + range![1] - value) : values;
    });
    const flat = items.find((_, j) => isRounding(variance(columns[j]!), columns[j]!));
    if (flat !== undefined) return decline('no-variance', `Everybody answered “${flat}” alike. Leave it out.`, rows);
    const sums = columns[0]!.map((_, i) => columns.reduce((total, column) => total + column[i]!, 0));
    if (isRounding(variance(sums), columns.flat()))
      return decline('no-variance', 'Everybody has the same sum. Reverse the items that count the other way.', rows);

    const covariance = covarianceOf(columns);
    const own = reliabilityOf(covariance, rows.rows, level);
    const factor = items.length > 2 ? oneFactor(covariance, rows.rows) : null;
    const warnings: Warning[] = [];
    if (own.items.some(({ withRest }) => withRest < 0))
      warnings.push({
        code: 'item-against-rest',
        detail: `An item runs against the others (${items.filter((_, j) => own.items[j]!.withRest < 0).join(', ')}). Does it count the other way? Name it under “reversed”.`,
      });
    if (factor === null) warnings.push({ code: 'no-omega', detail: 'Omega needs three items or more.' });
    else if ('refused' in factor)
      warnings.push({
        code: 'no-omega',
        detail:
          factor.refused === 'negative-residual'
            ? 'No omega: the one-factor model gives an item a negative variance of its own.'
            : 'No omega: the one-factor model was not found.',
      });
    const fitted = factor !== null && !('refused' in factor) ? factor : null;
    return {
      n: rows.n,
      nByArm: {},
      contrasts: [
        figure('alpha', own.alpha, own.standardError, { level, ...own.feldt }),
        ...(fitted
          ? [figure('omega', fitted.omega, fitted.standardError, logitInterval(fitted.omega, fitted.standardError, level))]
          : []),
      ],
      warnings,
      details: {
        alpha: {
          raw: own.alpha,
          standardised: own.standardised,
          meanCorrelation: own.meanCorrelation,
          largeSample: waldLimits(own.alpha, own.standardError, level),
        },
        omega: fitted
          ? {
              ...fitted,
              standardised: standardisedOmega(fitted),
              p: fitted.df > 0 ? chiSquareTails(fitted.chiSquare, fitted.df).upper : null,
            }
          : null,
        lambda2: own.lambda2,
        lambda6: own.lambda6,
        eigenvalues: own.eigenvalues,
        items: items.map((item, j) => ({
          item,
          mean: mean(columns[j]!),
          sd: Math.sqrt(variance(columns[j]!)),
          ...own.items[j]!,
        })),
        covariance: rowsOfMatrix(covariance),
        sum: {
          mean: mean(sums),
          sd: Math.sqrt(variance(sums)),
          standardErrorOfMeasurement: own.alpha <= 1 ? Math.sqrt(variance(sums) * (1 - own.alpha)) : null,
        },
        ...accountOf(rows),
      },
    };
  },
);

/** Of items each scaled to a variance of 1. */
function standardisedOmega({ loadings, residuals }: { loadings: readonly number[]; residuals: readonly number[] }): number {
  const scaled = loadings.map((value, j) => value / Math.sqrt(value * value + residuals[j]!));
  const total = scaled.reduce((sum, value) => sum + value, 0) ** 2;
  return total / (total + scaled.reduce((sum, value) => sum + 1 - value * value, 0));
}

/** The interval of a share, symmetric on its logit. */
function logitInterval(share: number, standardError: number, level: number): ArmContrast['interval'] {
  if (!(share > 0 && share < 1)) return null;
  const middle = Math.log(share / (1 - share));
  const reach = (normalQuantile((1 - level) / 2, 'upper') * standardError) / (share * (1 - share));
  return { level, lower: 1 / (1 + Math.exp(reach - middle)), upper: 1 / (1 + Math.exp(-reach - middle)) };
}

/** Intraclass correlations of targets rated by the same raters, all six forms of Shrout and Fleiss. See methods/reliability.md. */
export const iccMethod = methodOf(
  {
    ...shared,
    raters: Type.Array(Column, { minItems: 2, uniqueItems: true }),
    form: Type.Optional(Type.Union(ICC_FORMS.map((form) => Type.Literal(form)))),
  },
  (asked, data) => {
    const { raters, level = DEFAULT_LEVEL } = asked;
    const rows = rowsOf(data, { numbers: raters, arm: false, at: asked.at });
    if ('refused' in rows) return rows;
    if (rows.rows < 3) return decline('too-few', `${rows.rows} targets are rated by all; there must be three or more.`, rows);
    const columns = raters.map((name) => rows.numbers(name));
    const ratings = meanSquares(columns);
    if (isRounding(ratings.error, columns.flat()) || isRounding(ratings.targets, columns.flat()))
      return decline(
        'no-variance',
        'The raters differ by nothing but a constant, or the targets do not differ: no interval exists.',
        rows,
      );
    const forms = ICC_FORMS.map((form) => iccOf(ratings, form, level));
    const wanted = asked.form ?? '2,1';
    return {
      n: rows.n,
      nByArm: {},
      contrasts: forms.map(({ form, estimate, lower, upper, f, df1, df2 }) =>
        figure(`ICC(${form})`, estimate, null, { level, lower, upper }, fTails(f, df1, df2).upper),
      ),
      main: ICC_FORMS.indexOf(wanted),
      warnings: [],
      details: { form: wanted, meanSquares: ratings, forms, ...accountOf(rows) },
    };
  },
);

/** Cohen's kappa of two raters, plain or weighted. See methods/reliability.md. */
export const kappaMethod = methodOf(
  {
    ...shared,
    raters: Type.Tuple([Column, Column]),
    weights: Type.Optional(Type.Union(KAPPA_WEIGHTS.map((name) => Type.Literal(name)))),
    levels: Type.Optional(
      Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 2, uniqueItems: true, description: 'In order.' }),
    ),
  },
  (asked, data) => {
    const { raters, weights = 'none', level = DEFAULT_LEVEL } = asked;
    const rows = rowsOf(data, { labels: raters, arm: false, at: asked.at });
    if ('refused' in rows) return rows;
    const [one, other] = raters.map((name) => rows.labels(name)) as [string[], string[]];
    if (rows.rows < 2) return decline('too-few', `${rows.rows} are rated by both; there must be two or more.`, rows);
    const seen = [...new Set([...one, ...other])];
    const levels = asked.levels?.map(String) ?? ordered(seen);
    const unknown = seen.find((name) => !levels.includes(name));
    if (unknown !== undefined)
      return decline('not-understood', `“${unknown}” is rated and not among the “levels”. Add it.`, rows);
    if (weights !== 'none' && asked.levels === undefined && seen.some((name) => !Number.isFinite(Number(name))))
      return decline('not-understood', 'Weights need an order: name the “levels” from the lowest to the highest.', rows);
    const counts = levels.map((a) =>
      levels.map((b) => one.reduce((total, name, i) => total + (name === a && other[i] === b ? 1 : 0), 0)),
    );
    const own = kappaOf(counts, weights);
    if (own === null)
      return decline('no-variance', 'Both raters gave everybody the same: there is nothing beyond chance to agree on.', rows);
    return {
      n: rows.n,
      nByArm: {},
      contrasts: [
        figure('kappa', own.estimate, own.standardError, { level, ...waldLimits(own.estimate, own.standardError, level) }),
      ],
      warnings: [],
      details: { weights, levels, counts, observed: own.observed, expected: own.expected, ...accountOf(rows) },
    };
  },
);

/** Numbers by size, else labels in code point order. */
function ordered(names: readonly string[]): string[] {
  const numbers = names.every((name) => Number.isFinite(Number(name)));
  return [...names].sort(numbers ? (a, b) => Number(a) - Number(b) : undefined);
}
