/**
 * The one scorer, for every instrument that is written down as data. It gives exact values; rounding is for display only and
 * happens nowhere in here but in `roundHalfUp`. A missing score always says why it is missing.
 */
import type { Band, Instrument, Item, ResponseScale, ScoreDefinition } from '../model/instrument';

/**
 * Item id → code as stored, null where unanswered, or `na` where the item allows "does not concern me". An item left out is
 * unanswered too.
 */
export type Answers = Readonly<Record<string, number | 'na' | null | undefined>>;

/**
 * How missing items are treated: by the published rule (the default), or by the prorating an instrument offers as a choice.
 * Where it offers none, its published rule holds either way.
 */
export type ScoreOptions = { itemMissing?: 'published-rule' | 'prorated' };

/**
 * A score, or why there is none. `missing` lists the unanswered items; a value with any was prorated or counted without them.
 * `bands` are the ids of the bands the value lies in.
 */
export type Score =
  { value: number; bands: string[]; missing: string[] } | { refused: 'too-many-missing'; missing: string[]; allowed: number };

/** Whether something holds; `unknown` where the answers that would tell are lacking. A blank is never a no. */
export type Flag = 'yes' | 'no' | 'unknown';

/** `scores` and `flags` (alerts and patterns) by their ids. */
export type Scored = { scores: Record<string, Score>; flags: Record<string, Flag> };

/** An answer that cannot be scored, and why: no scores are given beside it, for it shows that something upstream is wrong. */
export type Rejection = { rejected: { item: string; code: number | 'na'; reason: 'unknown-item' | 'unknown-code' } };

/**
 * Scores one set of answers by the instrument's own definition.
 * @returns every score and flag, or the first answer (in the order given) that does not belong.
 */
export function score(instrument: Instrument, answers: Answers, options: ScoreOptions = {}): Scored | Rejection {
  const given = new Map<string, number>();
  for (const [id, code] of Object.entries(answers)) {
    if (code === null || code === undefined) continue;
    const item = instrument.items.find((candidate) => candidate.id === id);
    if (!item) return { rejected: { item: id, code, reason: 'unknown-item' } };
    const isKnown = code === 'na' ? item.notApplicable === true : codesOf(instrument, item).includes(code);
    if (!isKnown) return { rejected: { item: id, code, reason: 'unknown-code' } };
    if (code !== 'na') given.set(id, code);
  }
  return {
    scores: Object.fromEntries(
      instrument.scores.map((definition) => [definition.id, scoreOne(instrument, definition, given, options)]),
    ),
    flags: flagsOf(instrument, given),
  };
}

/** The code as it counts for a reversed item: lowest + highest − code. Reversing twice gives the code back. */
export function reverse(codes: readonly number[], code: number): number {
  return Math.min(...codes) + Math.max(...codes) - code;
}

/** The scale of an item. @throws RangeError where the instrument has no such item, or the item no such scale. */
export function scaleOf(instrument: Instrument, item: string): ResponseScale {
  const found = instrument.items.find(({ id }) => id === item);
  const scale = instrument.scales.find(({ id }) => id === found?.scale);
  if (!scale) throw new RangeError(`the instrument ${instrument.id} has no answers for ${item}`);
  return scale;
}

/** The codes an item may be answered with, in the order shown. */
export function codesOf(instrument: Instrument, item: Item): readonly number[] {
  const scale = scaleOf(instrument, item.id);
  if (scale.kind !== 'number') return scale.codes;
  const [lowest, highest] = scale.range;
  return Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
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
  const { combine, multiplier, offset = 0, divisor = 1, convert } = definition;
  const rule = ruleOf(definition, options.itemMissing ?? 'published-rule');
  const unanswered = (items: readonly Item[]) => items.filter(({ id }) => !given.has(id)).map(({ id }) => id);
  const items = itemsOf(instrument, definition);
  const missing = unanswered(items);
  const answered = items.length - missing.length;
  if (missing.length > rule.upTo || answered === 0) return { refused: 'too-many-missing', missing, allowed: rule.upTo };
  const ofAll = unanswered(instrument.items);
  if (ofAll.length > rule.ofAll) return { refused: 'too-many-missing', missing: ofAll, allowed: rule.ofAll };
  const points = items.flatMap((item) => {
    const code = given.get(item.id);
    return code === undefined ? [] : [pointsOf(instrument, definition, item, code)];
  });
  const sum = points.reduce((total, one) => total + one, 0);
  const weight = combine === 'mean' ? 1 : rule.prorates ? items.length : answered;
  // One division, last: the value is then the double nearest to the exact fraction.
  const computed = (sum * weight * multiplier + offset * answered) / (answered * divisor);
  const value = convert ? convert.table[String(computed)] : computed;
  if (value === undefined) throw new RangeError(`the table of ${instrument.id}.${definition.id} does not hold ${computed}`);
  return { value, bands: definition.bands.filter((band) => isWithin(band, value)).map(({ id }) => id), missing };
}

/** What a code counts for in a score, before summing. */
export function pointsOf(instrument: Instrument, { countFrom, values }: ScoreDefinition, item: Item, code: number): number {
  if (values) return values[item.id]![String(code)]!;
  const turned = item.reversed ? reverse(codesOf(instrument, item), code) : code;
  return countFrom === undefined ? turned : Number(turned >= countFrom);
}

function ruleOf({ missing, prorated }: ScoreDefinition, itemMissing: 'published-rule' | 'prorated') {
  const unbounded = { ofAll: Infinity, prorates: true };
  if (itemMissing === 'prorated' && prorated) return { ...unbounded, upTo: prorated.upTo };
  switch (missing.rule) {
    case 'complete-only':
      return { ...unbounded, upTo: 0 };
    case 'person-mean':
      return { ...unbounded, upTo: missing.upTo, ofAll: missing.ofAll ?? Infinity };
    case 'as-answered':
      return { ...unbounded, upTo: missing.upTo, prorates: false };
  }
}

function flagsOf({ items, alerts = [], patterns = [] }: Instrument, given: ReadonlyMap<string, number>): Record<string, Flag> {
  const alerted = alerts.map(({ id, item, atLeast }): [string, Flag] => {
    const code = given.get(item);
    return [id, code === undefined ? 'unknown' : code >= atLeast ? 'yes' : 'no'];
  });
  const patterned = patterns.map(({ id, from, needs }): [string, Flag] => {
    const parts = Object.entries(needs).map(([subscale, needed]): Flag => {
      const codes = items.filter(({ subscales }) => subscales.includes(subscale)).map((item) => given.get(item.id));
      const reached = codes.filter((code) => code !== undefined && code >= from).length;
      if (reached >= needed) return 'yes';
      // Even if every blank reached it, it would not be enough.
      return reached + codes.filter((code) => code === undefined).length < needed ? 'no' : 'unknown';
    });
    return [id, parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : 'yes'];
  });
  return Object.fromEntries([...alerted, ...patterned]);
}

function isWithin({ atLeast, above, below, atMost }: Band, value: number): boolean {
  return (
    (atLeast === undefined || value >= atLeast) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below) &&
    (atMost === undefined || value <= atMost)
  );
}
