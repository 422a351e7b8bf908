/** One draw of a method that looks at everybody before: the state is the trial's earlier allocations, in their order. */
import type { CovariateScheme } from '../../model/scheme';
import { drawVersion, openStream, openTraced, uniformInt, type Address } from '../draw';
import { drawByWeights, probabilitiesOf } from '../methods/law';
import { inLowestTerms } from '../methods/law-of';
import type { StratumDraw } from '../draw-in-stratum';
import type { Earlier, Profile } from './history';
import { huHuWeights } from './hu-hu';
import { prefer } from './minimisation';
import { optimalWeights } from './optimal';

/** Somebody allocated before, with the arm they were given. */
export type Allocated = Profile & { arm: string };

export interface CovariatePlace {
  trial: string;
  scheme: string;
  /** Counts the scheme's draws from 1. */
  position: number;
}

/**
 * Draws the arm of one person.
 * @param seed 32 secret bytes.
 * @param before everybody allocated by the scheme before, by position: with the levels used then, and the arm given.
 * @throws RangeError where `before` does not end right before the position, or holds an unknown arm or level.
 */
export function drawMinimised(
  seed: Uint8Array,
  scheme: CovariateScheme,
  at: CovariatePlace,
  before: readonly Allocated[],
  profile: Profile,
): StratumDraw {
  if (before.length !== at.position - 1) throw new RangeError('Everybody allocated before must be given');
  const arms = scheme.method === 'minimisation' ? inLowestTerms(scheme.arms) : scheme.arms;
  const armOfPart = scheme.method === 'minimisation' ? arms.flatMap(({ ratio }, arm) => Array<number>(ratio).fill(arm)) : [0, 1];
  const earlier = partsOf(
    seed,
    scheme,
    at,
    armOfPart,
    arms.map(({ id }) => id),
    before,
  );
  const weights = weightsOf(scheme, armOfPart.length, earlier, profile);
  const { stream, trace } = openTraced(seed, addressOf(at, at.position));
  const part = drawByWeights(stream, weights);
  const chances = probabilitiesOf(weights);
  return {
    arm: arms[armOfPart[part]!]!.id,
    probabilities: Object.fromEntries(
      arms.map(({ id }, arm) => [id, chances.reduce((sum, chance, index) => sum + (armOfPart[index] === arm ? chance : 0), 0)]),
    ),
    trace,
  };
}

/** Whole-number chances of a scheme's equal parts, for whoever comes next. */
export function weightsOf(scheme: CovariateScheme, parts: number, earlier: readonly Earlier[], profile: Profile): number[] {
  switch (scheme.method) {
    case 'minimisation':
      return prefer(scheme, parts, earlier, profile).weights;
    case 'hu-hu':
      return huHuWeights(scheme, earlier, profile);
    case 'optimal':
      return optimalWeights(scheme, earlier, profile);
  }
}

/**
 * The equal part that each earlier person counts for: where an arm has several, the draw of their position is replayed, and an arm that was
 * given against it (a forced allocation) takes one of its parts by lot.
 */
function partsOf(
  seed: Uint8Array,
  scheme: CovariateScheme,
  at: CovariatePlace,
  armOfPart: readonly number[],
  ids: readonly string[],
  before: readonly Allocated[],
): Earlier[] {
  const earlier: Earlier[] = [];
  before.forEach((one, index) => {
    const arm = ids.indexOf(one.arm);
    if (arm < 0) throw new RangeError(`No arm of the scheme is called ${one.arm}`);
    const parts = armOfPart.flatMap((of, part) => (of === arm ? [part] : []));
    earlier.push({ ...one, arm: parts.length === 1 ? parts[0]! : replayed(index + 1, one, parts) });
  });
  return earlier;

  function replayed(position: number, one: Allocated, parts: readonly number[]): number {
    const stream = openStream(seed, addressOf(at, position));
    const part = drawByWeights(stream, weightsOf(scheme, armOfPart.length, earlier, one));
    return parts.includes(part) ? part : parts[uniformInt(stream, parts.length)]!;
  }
}

const addressOf = ({ trial, scheme }: CovariatePlace, position: number): Address => [
  drawVersion,
  trial,
  scheme,
  'minimise',
  String(position),
];
