/**
 * Draws a whole cohort at once. Nobody's arm is known before everybody's is, so no member's arm can be guessed better than
 * the ratio; what could be steered is who is in the batch, which is why it is frozen before this is called.
 */
import { drawVersion, openTraced, shuffle, type Stream, type Trace, uniformInt } from './draw';
import type { ArmShare, Batch } from '../model/scheme';
import { countSubsets, drawSubset } from './subset';

/** People who get the same arm: one person, a couple, a household. Ids are pseudonyms. */
export type Unit = { id: string; members: readonly string[] };

/** Which batch: `ordinal` counts the batches of a cohort from 1. */
export type BatchPlace = { trial: string; scheme: string; stratum: string; cohort: string; ordinal: number };

/**
 * A unit's lot. `rank` is its place from 1 in the full random order of the batch, `rankInArm` its place in its arm: a vacated
 * place goes to the next rank in the same arm. `probabilities` is each arm's chance for this unit before the draw.
 */
export type UnitDraw = Unit & { arm: string; rank: number; rankInArm: number; probabilities: Record<string, number> };

export type BatchRefusal =
  | { refused: 'below-minimum'; people: number; minimum: number }
  | { refused: 'above-maximum'; people: number; maximum: number }
  | { refused: 'unit-twice' | 'member-twice' | 'unit-empty'; ids: string[] }
  /** One unit alone would leave every other arm empty. */
  | { refused: 'one-unit' }
  /** Units of different sizes are drawn for two arms only. */
  | { refused: 'unequal-units-many-arms' }
  /** The sizes leave these units only one possible arm: that is no lottery. */
  | { refused: 'certain-arm'; ids: string[] };

type Chances = (unit: Unit) => Record<string, number>;

/**
 * Draws arms and a full order for every unit of a closed batch, by the method of randomised peer groups: units in canonical
 * order, arm sizes held to the ratio with a fair coin for what does not divide, then a uniform order. Units of unequal size:
 * uniformly among all subsets with the arm's size, or with the nearest sizes below and above, chosen so that the expected size
 * holds the ratio. With equal units, or two equal arms, everybody's chance is exactly the ratio.
 * @param seed 32 secret bytes.
 * @param units in any order; the result does not depend on it.
 * @returns one lot per unit by rank, or why there is no draw (nothing has then been drawn).
 */
export function drawBatch(
  seed: Uint8Array,
  scheme: Batch,
  at: BatchPlace,
  units: readonly Unit[],
): { lots: UnitDraw[]; trace: Trace } | BatchRefusal {
  const refusal = refuseUnits(scheme, units);
  if (refusal) return refusal;
  const ordered = [...units].sort((a, b) => (a.id < b.id ? -1 : 1));
  const address = [drawVersion, at.trial, at.scheme, 'batch', at.stratum, at.cohort, String(at.ordinal)];
  const { stream, trace } = openTraced(seed, address);
  const sizes = ordered.map(({ members }) => members.length);
  if (sizes.every((size) => size === sizes[0])) {
    const numbers = divideUnits(stream, scheme.arms, ordered.length);
    const order = shuffle(stream, ordered);
    return { lots: listLots(scheme.arms, numbers, order, () => ratioOf(scheme.arms)), trace };
  }
  const [first, second] = scheme.arms;
  return { lots: drawUnequal(stream, first!, second!, ordered, sizes), trace };
}

/**
 * What a closed batch is frozen as: its people in order, and where households are drawn together, each household's people in order. The hash
 * of it is kept with the draw.
 */
export function compositionOf(units: readonly Unit[]): (string | string[])[] {
  const groups = units.map(({ members }) => [...members].sort()).sort(([a], [b]) => (a! < b! ? -1 : 1));
  return groups.map((group) => (group.length === 1 ? group[0]! : group));
}

/** Why these units could not be drawn, which is known before anything is; undefined where they can. */
export function refuseUnits(scheme: Batch, units: readonly Unit[]): BatchRefusal | undefined {
  const members = units.flatMap((unit) => unit.members);
  const people = members.length;
  const empty = units.filter((unit) => unit.members.length === 0).map(({ id }) => id);
  if (empty.length > 0) return { refused: 'unit-empty', ids: empty };
  const unitTwice = repeated(units.map(({ id }) => id));
  if (unitTwice.length > 0) return { refused: 'unit-twice', ids: unitTwice };
  const memberTwice = repeated(members);
  if (memberTwice.length > 0) return { refused: 'member-twice', ids: memberTwice };
  if (people < scheme.minimum) return { refused: 'below-minimum', people, minimum: scheme.minimum };
  if (scheme.maximum !== undefined && people > scheme.maximum) {
    return { refused: 'above-maximum', people, maximum: scheme.maximum };
  }
  if (units.length === 1) return { refused: 'one-unit' };
  const sizes = units.map((unit) => unit.members.length);
  if (sizes.every((size) => size === sizes[0])) return undefined;
  const [first, second, ...more] = scheme.arms;
  if (first === undefined || second === undefined || more.length > 0) return { refused: 'unequal-units-many-arms' };
  const { chances } = planUnequal(first, second, sizes);
  const certain = units.filter((unit) => Object.values(chances(unit)).some((chance) => chance === 0));
  return certain.length > 0 ? { refused: 'certain-arm', ids: certain.map(({ id }) => id) } : undefined;
}

/** How many of n equal units each arm gets: its share of what is left, rounded down or up so that the expected number is exact. */
function divideUnits(stream: Stream, arms: readonly ArmShare[], n: number): number[] {
  let unitsLeft = n;
  let ratioLeft = sumOf(arms.map(({ ratio }) => ratio));
  return arms.map(({ ratio }) => {
    const remainder = (unitsLeft * ratio) % ratioLeft;
    const whole = (unitsLeft * ratio - remainder) / ratioLeft;
    const number = remainder > 0 && uniformInt(stream, ratioLeft) < remainder ? whole + 1 : whole;
    unitsLeft -= number;
    ratioLeft -= ratio;
    return number;
  });
}

/** Units of different sizes: the arm sizes that are nearest to the ratio, how likely each is, and what that gives each unit. */
function planUnequal(first: ArmShare, second: ArmShare, sizes: number[]) {
  const ways = countSubsets(sizes);
  const ratios = first.ratio + second.ratio;
  const share = sumOf(sizes) * first.ratio;
  const possible = [...(ways[0] ?? []).entries()].filter(([, count]) => count > 0n).map(([total]) => total);
  const low = Math.max(...possible.filter((total) => total * ratios <= share));
  const high = Math.min(...possible.filter((total) => total * ratios >= share));
  const steps = (high - low) * ratios;
  const up = share - low * ratios;
  const chances = chancesBySize(first, second, sizes, [
    { total: low, chance: steps === 0 ? 1 : (steps - up) / steps },
    { total: high, chance: steps === 0 ? 0 : up / steps },
  ]);
  return { ways, low, high, steps, up, chances };
}

function drawUnequal(stream: Stream, first: ArmShare, second: ArmShare, units: Unit[], sizes: number[]): UnitDraw[] {
  const { ways, low, high, steps, up, chances } = planUnequal(first, second, sizes);
  const total = steps > 0 && uniformInt(stream, steps) < up ? high : low;
  const isFirst = drawSubset(stream, sizes, total, ways);
  const chosen = shuffle(
    stream,
    units.filter((_, index) => isFirst[index]),
  );
  const others = shuffle(
    stream,
    units.filter((_, index) => !isFirst[index]),
  );
  return listLots([first, second], [chosen.length, others.length], [...chosen, ...others], chances);
}

/** The chance of a unit is the part of the subsets that hold it; it depends on its size alone. */
function chancesBySize(first: ArmShare, second: ArmShare, sizes: number[], totals: { total: number; chance: number }[]): Chances {
  const bySize = new Map<number, Record<string, number>>();
  for (const size of new Set(sizes)) {
    const rest = [...sizes];
    rest.splice(rest.indexOf(size), 1);
    const without = countSubsets(rest)[0] ?? [];
    const parts = totals.map(({ total, chance }) => {
      const including = without[total - size] ?? 0n;
      const all = including + (without[total] ?? 0n);
      return { first: chance * ratioOfCounts(including, all), second: chance * ratioOfCounts(all - including, all) };
    });
    bySize.set(size, {
      [first.id]: sumOf(parts.map((part) => part.first)),
      [second.id]: sumOf(parts.map((part) => part.second)),
    });
  }
  return (unit) => bySize.get(unit.members.length) ?? {};
}

function listLots(arms: readonly ArmShare[], numbers: readonly number[], order: readonly Unit[], chances: Chances): UnitDraw[] {
  const places = arms.flatMap(({ id }, index) =>
    Array.from({ length: numbers[index] ?? 0 }, (_, rank) => ({ arm: id, rankInArm: rank + 1 })),
  );
  return order.map((unit, index) => ({
    id: unit.id,
    members: [...unit.members].sort(),
    ...(places[index] as { arm: string; rankInArm: number }),
    rank: index + 1,
    probabilities: chances(unit),
  }));
}

function ratioOf(arms: readonly ArmShare[]): Record<string, number> {
  const sum = sumOf(arms.map(({ ratio }) => ratio));
  return Object.fromEntries(arms.map(({ id, ratio }) => [id, ratio / sum]));
}

/** A ratio of counts that may be far above 2^53, to 15 digits, and 0 or 1 only when it is. */
function ratioOfCounts(part: bigint, all: bigint): number {
  if (part === 0n || part === all) return part === 0n ? 0 : 1;
  const digits = 10n ** 15n;
  return Math.max(Number((part * digits) / all), 1) / 1e15;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].sort();
}
