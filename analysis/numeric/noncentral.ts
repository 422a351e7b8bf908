/** Noncentral χ² and F as Poisson mixtures of central ones, every term positive. See methods/distributions.md. */
import { incompleteBeta } from './incomplete-beta';
import { incompleteGamma } from './incomplete-gamma';
import { poissonProbability } from './counts';
import { decreasingRoot, requirePositive, requireProbability, type Tail, type Tails } from './quantile-search';

/** Tails of χ² with df degrees of freedom and noncentrality ncp ≥ 0. */
export function noncentralChiSquareTails(x: number, df: number, ncp: number): Tails {
  requirePositive(df);
  requireNoncentrality(ncp);
  if (x <= 0) return { lower: 0, upper: 1 };
  return mixture(ncp, (j) => incompleteGamma(df / 2 + j, x / 2));
}

/** Tails of F with df1 and df2 degrees of freedom and noncentrality ncp ≥ 0. */
export function noncentralFTails(x: number, df1: number, df2: number, ncp: number): Tails {
  requirePositive(df1);
  requirePositive(df2);
  requireNoncentrality(ncp);
  if (x <= 0) return { lower: 0, upper: 1 };
  const share = (df1 * x) / (df1 * x + df2);
  const rest = df2 / (df1 * x + df2);
  return mixture(ncp, (j) => incompleteBeta(share, rest, df1 / 2 + j, df2 / 2));
}

/** The x whose `tail` has probability p. */
export function noncentralChiSquareQuantile(p: number, df: number, ncp: number, tail: Tail = 'lower'): number {
  return quantile(p, tail, (x) => noncentralChiSquareTails(x, df, ncp), df + ncp);
}

/** The x whose `tail` has probability p. */
export function noncentralFQuantile(p: number, df1: number, df2: number, ncp: number, tail: Tail = 'lower'): number {
  return quantile(p, tail, (x) => noncentralFTails(x, df1, df2, ncp), (df1 + ncp) / df1);
}

function quantile(p: number, tail: Tail, tails: (x: number) => Tails, guess: number): number {
  requireProbability(p);
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : Infinity;
  const matchLower = p <= 0.5 === (tail === 'lower');
  const size = Math.min(p, 1 - p);
  const excess = (u: number) => {
    const own = tails(Math.exp(u));
    return matchLower ? -Math.log(own.lower / size) : Math.log(own.upper / size);
  };
  return Math.exp(decreasingRoot(excess, Math.log(guess), 0.1));
}

/** Σ Poisson(j; ncp / 2) · tails of the j-th, each tail from its own largest term outwards until nothing is added. */
function mixture(ncp: number, tails: (j: number) => Tails): Tails {
  if (ncp === 0) return tails(0);
  const known = new Map<number, Tails>();
  const termsOf = (j: number): Tails => {
    const found = known.get(j);
    if (found) return found;
    const weight = poissonProbability(j, ncp / 2);
    const own = tails(j);
    const terms = { lower: weight * own.lower, upper: weight * own.upper };
    known.set(j, terms);
    return terms;
  };
  const total = (side: Tail): number => {
    let top = Math.round(ncp / 2);
    while (top > 0 && termsOf(top - 1)[side] > termsOf(top)[side]) top--;
    while (termsOf(top + 1)[side] > termsOf(top)[side]) top++;
    let sum = termsOf(top)[side];
    for (let j = top - 1; j >= 0 && termsOf(j)[side] > sum * 1e-18; j--) sum += termsOf(j)[side];
    for (let j = top + 1; termsOf(j)[side] > sum * 1e-18; j++) sum += termsOf(j)[side];
    return Math.min(1, sum);
  };
  return { lower: total('lower'), upper: total('upper') };
}

function requireNoncentrality(ncp: number): void {
  if (!(ncp >= 0 && Number.isFinite(ncp))) throw new RangeError(`a noncentrality is finite and not negative, not ${ncp}`);
}
