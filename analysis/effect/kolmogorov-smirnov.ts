export interface KolmogorovSmirnov {
  /** The widest distance between the two shares of people at or below a value. */
  readonly statistic: number;
  /** Of every way of giving the labels, ties and all; null where there are too many places to count through. */
  readonly exact: number | null;
  readonly asymptotic: number;
}

/** So many places (one arm's people by the other's) are counted through. */
const PLACES = 1_000_000;

/**
 * Are two distributions alike, in any respect? Two-sided. Exact by following every path through the labels in order and adding what
 * comes as far apart as seen, looked at only where a run of equal values ends.
 * Sources: Smirnov (1948), Annals of Mathematical Statistics 19, 279–281; Schröer and Trenkler (1995), Computational Statistics and Data
 * Analysis 20, 185–202.
 */
export function kolmogorovSmirnov(treated: readonly number[], reference: readonly number[]): KolmogorovSmirnov {
  const [m, n] = [treated.length, reference.length];
  const all = [...treated.map((value) => ({ value, step: 1 })), ...reference.map((value) => ({ value, step: 0 }))];
  all.sort((a, b) => a.value - b.value);
  const ends = all.map(({ value }, k) => k + 1 === all.length || all[k + 1]!.value !== value);
  // Distances in whole numbers: i of m and j of n are | i n - j m | apart.
  let [seen, widest] = [0, 0];
  all.forEach(({ step }, k) => {
    seen += step;
    if (ends[k]) widest = Math.max(widest, Math.abs(seen * n - (k + 1 - seen) * m));
  });
  const statistic = widest / (m * n);
  return {
    statistic,
    exact: m * n <= PLACES ? shareAsFar(m, n, widest, ends) : null,
    asymptotic: limitTail(statistic * Math.sqrt((m * n) / (m + n))),
  };
}

/** The share of paths that come `widest` apart or farther at an end of equal values. */
function shareAsFar(m: number, n: number, widest: number, ends: readonly boolean[]): number {
  // By how many treated are among the first k: the chance of being there without having been that far.
  let here = new Float64Array(m + 1);
  here[0] = 1;
  let gone = 0;
  for (let k = 1; k <= m + n; k++) {
    const next = new Float64Array(m + 1);
    const left = m + n - k + 1;
    for (let i = Math.max(0, k - n); i <= Math.min(m, k); i++) {
      const from = i > 0 ? here[i - 1]! * ((m - i + 1) / left) : 0;
      const stay = k - 1 - i >= 0 ? here[i]! * ((n - (k - 1 - i)) / left) : 0;
      if (ends[k - 1] && Math.abs(i * n - (k - i) * m) >= widest) gone += from + stay;
      else next[i] = from + stay;
    }
    here = next;
  }
  return Math.min(1, gone);
}

/** Kolmogorov's limit beyond z; by the series that converges at z. */
function limitTail(z: number): number {
  if (z <= 0) return 1;
  let total = 0;
  if (z < 1) {
    for (let k = 1; k < 20; k += 2) total += Math.exp((-k * k * Math.PI ** 2) / (8 * z * z));
    return 1 - (Math.sqrt(2 * Math.PI) / z) * total;
  }
  for (let k = 1; k < 20; k++) total += (k % 2 ? 2 : -2) * Math.exp(-2 * k * k * z * z);
  return total;
}
