import type { Protocol } from '../model/protocol';
import { memoryOf, type Allocated, type Memory, type StratumPlace } from '../randomisation/memory';
import { schemeOf } from '../rules/lottery-of';

/** What a stratum drew so far, by position, and what its scheme remembers of it. */
export interface Stratum {
  before: Allocated[];
  /** The version that the memory is by; another may have more levels. */
  protocol: Protocol;
  /** Undefined where something was recorded that the scheme could not have given, or where it remembers nothing. */
  memory: Memory | undefined;
}

/** The stratum as the version in force remembers it. */
export function stratumIn(
  { strata, protocol, seed }: { strata: Map<string, Stratum>; protocol: Protocol; seed: Uint8Array },
  at: StratumPlace,
): Stratum {
  const found = strata.get(at.stratum);
  if (found?.protocol === protocol) return found;
  const own: Stratum = { before: [], protocol, memory: memoryOf(schemeOf(protocol), at) };
  for (const one of found?.before ?? []) remember(own, seed, one);
  strata.set(at.stratum, own);
  return own;
}

/** Lets the levels of somebody drawn here count as corrected: all that came is remembered anew. */
export function correct(
  strata: Map<string, Stratum>,
  seed: Uint8Array,
  at: StratumPlace,
  position: number,
  levels: Readonly<Record<string, string>>,
): void {
  const found = strata.get(at.stratum);
  const earlier = found?.before[position - 1];
  if (!found || !earlier) return;
  const own: Stratum = { before: [], protocol: found.protocol, memory: memoryOf(schemeOf(found.protocol), at) };
  const corrected = { ...earlier, levels: { ...earlier.levels, ...levels } };
  for (const one of found.before.with(position - 1, corrected)) remember(own, seed, one);
  strata.set(at.stratum, own);
}

/** Counts somebody as drawn here: a level or arm that the protocol does not have is nothing that the seed could give, nor could what follows. */
export function remember(stratum: Stratum, seed: Uint8Array, given: Allocated): void {
  stratum.before.push(given);
  try {
    stratum.memory?.remember(seed, given);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    stratum.memory = undefined;
  }
}
