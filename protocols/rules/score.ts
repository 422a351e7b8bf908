/**
 * The one scorer, for every instrument that is written down as data. It gives exact values; rounding is for display only and
 * happens nowhere in here but in `roundHalfUp`. A missing score always says why it is missing.
 */
import type { Band, Instrument, Item, ScoreDefinition } from '../model/instrument';

/** Item id → code as stored, or null where unanswered; an item left out is unanswered too. */
export type Answers = Readonly<Record<string, number | null | undefined>>;

/**
 * How missing items are treated: by the published rule (the default), or by the prorating an instrument offers as a choice.
 * Where it offers none, its published rule holds either way.
 */
export type ScoreOptions = { itemMissing?: 'published-rule' | 'prorated' };

/**
 * A score, or why there is none. `missing` lists the unanswered items; a value with any was prorated. `bands` are the ids of the
 * bands the value lies in.
 */
export type Score =
  { value: number; bands: string[]; missing: string[] } | { refused: 'too-many-missing'; missing: string[]; allowed: number };

/** An answer that cannot be scored, and why: no scores are given beside it, for it shows that something upstream is wrong. */
export type Rejection = { rejected: { item: string; code: number; reason: 'unknown-item' | 'unknown-code' } };

/**
 * Scores one set of answers by the instrument's own definition.
 * @returns `scores`, one per definition and keyed by its id, or the first answer (in the order given) that does not belong.
 */
export function score(
  instrument: Instrument,
  answers: Answers,
  options: ScoreOptions = {},
): { scores: Record<string, Score> } | Rejection {
  const given = new Map(
    Object.entries(answers).filter((entry): entry is [string, number] => entry[1] !== null && entry[1] !== undefined),
  );
  for (const [id, code] of given) {
    const item = instrument.items.find((candidate) => candidate.id === id);
    if (!item) return { rejected: { item: id, code, reason: 'unknown-item' } };
    if (!codesOf(instrument, item).includes(code)) return { rejected: { item: id, code, reason: 'unknown-code' } };
  }
  return {
    scores: Object.fromEntries(
      instrument.scores.map((definition) => [definition.id, scoreOne(instrument, definition, given, options)]),
    ),
  };
}

/** The code as it counts for a reversed item: lowest + highest − code. Reversing twice gives the code back. */
export function reverse(codes: readonly number[], code: number): number {
  return Math.min(...codes) + Math.max(...codes) - code;
}

/** The codes an item may be answered with, in the order shown. */
export function codesOf(instrument: Instrument, item: Item): readonly number[] {
  return instrument.scales.find(({ id }) => id === item.scale)?.codes ?? [];
}

/** The items a score is made of, in the instrument's order. */
export function itemsOf(instrument: Instrument, { subscale }: ScoreDefinition): Item[] {
  return instrument.items.filter((item) => subscale === undefined || item.subscales.includes(subscale));
}

/** A value for display, halves rounded up as people expect: 12.375 with one decimal is 12.4, 2.5 with none is 3. */
export function roundHalfUp(value: number, decimals: number): number {
  // Shifting the decimal text, not the binary number: 1.005 × 100 is 100.49999999999999.
  return Number(`${Math.round(Number(`${value}e${decimals}`))}e${-decimals}`);
}

function scoreOne(
  instrument: Instrument,
  definition: ScoreDefinition,
  given: ReadonlyMap<string, number>,
  options: ScoreOptions,
): Score {
  const allowed = allowedMissing(definition, options.itemMissing ?? 'published-rule');
  const items = itemsOf(instrument, definition);
  const missing = items.filter(({ id }) => !given.has(id)).map(({ id }) => id);
  const answered = items.length - missing.length;
  if (missing.length > allowed || answered === 0) return { refused: 'too-many-missing', missing, allowed };
  const sum = items.reduce((total, item) => total + (countOf(instrument, item, given.get(item.id)) ?? 0), 0);
  const weight = definition.combine === 'sum' ? items.length : 1;
  // One division, last: the value is then the double nearest to the exact fraction.
  const value = (sum * weight * definition.multiplier) / answered;
  return { value, bands: definition.bands.filter((band) => isWithin(band, value)).map(({ id }) => id), missing };
}

function allowedMissing({ missing, prorated }: ScoreDefinition, itemMissing: 'published-rule' | 'prorated'): number {
  if (itemMissing === 'prorated' && prorated) return prorated.upTo;
  return missing.rule === 'person-mean' ? missing.upTo : 0;
}

function countOf(instrument: Instrument, item: Item, code: number | undefined): number | undefined {
  return code !== undefined && item.reversed ? reverse(codesOf(instrument, item), code) : code;
}

function isWithin({ atLeast, above, atMost }: Band, value: number): boolean {
  return (
    (atLeast === undefined || value >= atLeast) &&
    (above === undefined || value > above) &&
    (atMost === undefined || value <= atMost)
  );
}
