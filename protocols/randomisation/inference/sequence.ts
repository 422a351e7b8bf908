import type { Random } from '../characteristics/random';
import type { Profile } from '../covariates/history';

/** The people as the lottery met them, in the order of their draws. */
export interface Sequence {
  /** Place of each person's stratum (or batch), from 0. */
  stratum: Int32Array;
  strata: number;
  profiles: readonly Profile[];
}

/** Writes the place of each person's arm in the scheme. */
export type Replay = (random: Random, arms: Uint8Array) => void;
/** Calls with each possible allocation and its chance. The array is used again. */
export type Listing = (each: (arms: Uint8Array, chance: number) => void) => void;

/** So many allocations are listed at most. */
export const MOST_LISTED = 1_000_000;
