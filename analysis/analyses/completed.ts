import type { Warning } from '#protocols/model/estimate';
import type { Sheet } from './sheet';

/** Completed columns of one dataset: by name, for each visit the values person by person; NaN where still blank. */
export type Completed = ReadonlyMap<string, readonly Float64Array[]>;

/** Several completed datasets from one file, and how they came to be. */
export interface CompletedSets {
  readonly sheet: Sheet;
  readonly sets: readonly Completed[];
  /** Whether a value was drawn (or counted from drawn ones) rather than seen. */
  drawn(name: string, visit: number, person: number): boolean;
  readonly warnings: readonly Warning[];
  readonly details: Readonly<Record<string, unknown>>;
}
