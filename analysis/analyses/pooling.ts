import type { ArmContrast } from '#protocols/model/analyses';
import { jointTest, pool, type Pooled } from '../effect/rubin';
import { cholesky, invertCholesky } from '../numeric/cholesky';
import { fTails } from '../numeric/distributions';
import { fromColumns } from '../numeric/matrix';
import { contrastOf } from './contrast';
import { decline, type Declined, type Finding } from './method';

/** The answers of one analysis to several completed datasets, brought together. */
export interface PooledFindings {
  readonly contrasts: readonly ArmContrast[];
  /** Of each contrast, what Rubin's rules say beside the estimate. */
  readonly rubin: readonly (Pick<ArmContrast, 'arm' | 'reference' | 'visit'> & RubinDetails)[];
  readonly coefficients?: readonly (RubinDetails & { term: string; estimate: number; standardError: number; p: number })[];
  /** All arms against the control at once, where the analysis has one contrast for each. */
  readonly jointTest?: { f: number; df1: number; df2: number; p: number; relativeIncrease: number };
}

type RubinDetails = Omit<Pooled, 'estimate' | 'standardError'> & { completeDf: number | null };

interface Term {
  readonly term: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number | null;
}

/**
 * Rubin's rules on every contrast, and on every coefficient where the analysis tells them. The degrees of freedom without blanks are the
 * analysis's own, averaged; where it uses the normal distribution, people less coefficients.
 */
export function poolFindings(findings: readonly Finding[], level: number): PooledFindings | Declined {
  const first = findings[0]!;
  const same = findings.every(
    ({ contrasts }) =>
      contrasts.length === first.contrasts.length &&
      contrasts.every(({ arm, visit }, k) => arm === first.contrasts[k]!.arm && visit === first.contrasts[k]!.visit),
  );
  if (!same)
    return decline(
      'not-poolable',
      'The completed datasets do not hold the same arms and visits, so their answers are not of one thing.',
      first,
    );
  if (findings.some(({ contrasts }) => contrasts.length === 0 || contrasts.some(({ standardError }) => !(standardError! > 0))))
    return decline(
      'not-poolable',
      'Only estimates with a standard error can be pooled. Ask for an analysis that gives one.',
      first,
    );
  const pooled = first.contrasts.map(({ arm, reference, visit }, k) => {
    const own = findings.map(({ contrasts }) => contrasts[k]!);
    const completeDf = completeDfOf(own.map(({ df }, i) => df ?? residualDfOf(findings[i]!)));
    const { estimate, standardError, ...rest } = pool(
      own.map((one) => one.estimate),
      own.map((one) => one.standardError! ** 2),
      completeDf,
    );
    const who = { arm, ...(reference === undefined ? {} : { reference }), ...(visit === undefined ? {} : { visit }) };
    return {
      contrast: contrastOf(who, estimate, standardError, rest.df, level),
      rubin: { ...who, completeDf, ...rest },
    };
  });
  const coefficients = coefficientsOf(findings);
  const joint = jointTestOf(findings);
  return {
    contrasts: pooled.map(({ contrast }) => contrast),
    rubin: pooled.map(({ rubin }) => rubin),
    ...(coefficients ? { coefficients } : {}),
    ...(joint ? { jointTest: joint } : {}),
  };
}

function coefficientsOf(findings: readonly Finding[]): PooledFindings['coefficients'] {
  const all = findings.map(({ details }) => details.coefficients as readonly Term[] | undefined);
  if (all.some((own) => own === undefined || own.length !== all[0]?.length)) return undefined;
  return all[0]!.map(({ term }, j) => {
    const own = all.map((list) => list![j]!);
    const completeDf = completeDfOf(own.map(({ df }, i) => df ?? residualDfOf(findings[i]!)));
    const pooled = pool(
      own.map((one) => one.estimate),
      own.map((one) => one.standardError ** 2),
      completeDf,
    );
    const { p } = contrastOf({ arm: term }, pooled.estimate, pooled.standardError, pooled.df, 0.95);
    return { term, p: p!, completeDf, ...pooled };
  });
}

/** The joint test of the arms' coefficients, from analyses that tell their covariance. */
function jointTestOf(findings: readonly Finding[]): PooledFindings['jointTest'] {
  const [{ details, contrasts }] = findings as readonly [Finding];
  const terms = details.terms as readonly string[] | undefined;
  const at = contrasts.map(({ arm }) => terms?.indexOf(`arm: ${arm}`) ?? -1);
  if (at.includes(-1) || !Array.isArray(details.covariance) || contrasts.some(({ visit }) => visit !== undefined))
    return undefined;
  const m = findings.length;
  const k = at.length;
  const estimates = findings.map((one) => at.map((j) => (one.details.coefficients as readonly Term[])[j]!.estimate));
  const mean = at.map((_, a) => estimates.reduce((total, own) => total + own[a]!, 0) / m);
  const over = (element: (i: number, a: number, b: number) => number) =>
    at.map((_, a) => at.map((__, b) => estimates.reduce((total, ___, i) => total + element(i, a, b), 0)));
  const within = over((i, a, b) => (findings[i]!.details.covariance as number[][])[at[a]!]![at[b]!]! / m);
  const between = over((i, a, b) => ((estimates[i]![a]! - mean[a]!) * (estimates[i]![b]! - mean[b]!)) / (m - 1));
  const factor = cholesky(fromColumns(within));
  if ('refused' in factor) return undefined;
  const inverse = invertCholesky(factor).values;
  let quadratic = 0;
  let trace = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      quadratic += mean[a]! * inverse[b * k + a]! * mean[b]!;
      trace += inverse[b * k + a]! * between[b]![a]!;
    }
  }
  const { f, df1, df2, relativeIncrease } = jointTest(m, k, quadratic, trace, residualDfOf(findings[0]!));
  // Where no dataset differs and the normal distribution is used there is no bound on df2, and no F to speak of.
  if (!Number.isFinite(df2)) return undefined;
  return { f, df1, df2, p: fTails(f, df1, df2).upper, relativeIncrease };
}

function residualDfOf({ details }: Finding): number | null {
  return typeof details.residualDf === 'number' ? details.residualDf : null;
}

function completeDfOf(dfs: readonly (number | null)[]): number | null {
  return dfs.includes(null) ? null : (dfs as number[]).reduce((total, df) => total + df, 0) / dfs.length;
}
