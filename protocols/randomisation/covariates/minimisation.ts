import type { Fraction, Minimisation, SchemeFactor } from '../../model/scheme';
import { marginsOf, type Earlier, type Profile } from './history';

/** What a minimised draw saw and decided, as the verifier shows it. */
export interface Preference {
  margins: number[][];
  /** The imbalance that each equal part would leave; null during the burn-in. */
  scores: number[] | null;
  /** Whole-number chances of the equal parts. */
  weights: number[];
}

/** How unequal one margin's counts are; sums and squares of whole numbers, so that a tie is a tie. */
function spread(counts: readonly number[], measure: Minimisation['measure']): number {
  switch (measure) {
    case 'range':
      return Math.max(...counts) - Math.min(...counts);
    case 'variance':
      return sumOfSquares(counts);
    case 'standard-deviation':
      return Math.sqrt(sumOfSquares(counts));
  }
}

/** Σ (x − mean)² times the number of counts: whole, and in proportion to the variance. */
function sumOfSquares(counts: readonly number[]): number {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.length * counts.reduce((total, count) => total + count * count, 0) - sum * sum;
}

const TIED = 1e-9;

/**
 * Pocock and Simon (1975) among equal parts: for each, the weighted sum over factors of the spread that the person's margins would have. The
 * parts with the least share chance p = r/s, the others the rest; where all tie, or during the burn-in, all are alike. With two parts,
 * range follows the majority of the factors and variance the sum of their differences.
 * @param parts equal arms, or the equal parts of unequal ones
 */
export function prefer(
  { factors, measure, p, burnIn }: Pick<Minimisation, 'factors' | 'measure' | 'p' | 'burnIn'>,
  parts: number,
  earlier: readonly Earlier[],
  profile: Profile,
): Preference {
  const margins = marginsOf(factors, parts, earlier, profile);
  if (earlier.length < burnIn) return { margins, scores: null, weights: Array<number>(parts).fill(1) };
  const scores = Array.from({ length: parts }, (_, part) => scoreOf(factors, measure, margins, part));
  return { margins, scores, weights: weightsOf(scores, p, measure === 'standard-deviation') };
}

function scoreOf(
  factors: readonly SchemeFactor[],
  measure: Minimisation['measure'],
  margins: readonly number[][],
  part: number,
): number {
  return margins.reduce((sum, counts, index) => {
    const after = counts.map((count, arm) => (arm === part ? count + 1 : count));
    return sum + factors[index]!.weight * spread(after, measure);
  }, 0);
}

/** b best of k parts: each r(k − b) against (s − r) b for each other, which is p/b against (1 − p)/(k − b). */
function weightsOf(scores: readonly number[], [r, s]: Fraction, isRooted: boolean): number[] {
  const least = Math.min(...scores);
  const isBest = scores.map((score) => (isRooted ? score - least <= TIED * Math.max(1, least) : score === least));
  const best = isBest.filter(Boolean).length;
  if (best === scores.length) return scores.map(() => 1);
  return isBest.map((is) => (is ? r * (scores.length - best) : (s - r) * best));
}
