import type { Scheme } from '#protocols/model/scheme';
import { canonicalise } from '#protocols/model/canonical';
import { memoryOf, type Allocated, type Memory, type StratumPlace } from '#protocols/randomisation/memory';
import { drawnSince } from './db/stores/allocations';
import type { Correction } from './db/stores/lottery-mishaps';
import type { Queryable, Zone } from './db/zone';

/** A stratum as this process has seen it. Of the seed nothing is kept. */
interface Kept {
  /** The scheme it was remembered by, spelt out: another version may have more levels. */
  scheme: string;
  memory: Memory;
  /** The hash of the last fact in it. */
  last: string | null;
}

const MOST_KEPT = 500;
const known = new WeakMap<Zone, Map<string, Kept>>();
const NOBODY: Allocated = { arm: '', levels: {} };

/**
 * What a stratum drew before a position, from memory as far as this process has seen it and from the facts since: other processes draw too.
 * Asked under the stratum's lock.
 * @param corrections levels that count instead of those used, by position: with others, all is remembered anew.
 * @throws where the facts do not lead up to the position.
 */
export async function recall(
  zone: Zone,
  tx: Queryable,
  seed: Uint8Array,
  scheme: Scheme,
  { position, ...at }: StratumPlace & { position: number },
  corrections: readonly Correction[] = [],
): Promise<Memory | undefined> {
  const strata = strataOf(zone);
  const key = JSON.stringify([at.trial, at.scheme, at.stratum]);
  const spelt = canonicalise([scheme, corrections]);
  let kept = strata.get(key);
  if (kept?.scheme !== spelt || kept.memory.position() > position) kept = begun(scheme, at, spelt);
  if (!kept) return undefined;
  if (scheme.method === 'permuted-blocks') {
    // Blocks are counted, whoever was in them.
    while (kept.memory.position() < position) kept.memory.remember(seed, NOBODY);
  } else {
    // Asked from the last one known: where it is another (the database was restored), nothing that is remembered holds.
    const from = kept.memory.position() - 1;
    let since = await drawnSince(tx, at, from);
    if (from > 0 && since[0]?.fact !== kept.last) {
      kept = begun(scheme, at, spelt)!;
      since = await drawnSince(tx, at, 0);
    }
    for (const { slot, fact, ...given } of since) {
      if (slot < kept.memory.position()) continue;
      const right = corrections.find((one) => one.slot === slot)?.levels;
      kept.memory.remember(seed, right ? { ...given, levels: { ...given.levels, ...right } } : given);
      kept.last = fact;
    }
  }
  if (kept.memory.position() !== position) throw new Error(`the stratum’s draws do not lead up to position ${position}`);
  strata.delete(key);
  strata.set(key, kept);
  if (strata.size > MOST_KEPT) strata.delete(strata.keys().next().value!);
  return kept.memory;
}

function begun(scheme: Scheme, at: StratumPlace, spelt: string): Kept | undefined {
  const memory = memoryOf(scheme, at);
  return memory && { scheme: spelt, memory, last: null };
}

function strataOf(zone: Zone): Map<string, Kept> {
  const found = known.get(zone) ?? new Map<string, Kept>();
  known.set(zone, found);
  return found;
}
