/** The allocations that a scheme could have given to the same people in the same order: drawn anew, or listed with their chances. */
import type { Cluster, CovariateScheme, Scheme, StratumScheme } from '../../model/scheme';
import { drawBatchArms, listBatchArms } from './batch-replays';
import { possibleAllocations } from '../clusters/allocations';
import { constrain } from '../clusters/constrain';
import { openStream } from '../draw';
import { armsOfParts, ledgerOf, peopleOf } from '../covariates/ledger';
import { pairLedger } from '../covariates/pair-ledger';
import { drawPart, probabilitiesOf, type Law } from '../methods/law';
import { lawOf } from '../methods/law-of';
import { share } from '../characteristics/random';
import { MOST_LISTED, type Listing, type Replay, type Sequence } from './sequence';
import { Walker } from '../methods/walker';

/** How to draw the sequence's arms anew. @throws RangeError for stepped wedges. */
export function replayOf(scheme: Scheme, sequence: Sequence): Replay {
  const n = sequence.stratum.length;
  switch (scheme.method) {
    case 'minimisation':
    case 'hu-hu':
      if (armsOfParts(scheme).length === 2) {
        const ledger = pairLedger(scheme);
        const people = peopleOf(scheme, sequence.profiles);
        return (random, arms) => ledger.draw(people, n, random, arms);
      }
      return replayByHistory(scheme, sequence);
    case 'optimal':
      return replayByHistory(scheme, sequence);
    case 'batch':
      return drawBatchArms(scheme, sequence);
    case 'cluster': {
      const kept = keptOf(scheme);
      return (random, arms) => arms.set(kept[Math.floor(share(random) * kept.length)]!);
    }
    case 'stepped-wedge':
      throw new RangeError('A stepped wedge has no single comparison of two arms');
    default:
      return replayByLaw(scheme, sequence);
  }
}

function replayByLaw(scheme: StratumScheme, { stratum, strata }: Sequence): Replay {
  const walker = new Walker(lawOf(scheme));
  const nodes = Array.from({ length: strata }, () => walker.start(() => 0));
  return (random, arms) => {
    for (let place = 0; place < strata; place += 1) nodes[place] = walker.start(random);
    for (let i = 0; i < arms.length; i += 1) {
      const node = nodes[stratum[i]!]!;
      const arm = walker.draw(node, random);
      arms[i] = arm;
      nodes[stratum[i]!] = walker.next(node, arm, random);
    }
  };
}

function replayByHistory(scheme: CovariateScheme, { profiles }: Sequence): Replay {
  const armOfPart = armsOfParts(scheme);
  const ledger = ledgerOf(scheme);
  const people = peopleOf(scheme, profiles);
  return (random, arms) => {
    ledger.reset();
    for (let i = 0; i < arms.length; i += 1) {
      const part = drawPart(ledger.weights(people, i), share(random));
      ledger.add(people, i, part);
      arms[i] = armOfPart[part]!;
    }
  };
}

/** How to list every allocation with its own chance, or null where there are more than a million, or hidden parts to sum over. */
export function listingOf(scheme: Scheme, sequence: Sequence): Listing | null {
  switch (scheme.method) {
    case 'minimisation':
    case 'hu-hu':
    case 'optimal':
      return armsOfParts(scheme).length === scheme.arms.length && scheme.arms.length ** sequence.profiles.length <= MOST_LISTED
        ? listByHistory(scheme, sequence)
        : null;
    case 'batch':
      return listBatchArms(scheme, sequence);
    case 'cluster': {
      const kept = keptOf(scheme);
      return (each) => kept.forEach((one) => each(one, 1 / kept.length));
    }
    case 'stepped-wedge':
      return null;
    default:
      return listByLaw(lawOf(scheme), sequence);
  }
}

interface Path {
  arms: Uint8Array;
  chance: number;
}

function listByLaw(law: Law<unknown>, { stratum, strata }: Sequence): Listing | null {
  const places = Array.from({ length: strata }, (_, own) => [...stratum.keys()].filter((i) => stratum[i] === own));
  const lists: Path[][] = [];
  let product = 1;
  for (const own of places) {
    const list = pathsOf(law, own.length);
    if (!list) return null;
    product *= list.length;
    if (product > MOST_LISTED) return null;
    lists.push(list);
  }
  return (each) => combine(lists, places, new Uint8Array(stratum.length), 0, 1, each);
}

function combine(
  lists: readonly Path[][],
  places: readonly number[][],
  arms: Uint8Array,
  from: number,
  chance: number,
  each: (arms: Uint8Array, chance: number) => void,
): void {
  if (from === lists.length) {
    each(arms, chance);
    return;
  }
  for (const path of lists[from]!) {
    places[from]!.forEach((place, index) => (arms[place] = path.arms[index]!));
    combine(lists, places, arms, from + 1, chance * path.chance, each);
  }
}

/** Every sequence of one stratum with its chance, summed over what is hidden (a block's size). */
function pathsOf(law: Law<unknown>, length: number): Path[] | null {
  if (countPaths(law, length) > MOST_LISTED) return null;
  const found: Path[] = [];
  const arms = new Uint8Array(length);
  const go = (states: readonly { state: unknown; chance: number }[], at: number): void => {
    if (at === length) {
      found.push({ arms: Uint8Array.from(arms), chance: states.reduce((sum, { chance }) => sum + chance, 0) });
      return;
    }
    const most = states.reduce((arms, { state }) => Math.max(arms, law.weights(state).length), 0);
    for (let arm = 0; arm < most; arm += 1) {
      const next = mergeStates(
        law,
        states.flatMap(({ state, chance }) => {
          const own = chance * probabilitiesOf(law.weights(state))[arm]!;
          return own === 0 ? [] : law.next(state, arm).map((branch) => ({ state: branch.state, chance: own * branch.share }));
        }),
      );
      if (next.length === 0) continue;
      arms[at] = arm;
      go(next, at + 1);
    }
  };
  const start = law.start.map(({ state, share: chance }) => ({ state, chance }));
  go(start, 0);
  return found;
}

/** How many ways there are through the states, hidden ones told apart: at least as many as there are sequences. */
function countPaths(law: Law<unknown>, length: number): number {
  let ways = new Map(law.start.map(({ state }) => [law.key(state), { state, count: 1 }]));
  for (let draw = 0; draw < length; draw += 1) {
    const after = new Map<string | number, { state: unknown; count: number }>();
    for (const { state, count } of ways.values())
      probabilitiesOf(law.weights(state)).forEach((chance, arm) => {
        if (chance === 0) return;
        for (const branch of law.next(state, arm)) {
          const key = law.key(branch.state);
          const known = after.get(key);
          if (known) known.count += count;
          else after.set(key, { state: branch.state, count });
        }
      });
    ways = after;
  }
  return [...ways.values()].reduce((sum, { count }) => sum + count, 0);
}

function mergeStates(law: Law<unknown>, states: readonly { state: unknown; chance: number }[]) {
  const found = new Map<string | number, { state: unknown; chance: number }>();
  for (const one of states) {
    const key = law.key(one.state);
    const known = found.get(key);
    if (known) known.chance += one.chance;
    else found.set(key, { ...one });
  }
  return [...found.values()];
}

function listByHistory(scheme: CovariateScheme, { profiles }: Sequence): Listing {
  const ledger = ledgerOf(scheme);
  const people = peopleOf(scheme, profiles);
  return (each) => {
    const arms = new Uint8Array(profiles.length);
    const go = (at: number, chance: number): void => {
      if (at === profiles.length) {
        each(arms, chance);
        return;
      }
      ledger.reset();
      for (let i = 0; i < at; i += 1) ledger.add(people, i, arms[i]!);
      probabilitiesOf(ledger.weights(people, at)).forEach((own, arm) => {
        if (own === 0) return;
        arms[at] = arm;
        go(at + 1, chance * own);
      });
    };
    go(0, 1);
  };
}

function keptOf(scheme: Cluster): Uint8Array[] {
  const stream = openStream(new Uint8Array(32), ['replay']);
  // There a one is the first arm; here it is the place of the arm.
  return constrain(scheme, possibleAllocations(scheme, stream)).allocations.map((one) => one.map((isFirst) => 1 - isFirst));
}
