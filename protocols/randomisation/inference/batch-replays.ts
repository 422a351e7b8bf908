import type { Batch } from '../../model/scheme';
import { share, type Random } from '../characteristics/random';
import { choose } from '../clusters/allocations';
import { MOST_LISTED, type Listing, type Sequence } from './sequence';

/** The people of each batch, as places in the sequence. */
function membersOf({ stratum, strata }: Sequence): number[][] {
  const members = Array.from({ length: strata }, (): number[] => []);
  stratum.forEach((own, place) => members[own]!.push(place));
  return members;
}

/** How many of a batch the first arm may get, with the chances: its share, rounded by a coin where it does not divide. */
function firstOf({ arms }: Batch, size: number): { count: number; chance: number }[] {
  const sum = arms[0]!.ratio + arms[1]!.ratio;
  const remainder = (size * arms[0]!.ratio) % sum;
  const whole = (size * arms[0]!.ratio - remainder) / sum;
  if (remainder === 0) return [{ count: whole, chance: 1 }];
  return [
    { count: whole, chance: 1 - remainder / sum },
    { count: whole + 1, chance: remainder / sum },
  ];
}

/** Draws every batch anew: single people, each order equally likely. */
export function drawBatchArms(scheme: Batch, sequence: Sequence, random: Random, arms: Uint8Array): void {
  for (const members of membersOf(sequence)) {
    const [low, high] = firstOf(scheme, members.length);
    let left = high && share(random) < high.chance ? high.count : low!.count;
    members.forEach((place, index) => {
      const isFirst = share(random) * (members.length - index) < left;
      arms[place] = isFirst ? 1 : 0;
      if (isFirst) left -= 1;
    });
  }
}

/** Every allocation of all batches, or null where there are more than a million. */
export function listBatchArms(scheme: Batch, sequence: Sequence): Listing | null {
  const batches = membersOf(sequence);
  const total = batches.reduce(
    (product, members) =>
      product * firstOf(scheme, members.length).reduce((sum, { count }) => sum + choose(members.length, count), 0),
    1,
  );
  if (total > MOST_LISTED) return null;
  return (each) => {
    const arms = new Uint8Array(sequence.stratum.length);
    const go = (batch: number, chance: number): void => {
      const members = batches[batch];
      if (!members) {
        each(arms, chance);
        return;
      }
      for (const { count, chance: own } of firstOf(scheme, members.length)) {
        const way = (chance * own) / choose(members.length, count);
        place(members, 0, count, arms, () => go(batch + 1, way));
      }
    };
    go(0, 1);
  };
}

/** Puts `left` first arms on the members from `at` on, in every way. */
function place(members: readonly number[], at: number, left: number, arms: Uint8Array, then: () => void): void {
  if (at === members.length) {
    then();
    return;
  }
  if (left > 0) {
    arms[members[at]!] = 1;
    place(members, at + 1, left - 1, arms, then);
  }
  if (members.length - at > left) {
    arms[members[at]!] = 0;
    place(members, at + 1, left, arms, then);
  }
}
