import type { Minimisation } from '../../model/scheme';
import type { Ledger } from './ledger';

const TIED = 1e-9;
/** More than anybody draws, and whole to the machine. */
const MANY = 2 ** 30;

/**
 * Pocock and Simon (1975) among any number of equal parts: for each, the weighted sum over factors of the spread that the person's margins would have.
 * The parts with the least share chance p = r/s, the others the rest; where all tie, or during the burn-in, all are alike. With two parts, range
 * follows the majority of the factors and variance the sum of their differences, which `pairLedger` does at once.
 * @param parts equal arms, or the equal parts of unequal ones
 */
export function partsLedger({ factors, measure, p, burnIn }: Omit<Minimisation, 'arms' | 'method'>, parts: number): Ledger {
  const k = factors.length;
  const offsets: number[] = [];
  let width = 0;
  for (const { levels } of factors) {
    offsets.push(width);
    width += levels.length;
  }
  /** counts[(offset of factor + level) · parts + part]. */
  const counts = new Int32Array(width * parts);
  const scores = new Float64Array(parts);
  const alike = Array<number>(parts).fill(1);
  const chances = Array<number>(parts).fill(1);
  let n = 0;

  return {
    reset: () => {
      counts.fill(0);
      n = 0;
    },
    weights: ({ levels }, person) => {
      if (n < burnIn) return alike;
      scores.fill(0);
      for (let f = 0; f < k; f += 1) {
        addSpreads(counts, (offsets[f]! + levels[person * k + f]!) * parts, measure, factors[f]!.weight, scores);
      }
      return preferLeast(scores, p, measure === 'standard-deviation', chances) ? chances : alike;
    },
    add: ({ levels }, person, part) => {
      n += 1;
      for (let f = 0; f < k; f += 1) counts[(offsets[f]! + levels[person * k + f]!) * parts + part]! += 1;
    },
  };
}

/**
 * Adds, for each part, how unequal one margin's counts would be with one more in it; sums and squares of whole numbers, so that a tie is a tie.
 */
function addSpreads(
  counts: Int32Array,
  from: number,
  measure: Minimisation['measure'],
  weight: number,
  scores: Float64Array,
): void {
  const parts = scores.length;
  let [least, second, most, sum, squares] = [MANY, MANY, 0, 0, 0];
  for (let part = 0; part < parts; part += 1) {
    const count = counts[from + part]!;
    if (count < least) {
      second = least;
      least = count;
    } else if (count < second) second = count;
    if (count > most) most = count;
    sum += count;
    squares += count * count;
  }
  for (let part = 0; part < parts; part += 1) {
    const count = counts[from + part]! + 1;
    if (measure === 'range') {
      const lowest = count - 1 > least ? least : count < second ? count : second;
      scores[part]! += weight * ((count > most ? count : most) - lowest);
    } else {
      // Σ (x − mean)² times the number of counts: whole, and in proportion to the variance.
      const variance = parts * (squares + 2 * count - 1) - (sum + 1) * (sum + 1);
      scores[part]! += weight * (measure === 'variance' ? variance : Math.sqrt(variance));
    }
  }
}

/** b best of k parts: each r(k − b) against (s − r) b for each other, which is p/b against (1 − p)/(k − b). @returns whether they do not all tie. */
function preferLeast(scores: Float64Array, [r, s]: readonly [number, number], isRooted: boolean, chances: number[]): boolean {
  const k = scores.length;
  let least = scores[0]!;
  for (let part = 1; part < k; part += 1) if (scores[part]! < least) least = scores[part]!;
  const slack = isRooted ? TIED * Math.max(1, least) : 0;
  let best = 0;
  for (let part = 0; part < k; part += 1) if (scores[part]! - least <= slack) best += 1;
  for (let part = 0; part < k; part += 1) chances[part] = scores[part]! - least <= slack ? r * (k - best) : (s - r) * best;
  return best < k;
}
