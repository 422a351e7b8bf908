/** One draw of a method that looks at everybody before: the state is what its ledger keeps of them. */
import type { CovariateScheme } from '../../model/scheme';
import { drawVersion, openStream, openTraced, uniformInt, type Address } from '../draw';
import type { Allocated, Memory, StratumPlace } from '../memory';
import { drawByWeights, probabilitiesOf } from '../methods/law';
import { armsOfParts, ledgerOf, peopleOf } from './ledger';

/** @throws RangeError where it meets an unknown arm or level, or somebody without a number it asks for. */
export function covariateMemory(scheme: CovariateScheme, at: Pick<StratumPlace, 'trial' | 'scheme'>): Memory {
  const ids = scheme.arms.map(({ id }) => id);
  const armOfPart = armsOfParts(scheme);
  const ledger = ledgerOf(scheme);
  let position = 1;
  const partOf = (seed: Uint8Array, { arm, ...profile }: Allocated): number => {
    const given = ids.indexOf(arm);
    if (given < 0) throw new RangeError(`No arm of the scheme is called ${arm}`);
    const parts = armOfPart.flatMap((of, part) => (of === given ? [part] : []));
    if (parts.length === 1) return parts[0]!;
    // Where an arm has several parts, the draw is replayed; an arm given against it (a forced allocation) takes one of its parts by lot.
    const stream = openStream(seed, addressOf(at, position));
    const part = drawByWeights(stream, ledger.weights(peopleOf(scheme, [profile]), 0));
    return parts.includes(part) ? part : parts[uniformInt(stream, parts.length)]!;
  };
  return {
    position: () => position,
    draw: (seed, profile) => {
      const weights = ledger.weights(peopleOf(scheme, [profile]), 0);
      const { stream, trace } = openTraced(seed, addressOf(at, position));
      const part = drawByWeights(stream, weights);
      const chances = probabilitiesOf(weights);
      const chanceOf = (arm: number) => chances.reduce((sum, chance, index) => sum + (armOfPart[index] === arm ? chance : 0), 0);
      return { arm: ids[armOfPart[part]!]!, probabilities: Object.fromEntries(ids.map((id, arm) => [id, chanceOf(arm)])), trace };
    },
    remember: (seed, given) => {
      const part = partOf(seed, given);
      ledger.add(peopleOf(scheme, [given]), 0, part);
      position += 1;
    },
  };
}

const addressOf = ({ trial, scheme }: Pick<StratumPlace, 'trial' | 'scheme'>, position: number): Address => [
  drawVersion,
  trial,
  scheme,
  'minimise',
  String(position),
];
