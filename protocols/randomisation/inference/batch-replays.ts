import type { Batch } from '../../model/scheme';
import { splitsOf, waysOf } from '../characteristics/batch';
import { share, type Random } from '../characteristics/random';
import { MOST_LISTED, type Listing, type Sequence } from './sequence';

/** The people of each batch, as places in the sequence. */
function membersOf({ stratum, strata }: Sequence): number[][] {
  const members = Array.from({ length: strata }, (): number[] => []);
  stratum.forEach((own, place) => members[own]!.push(place));
  return members;
}

/** Draws every batch anew: single people, each order equally likely, the arms' numbers by the ratio and a coin where it does not divide. */
export function drawBatchArms({ arms: shares }: Batch, sequence: Sequence): (random: Random, arms: Uint8Array) => void {
  const batches = membersOf(sequence).map((members) => ({ members, splits: splitsOf(shares, members.length) }));
  return (random, arms) => {
    for (const { members, splits } of batches) {
      let at = share(random);
      const left = [...(splits.find(({ chance }) => (at -= chance) < 0) ?? splits[0]!).counts];
      members.forEach((place, index) => {
        let slot = Math.floor(share(random) * (members.length - index));
        const arm = left.findIndex((count) => (slot -= count) < 0);
        arms[place] = arm;
        left[arm]! -= 1;
      });
    }
  };
}

/** Every allocation of all batches, or null where there are more than a million. */
export function listBatchArms({ arms: shares }: Batch, sequence: Sequence): Listing | null {
  const batches = membersOf(sequence).map((members) => ({ members, splits: splitsOf(shares, members.length) }));
  const total = batches.reduce(
    (product, { splits }) => product * splits.reduce((sum, { counts }) => sum + Number(waysOf(counts)), 0),
    1,
  );
  if (total > MOST_LISTED) return null;
  return (each) => {
    const arms = new Uint8Array(sequence.stratum.length);
    const go = (batch: number, chance: number): void => {
      const own = batches[batch];
      if (!own) {
        each(arms, chance);
        return;
      }
      for (const { counts, chance: split } of own.splits) {
        const way = (chance * split) / Number(waysOf(counts));
        place(own.members, 0, [...counts], arms, () => go(batch + 1, way));
      }
    };
    go(0, 1);
  };
}

/** Gives the members from `at` on what is left of each arm, in every way. */
function place(members: readonly number[], at: number, left: number[], arms: Uint8Array, then: () => void): void {
  if (at === members.length) {
    then();
    return;
  }
  for (let arm = 0; arm < left.length; arm += 1) {
    if (left[arm] === 0) continue;
    left[arm]! -= 1;
    arms[members[at]!] = arm;
    place(members, at + 1, left, arms, then);
    left[arm]! += 1;
  }
}
