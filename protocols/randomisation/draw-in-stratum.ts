/**
 * A draw by any method of a stratum: its state follows from the stratum's earlier draws. Where a draw leads by chance (which equal part was
 * drawn, what an urn's immigration brought) is drawn from the same stream, so that a replay meets it again.
 */
import type { StratumScheme } from '../model/scheme';
import { drawVersion, openStream, openTraced, uniformInt, type Address, type Stream } from './draw';
import type { Memory, StratumPlace } from './memory';
import { drawByWeights, probabilitiesOf, type Branch, type Law } from './methods/law';
import { lawOf } from './methods/law-of';

/** @throws RangeError where it is to remember an arm that the scheme does not have. */
export function stratumMemory(scheme: StratumScheme, at: StratumPlace): Memory {
  const law = lawOf(scheme);
  const ids = scheme.arms.map(({ id }) => id);
  let position = 1;
  let state: unknown;
  const stateBy = (seed: Uint8Array): unknown => (position === 1 ? choose(openStream(seed, addressOf(at, 0)), law.start) : state);
  return {
    position: () => position,
    draw: (seed) => {
      const weights = law.weights(stateBy(seed));
      const { stream, trace } = openTraced(seed, addressOf(at, position));
      const drawn = drawByWeights(stream, weights);
      const chances = probabilitiesOf(weights);
      return { arm: ids[drawn]!, probabilities: Object.fromEntries(ids.map((id, index) => [id, chances[index]!])), trace };
    },
    remember: (seed, { arm }) => {
      const given = ids.indexOf(arm);
      if (given < 0) throw new RangeError(`No arm of the scheme is called ${arm}`);
      const from = stateBy(seed);
      const stream = openStream(seed, addressOf(at, position));
      drawByWeights(stream, law.weights(from));
      state = choose(stream, nextOf(law, from, given));
      position += 1;
    },
  };
}

/** Where an arm that the method itself could not have given leads: nowhere new, for a forced arm is no draw. */
function nextOf(law: Law<unknown>, state: unknown, arm: number): readonly Branch<unknown>[] {
  return probabilitiesOf(law.weights(state))[arm]! > 0 ? law.next(state, arm) : [{ state, share: 1 }];
}

const FINENESS = 0x1_0000_0000;

function choose<S>(stream: Stream, branches: readonly Branch<S>[]): S {
  if (branches.length === 1) return branches[0]!.state;
  let left = uniformInt(stream, FINENESS);
  const found = branches.find(({ share }) => (left -= share * FINENESS) < 0);
  return (found ?? branches[branches.length - 1]!).state;
}

function addressOf({ trial, scheme, stratum }: StratumPlace, position: number): Address {
  return [drawVersion, trial, scheme, 'coin', stratum, String(position)];
}
