import type { Characteristics } from '#protocols/model/characteristics';
import type { Scheme } from '#protocols/model/scheme';
import type { Asked } from './reckoning';

/** A way of drawing lots among those compared; the trial's own comes first, the others have letters. */
export interface Compared {
  /** What stands beside its marks: "Forsøgets egen", "B". */
  label: string;
  /** The same where there is little room: "Egen", "B". */
  short: string;
  name: string;
  isOwn: boolean;
  scheme: Scheme;
  found: Characteristics;
  /** Simulated, where it is not exact. */
  trials: number;
}

export const LEAST_N = 2;
export const MOST_N = 2000;
export const MOST_STRATA = 200;
/** Besides the trial's own. */
export const MOST_OTHERS = 3;

const TRIALS = 10_000;
const DRAWS = 3_000_000;

/** What is asked of a scheme: as many simulated trials as a few seconds allow, and the same ones every time. */
export function askOf(scheme: Scheme, { n, strata, alpha }: { n: number; strata: number; alpha: number }): Asked {
  const trials = Math.max(1000, Math.min(TRIALS, Math.floor(DRAWS / n)));
  const size = 'clusters' in scheme ? scheme.clusters.length : n;
  return { scheme, question: { n: size, strata, alpha, trials, seed: 1 } };
}

/** The share of the likeliest arm: what a guess is worth where nothing can be known. */
export function fairShare({ arms }: Scheme): number {
  return Math.max(...arms.map(({ ratio }) => ratio)) / arms.reduce((sum, { ratio }) => sum + ratio, 0);
}
