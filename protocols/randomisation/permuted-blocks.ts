/**
 * Permuted blocks: within a stratum, each block holds the arms exactly in their ratio in a random order. A block that is not
 * full stays open for whoever comes next. The arm is a function of seed and address alone; nothing of the sequence is stored.
 */
import { type Address, drawVersion, openStream, openTraced, shuffle, type Trace, uniformInt } from './draw';
import type { Memory, StratumPlace } from './memory';
import type { ArmShare, PermutedBlocks } from '../model/scheme';

/** Which draw: `position` counts the stratum's draws from 1; `stratum` is a key from `stratumKey`; `scheme` is its id. */
export type Place = StratumPlace & { position: number };

/**
 * What a place gives. `block` counts from 0, `place` within it from 1; `probabilities` is what each arm's chance was for someone
 * who knew the block's size and everything before. All but `arm` would help guessing, so only the verifier may see it.
 */
export type BlockDraw = {
  arm: string;
  block: number;
  place: number;
  size: number;
  probabilities: Record<string, number>;
  /** The shuffle of the whole block. */
  trace: Trace;
};

/**
 * Draws the arm of one place.
 * @param seed 32 secret bytes.
 * @throws RangeError for a position below 1 or a size that breaks the ratio (`findSchemeFaults` tells that beforehand).
 */
export function drawFromBlock(seed: Uint8Array, scheme: PermutedBlocks, at: Place): BlockDraw {
  if (!Number.isSafeInteger(at.position) || at.position < 1) throw new RangeError('Positions in a stratum count from 1');
  let open: OpenBlock = { block: 0, place: 1, size: sizeOfBlock(seed, scheme, at, 0) };
  for (let position = 1; position < at.position; position += 1) open = after(seed, scheme, at, open);
  return drawPlace(seed, scheme, at, open);
}

/** Where a stratum's next draw lies, so that a long one need not count its blocks from the first. */
export function blockMemory(scheme: PermutedBlocks, at: StratumPlace): Memory {
  let position = 1;
  let open: OpenBlock | undefined;
  const openBy = (seed: Uint8Array) => (open ??= { block: 0, place: 1, size: sizeOfBlock(seed, scheme, at, 0) });
  return {
    position: () => position,
    draw: (seed) => drawPlace(seed, scheme, at, openBy(seed)),
    remember: (seed) => {
      open = after(seed, scheme, at, openBy(seed));
      position += 1;
    },
  };
}

type OpenBlock = { block: number; place: number; size: number };

function after(seed: Uint8Array, scheme: PermutedBlocks, at: StratumPlace, { block, place, size }: OpenBlock): OpenBlock {
  if (place < size) return { block, place: place + 1, size };
  return { block: block + 1, place: 1, size: sizeOfBlock(seed, scheme, at, block + 1) };
}

function drawPlace(seed: Uint8Array, scheme: PermutedBlocks, at: StratumPlace, { block, place, size }: OpenBlock): BlockDraw {
  const { stream, trace } = openTraced(seed, addressOf(at, 'block', block));
  const order = shuffle(stream, fillBlock(scheme.arms, size));
  const before = order.slice(0, place - 1);
  return { arm: order[place - 1] as string, block, place, size, probabilities: chancesInBlock(scheme.arms, size, before), trace };
}

/**
 * Each arm's chance at the next place of a block: slots left for the arm / slots left.
 * @param size of the block, a multiple of the ratio's step.
 * @param before the arms the block gave so far, fewer than `size`.
 * @returns arm → probability; they sum to 1.
 */
export function chancesInBlock(arms: readonly ArmShare[], size: number, before: readonly string[]): Record<string, number> {
  const left = size - before.length;
  if (left < 1) throw new RangeError('A full block has no next place');
  const slots = fillBlock(arms, size);
  return Object.fromEntries(
    arms.map(({ id }) => [id, (slots.filter((arm) => arm === id).length - before.filter((arm) => arm === id).length) / left]),
  );
}

function sizeOfBlock(seed: Uint8Array, { sizes }: PermutedBlocks, at: StratumPlace, block: number): number {
  const index = sizes.length === 1 ? 0 : uniformInt(openStream(seed, addressOf(at, 'size', block)), sizes.length);
  return sizes[index] as number;
}

/** The block before it is shuffled: arms in the scheme's order, AABB. */
function fillBlock(arms: readonly ArmShare[], size: number): string[] {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  return arms.flatMap(({ id, ratio }) => {
    const slots = (size * ratio) / sum;
    if (!Number.isInteger(slots)) throw new RangeError(`A block of ${size} cannot hold the ratio`);
    return Array<string>(slots).fill(id);
  });
}

function addressOf({ trial, scheme, stratum }: StratumPlace, purpose: 'block' | 'size', block: number): Address {
  return [drawVersion, trial, scheme, purpose, stratum, String(block)];
}
