/**
 * A draw by any method of a stratum: its state is the stratum's earlier draws, replayed from the seed. Where a draw leads by chance
 * (which equal part was drawn, what an urn's immigration brought) is drawn from the same stream, so the replay meets it again.
 */
import type { StratumScheme } from '../model/scheme';
import { drawVersion, openStream, openTraced, uniformInt, type Address, type Stream, type Trace } from './draw';
import { drawByWeights, probabilitiesOf, type Branch, type Law } from './methods/law';
import { lawOf } from './methods/law-of';
import type { Place } from './permuted-blocks';

export interface StratumDraw {
  arm: string;
  /** Each arm's chance before the draw, arm → probability. */
  probabilities: Record<string, number>;
  trace: Trace;
}

/**
 * Draws the arm of one place.
 * @param seed 32 secret bytes.
 * @param before the arms that the stratum's earlier positions got, in their order: what was given, also where it was forced.
 * @throws RangeError where `before` does not end right before the position, or names an unknown arm.
 */
export function drawInStratum(seed: Uint8Array, scheme: StratumScheme, at: Place, before: readonly string[]): StratumDraw {
  if (before.length !== at.position - 1) throw new RangeError('The earlier draws of the stratum must all be given');
  const law = lawOf(scheme);
  const ids = scheme.arms.map(({ id }) => id);
  let state = choose(openStream(seed, addressOf(at, 0)), law.start);
  before.forEach((arm, index) => {
    const given = ids.indexOf(arm);
    if (given < 0) throw new RangeError(`No arm of the scheme is called ${arm}`);
    const stream = openStream(seed, addressOf(at, index + 1));
    const weights = law.weights(state);
    drawByWeights(stream, weights);
    state = choose(stream, nextOf(law, state, given));
  });
  const weights = law.weights(state);
  const { stream, trace } = openTraced(seed, addressOf(at, at.position));
  const drawn = drawByWeights(stream, weights);
  const chances = probabilitiesOf(weights);
  return { arm: ids[drawn]!, probabilities: Object.fromEntries(ids.map((id, index) => [id, chances[index]!])), trace };
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

function addressOf({ trial, scheme, stratum }: Place, position: number): Address {
  return [drawVersion, trial, scheme, 'coin', stratum, String(position)];
}
