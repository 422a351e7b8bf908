/** One quantity in several completed datasets, brought together by Rubin's rules. */
export interface Pooled {
  readonly estimate: number;
  readonly standardError: number;
  /** Barnard and Rubin's. */
  readonly df: number;
  readonly within: number;
  readonly between: number;
  readonly total: number;
  /** Between as a share of within, and of the total variance, each with the correction for so many imputations. */
  readonly relativeIncrease: number;
  readonly lambda: number;
  readonly fractionMissing: number;
  /** Standard deviation of the estimate over repeated imputation of the same data. */
  readonly monteCarloError: number;
}

/**
 * Rubin's rules.
 * @param estimates one per completed dataset, at least two
 * @param variances their squared standard errors
 * @param completeDf degrees of freedom with nothing missing; null for the normal distribution
 * Sources: Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin (1999), Biometrika 86, 948–955.
 */
export function pool(estimates: readonly number[], variances: readonly number[], completeDf: number | null): Pooled {
  const m = estimates.length;
  if (m < 2) throw new RangeError(`${m} completed datasets cannot be pooled`);
  const estimate = average(estimates);
  const within = average(variances);
  const between = estimates.reduce((total, value) => total + (value - estimate) ** 2, 0) / (m - 1);
  const extra = (1 + 1 / m) * between;
  const total = within + extra;
  const relativeIncrease = extra / within;
  const lambda = extra / total;
  const df = barnardRubin(m, lambda, completeDf);
  return {
    estimate,
    standardError: Math.sqrt(total),
    df,
    within,
    between,
    total,
    relativeIncrease,
    lambda,
    fractionMissing: (relativeIncrease + 2 / (df + 3)) / (1 + relativeIncrease),
    monteCarloError: Math.sqrt(between / m),
  };
}

/** Where the datasets hardly differ, λ counts as this much, as in R's mice: else a difference of rounding would have infinite df. */
const LEAST_LAMBDA = 1e-4;

function barnardRubin(m: number, lambda: number, completeDf: number | null): number {
  const share = Math.max(lambda, LEAST_LAMBDA);
  // One over the degrees of freedom that the imputations, and the people, allow.
  const ofImputations = share ** 2 / (m - 1);
  const ofPeople = completeDf === null ? 0 : (completeDf + 3) / ((completeDf + 1) * completeDf * (1 - share));
  return 1 / (ofImputations + ofPeople);
}

/** A joint test of several quantities that all are 0. */
export interface JointTest {
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
  readonly relativeIncrease: number;
}

/**
 * The joint test of pooled coefficients, the increase in variance taken as alike for all.
 * @param k coefficients tested, `m` datasets
 * @param quadratic of the pooled coefficients in the inverse of their average covariance
 * @param traceOfIncrease trace of that inverse times the covariance of the coefficients between datasets
 * Sources: Li, Raghunathan and Rubin (1991), JASA 86, 1065–1073; Reiter (2007), Biometrika 94, 502–508.
 */
export function jointTest(
  m: number,
  k: number,
  quadratic: number,
  traceOfIncrease: number,
  completeDf: number | null,
): JointTest {
  const relativeIncrease = ((1 + 1 / m) * traceOfIncrease) / k;
  const t = k * (m - 1);
  const f = quadratic / (k * (1 + relativeIncrease));
  const a = (relativeIncrease * t) / (t - 2);
  const df2 =
    completeDf === null || t <= 4
      ? t > 4
        ? 4 + (t - 4) * (1 + (1 - 2 / t) / relativeIncrease) ** 2
        : (t * (1 + 1 / k) * (1 + 1 / relativeIncrease) ** 2) / 2
      : smallSample(t, a, ((completeDf + 1) / (completeDf + 3)) * completeDf);
  return { f, df1: k, df2, relativeIncrease };
}

function smallSample(t: number, a: number, v: number): number {
  const c0 = 1 / (t - 4);
  const c1 = v - 2 * (1 + a);
  const c2 = v - 4 * (1 + a);
  const z =
    1 / c2 +
    c0 *
      ((a * a * c1) / ((1 + a) ** 2 * c2) +
        (8 * a * a * c1) / ((1 + a) * c2 ** 2) +
        (4 * a * a) / ((1 + a) * c2) +
        (4 * a * a) / (c2 * c1) +
        (16 * a * a * c1) / c2 ** 3 +
        (8 * a * a) / c2 ** 2);
  return 4 + 1 / z;
}

const average = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
