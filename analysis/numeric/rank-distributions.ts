/**
 * Exact distributions of rank sums given the ranks as they fell, ties and all: every split, or every choice of signs, equally likely.
 * Counted by adding one rank at a time (Streitberg and Röhmel 1986, Statistical Software Newsletter 12, 10–17). Ranks are whole or
 * half numbers, so twice a rank is a place in the table.
 */
export interface RankDistribution {
  /** Probability of twice the sum being k. */
  readonly probabilities: Float64Array;
}

/** The sum of the ranks of `chosen` of them. */
export function rankSum(ranks: ArrayLike<number>, chosen: number): RankDistribution {
  const doubled = Array.from(ranks, (rank) => Math.round(2 * rank));
  const most = doubled.reduce((total, rank) => total + rank, 0);
  const ways = Array.from({ length: chosen + 1 }, () => new Float64Array(most + 1));
  ways[0]![0] = 1;
  doubled.forEach((rank, seen) => {
    // Shares, not counts: of seen + 1 ranks, k are chosen with the newest among them in k / (seen + 1) of the ways.
    for (let k = Math.min(chosen, seen + 1); k >= 0; k--) {
      const [own, fewer] = [ways[k]!, k > 0 ? ways[k - 1]! : null];
      const share = k / (seen + 1);
      for (let total = most; total >= 0; total--) {
        const taken = fewer !== null && total >= rank ? share * fewer[total - rank]! : 0;
        own[total] = taken + (1 - share) * own[total]!;
      }
    }
  });
  return { probabilities: ways[chosen]! };
}

/** The sum of the ranks whose sign is positive, each sign a fair coin. */
export function signedRankSum(ranks: ArrayLike<number>): RankDistribution {
  const doubled = Array.from(ranks, (rank) => Math.round(2 * rank));
  const most = doubled.reduce((total, rank) => total + rank, 0);
  const probabilities = new Float64Array(most + 1);
  probabilities[0] = 1;
  for (const rank of doubled)
    for (let total = most; total >= 0; total--)
      probabilities[total] = (probabilities[total]! + (total >= rank ? probabilities[total - rank]! : 0)) / 2;
  return { probabilities };
}

/** Probabilities of at most, of at least, and of as far from the mean or farther than a sum. */
export function rankTails(
  { probabilities }: RankDistribution,
  sum: number,
): { atMost: number; atLeast: number; twoSided: number } {
  const mean = probabilities.reduce((total, p, k) => total + p * k, 0);
  const [place, distance] = [Math.round(2 * sum), Math.abs(2 * sum - mean)];
  let [atMost, atLeast, twoSided] = [0, 0, 0];
  probabilities.forEach((p, k) => {
    if (k <= place) atMost += p;
    if (k >= place) atLeast += p;
    if (Math.abs(k - mean) >= distance - 1e-7) twoSided += p;
  });
  return { atMost: Math.min(1, atMost), atLeast: Math.min(1, atLeast), twoSided: Math.min(1, twoSided) };
}
