import { binomialTails } from '../numeric/counts';
import { clopperPearson, type Limits } from './two-by-two';

export interface SignTest {
  /** How many of those who changed rose. */
  readonly risen: number;
  readonly changed: number;
  readonly share: number;
  readonly interval: Limits;
  readonly p: number;
}

/** The sign test of differences that are not all 0: of those who changed, half rose. Clopper and Pearson's interval of the share. */
export function signTest(differences: readonly number[], level: number): SignTest {
  const changed = differences.filter((value) => value !== 0).length;
  const risen = differences.filter((value) => value > 0).length;
  const farther = binomialTails(Math.max(risen, changed - risen) - 1, changed, 0.5).upper;
  return {
    risen,
    changed,
    share: risen / changed,
    interval: clopperPearson(risen, changed, level),
    p: Math.min(1, 2 * farther),
  };
}

/** More people than this who changed, and their signs are not all gone through. */
const SIGNS = 20;
/** Sums closer than this in units of the largest possible are the same. */
const TOUCH = 1e-9;

/** The permutation test of a mean change: every choice of signs alike likely. Null with too many people to go through. */
export function signFlips(differences: readonly number[]): { p: number; pLower: number; pHigher: number } | null {
  const kept = differences.filter((value) => value !== 0);
  if (kept.length > SIGNS) return null;
  const sum = kept.reduce((total, value) => total + value, 0);
  const touch = TOUCH * kept.reduce((total, value) => total + Math.abs(value), 0);
  let sums = new Float64Array(1);
  for (const value of kept) {
    const next = new Float64Array(2 * sums.length);
    sums.forEach((before, k) => {
      next[2 * k] = before + value;
      next[2 * k + 1] = before - value;
    });
    sums = next;
  }
  let [far, below, above] = [0, 0, 0];
  for (const each of sums) {
    if (Math.abs(each) >= Math.abs(sum) - touch) far += 1;
    if (each <= sum + touch) below += 1;
    if (each >= sum - touch) above += 1;
  }
  return { p: far / sums.length, pLower: below / sums.length, pHigher: above / sums.length };
}
