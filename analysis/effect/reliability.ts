import { mean } from '../describe/mean';
import { fQuantile, normalQuantile } from '../numeric/distributions';
import { cholesky, invertCholesky } from '../numeric/cholesky';
import { at, type Matrix, zeros } from '../numeric/matrix';
import { symmetricEigen } from '../numeric/symmetric-eigen';

/** The covariances (divisor n - 1) of columns of equal length. */
export function covarianceOf(columns: readonly (readonly number[])[]): Matrix {
  const k = columns.length;
  const n = columns[0]!.length;
  const centred = columns.map((column) => {
    const centre = mean(column);
    return column.map((value) => value - centre);
  });
  const covariance = zeros(k, k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let row = 0; row < n; row++) total += centred[i]![row]! * centred[j]![row]!;
      covariance.values[j * k + i] = covariance.values[i * k + j] = total / (n - 1);
    }
  return covariance;
}

/** How much of a sum of items is shared: alpha and its kin, and each item beside the others. */
export interface Reliability {
  readonly alpha: number;
  readonly standardised: number;
  /** Of the mean correlation between items. */
  readonly meanCorrelation: number;
  /** Feldt's interval, exact where true scores and errors are normal and items exchangeable. */
  readonly feldt: { readonly lower: number; readonly upper: number };
  /** The large-sample standard error where items are normal with any covariance. */
  readonly standardError: number;
  readonly lambda2: number;
  /** Null where one item follows from the others. */
  readonly lambda6: number | null;
  readonly eigenvalues: readonly number[];
  readonly items: readonly {
    readonly withTotal: number;
    readonly withRest: number;
    readonly alphaWithout: number | null;
  }[];
}

/** Reliability of the sum of k ≥ 2 items from their covariances over n people. Every item varies. See methods/reliability.md. */
export function reliabilityOf(covariance: Matrix, n: number, level: number): Reliability {
  const k = covariance.rows;
  const all = Array.from({ length: k }, (_, j) => j);
  const sumOver = (rows: readonly number[]) =>
    rows.reduce((total, i) => total + rows.reduce((own, j) => own + at(covariance, i, j), 0), 0);
  const alphaOf = (rows: readonly number[]) => {
    const own = rows.reduce((total, i) => total + at(covariance, i, i), 0);
    return (rows.length / (rows.length - 1)) * (1 - own / sumOver(rows));
  };
  const alpha = alphaOf(all);
  const whole = sumOver(all);
  const trace = all.reduce((total, i) => total + at(covariance, i, i), 0);
  const squares = covariance.values.reduce((total, value) => total + value * value, 0);
  const diagonalSquares = all.reduce((total, i) => total + at(covariance, i, i) ** 2, 0);
  const rowSums = all.map((i) => all.reduce((total, j) => total + at(covariance, i, j), 0));
  const squareSum = rowSums.reduce((total, value) => total + value * value, 0);
  const q = ((2 * k * k) / ((k - 1) ** 2 * whole ** 3)) * (whole * (squares + trace ** 2) - 2 * trace * squareSum);

  const correlation = zeros(k, k);
  for (const i of all)
    for (const j of all)
      correlation.values[j * k + i] = at(covariance, i, j) / Math.sqrt(at(covariance, i, i) * at(covariance, j, j));
  const between = correlation.values.reduce((total, value) => total + value, 0);
  const meanCorrelation = (between - k) / (k * (k - 1));
  const factor = cholesky(correlation);
  const inverse = 'refused' in factor ? null : invertCholesky(factor);
  const tail = (1 - level) / 2;
  const [df1, df2] = [n - 1, (n - 1) * (k - 1)];
  return {
    alpha,
    standardised: (k * meanCorrelation) / (1 + (k - 1) * meanCorrelation),
    meanCorrelation,
    feldt: {
      lower: 1 - (1 - alpha) * fQuantile(tail, df1, df2, 'upper'),
      upper: 1 - (1 - alpha) * fQuantile(tail, df1, df2),
    },
    standardError: Math.sqrt(q / n),
    lambda2: (whole - trace + Math.sqrt((k / (k - 1)) * (squares - diagonalSquares))) / whole,
    lambda6: inverse ? 1 - all.reduce((total, i) => total + 1 / at(inverse, i, i), 0) / between : null,
    eigenvalues: [...symmetricEigen(correlation).values].sort((a, b) => b - a),
    items: all.map((i) => {
      const own = at(covariance, i, i);
      const rest = whole - 2 * rowSums[i]! + own;
      return {
        withTotal: rowSums[i]! / Math.sqrt(own * whole),
        withRest: (rowSums[i]! - own) / Math.sqrt(own * rest),
        alphaWithout: k > 2 ? alphaOf(all.filter((j) => j !== i)) : null,
      };
    }),
  };
}

/** Mean squares of targets rated by the same k raters. */
export interface Ratings {
  readonly n: number;
  readonly k: number;
  readonly targets: number;
  readonly raters: number;
  readonly within: number;
  readonly error: number;
}

/** The mean squares of a table of ratings, raters by column. */
export function meanSquares(columns: readonly (readonly number[])[]): Ratings {
  const k = columns.length;
  const n = columns[0]!.length;
  const grand = mean(columns.flat());
  const rows = columns[0]!.map((_, i) => mean(columns.map((column) => column[i]!)));
  const judges = columns.map(mean);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const between = k * sum(rows.map((value) => (value - grand) ** 2));
  const raters = n * sum(judges.map((value) => (value - grand) ** 2));
  const within = sum(columns.flatMap((column) => column.map((value, i) => (value - rows[i]!) ** 2)));
  const error = sum(columns.flatMap((column, j) => column.map((value, i) => (value - rows[i]! - judges[j]! + grand) ** 2)));
  return {
    n,
    k,
    targets: between / (n - 1),
    raters: raters / (k - 1),
    within: within / (n * (k - 1)),
    error: error / ((n - 1) * (k - 1)),
  };
}

export const ICC_FORMS = ['1,1', '2,1', '3,1', '1,k', '2,k', '3,k'] as const;
export type IccForm = (typeof ICC_FORMS)[number];

/** An intraclass correlation with its interval and the F test of none. */
export interface IccAnswer {
  readonly form: IccForm;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
}

/** Shrout and Fleiss's form of the intraclass correlation; `error` is above 0. See methods/reliability.md. */
export function iccOf(ratings: Ratings, form: IccForm, level: number): IccAnswer {
  const { n, k, targets, raters, within, error } = ratings;
  const tail = (1 - level) / 2;
  const df1 = n - 1;
  const single = (estimate: number, lower: number, upper: number, f: number, df2: number): IccAnswer => {
    if (form.endsWith('1')) return { form, estimate, lower, upper, f, df1, df2 };
    const stepped = (value: number) => (k * value) / (1 + (k - 1) * value);
    return { form, estimate: stepped(estimate), lower: stepped(lower), upper: stepped(upper), f, df1, df2 };
  };
  const fromF = (f: number, df2: number) => {
    const low = f / fQuantile(tail, df1, df2, 'upper');
    const high = f * fQuantile(tail, df2, df1, 'upper');
    const of = (value: number) => (value - 1) / (value + k - 1);
    return single(of(f), of(low), of(high), f, df2);
  };
  switch (form[0]) {
    case '1':
      return fromF(targets / within, n * (k - 1));
    case '3':
      return fromF(targets / error, df1 * (k - 1));
    default: {
      const icc = (targets - error) / (targets + (k - 1) * error + (k * (raters - error)) / n);
      const f = raters / error;
      const rest = n * (1 + (k - 1) * icc) - k * icc;
      const v = ((k - 1) * df1 * (k * icc * f + rest) ** 2) / (df1 * (k * icc * f) ** 2 + rest ** 2);
      const [up, down] = [fQuantile(tail, df1, v, 'upper'), fQuantile(tail, v, df1, 'upper')];
      const noise = k * raters + (k * n - k - n) * error;
      const lower = (n * (targets - up * error)) / (up * noise + n * targets);
      const upper = (n * (down * targets - error)) / (noise + n * down * targets);
      return single(icc, lower, upper, targets / error, df1 * (k - 1));
    }
  }
}

export const KAPPA_WEIGHTS = ['none', 'linear', 'quadratic'] as const;
export type KappaWeights = (typeof KAPPA_WEIGHTS)[number];

/** Agreement beyond chance of two raters from a table of counts, rows by the first; null where chance alone agrees fully. */
export function kappaOf(
  counts: readonly (readonly number[])[],
  weights: KappaWeights,
): { estimate: number; standardError: number; observed: number; expected: number } | null {
  const size = counts.length;
  const n = counts.flat().reduce((total, count) => total + count, 0);
  const share = counts.map((row) => row.map((count) => count / n));
  const weight = (i: number, j: number) => {
    if (weights === 'none') return i === j ? 1 : 0;
    const distance = Math.abs(i - j) / (size - 1);
    return weights === 'linear' ? 1 - distance : 1 - distance * distance;
  };
  const rows = share.map((row) => row.reduce((total, value) => total + value, 0));
  const columns = rows.map((_, j) => share.reduce((total, row) => total + row[j]!, 0));
  const cells = share.flatMap((row, i) => row.map((own, j) => ({ i, j, own, weight: weight(i, j) })));
  const observed = cells.reduce((total, cell) => total + cell.own * cell.weight, 0);
  const expected = cells.reduce((total, { i, j, weight: own }) => total + rows[i]! * columns[j]! * own, 0);
  if (1 - expected < 1e-12) return null;
  const estimate = (observed - expected) / (1 - expected);
  const byRow = rows.map((_, i) => columns.reduce((total, value, j) => total + value * weight(i, j), 0));
  const byColumn = columns.map((_, j) => rows.reduce((total, value, i) => total + value * weight(i, j), 0));
  const spread = cells.reduce(
    (total, { i, j, own, weight: w }) => total + own * (w - (byRow[i]! + byColumn[j]!) * (1 - estimate)) ** 2,
    0,
  );
  const square = (spread - (estimate - expected * (1 - estimate)) ** 2) / (n * (1 - expected) ** 2);
  return { estimate, standardError: Math.sqrt(Math.max(0, square)), observed, expected };
}

/** A symmetric interval from the normal distribution. */
export function waldLimits(estimate: number, standardError: number, level: number): { lower: number; upper: number } {
  const reach = normalQuantile((1 - level) / 2, 'upper') * standardError;
  return { lower: estimate - reach, upper: estimate + reach };
}
