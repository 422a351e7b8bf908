import type { Characteristics } from '#protocols/model/characteristics';
import type { Scheme } from '#protocols/model/scheme';
import type { Text } from '#protocols/model/text';

/** What the page asks of the thread that reckons. */
export interface Asked {
  scheme: Scheme;
  question: { n: number; strata: number; alpha: number; trials: number; seed: number };
}

/** How the scheme behaves, or why it cannot be drawn by. */
export type Reckoned = { found: Characteristics } | { faults: { path: string; code: string; sentence: Text }[] };
