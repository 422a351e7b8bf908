/**
 * An instrument is what was published: items, codes, scoring, the rule for missing items, thresholds, terms of use. Every claim
 * taken from elsewhere carries its source and how well it was checked. The words people read are a separate thing, a `Wording`:
 * one per language, because they have their own sources and terms, and a study may bring its own.
 */
import { Type, type Static } from '@sinclair/typebox';
import { Language, Text } from './text';

const closed = { additionalProperties: false } as const;
const Id = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
const ItemId = Type.String({ pattern: '^[0-9a-z][0-9a-z-]{0,19}$' });
const LanguageId = Type.String({ pattern: '^[a-z]{2}$' });

/**
 * Where a claim comes from. `read`: read in that public source, perhaps only in an excerpt; `remembered`: common knowledge of
 * the field, not looked up; `searched`: looked for and not found; `house`: decided here.
 */
export const Source = Type.Object(
  {
    text: Type.String({ minLength: 1 }),
    mark: Type.Union([Type.Literal('read'), Type.Literal('remembered'), Type.Literal('searched'), Type.Literal('house')]),
  },
  closed,
);
export type Source = Static<typeof Source>;

/** The codes of one set of answers, as stored, in the order shown. `kind` chooses the words of a placeholder. */
export const ResponseScale = Type.Object(
  {
    id: Id,
    kind: Type.Union([Type.Literal('agreement'), Type.Literal('frequency')]),
    codes: Type.Array(Type.Integer(), { minItems: 2, uniqueItems: true }),
  },
  closed,
);
export type ResponseScale = Static<typeof ResponseScale>;

/** A reversed item counts as lowest + highest code − code. `subscales` are those it belongs to beside the whole. */
export const Item = Type.Object(
  { id: ItemId, scale: Id, reversed: Type.Boolean(), subscales: Type.Array(Id, { uniqueItems: true }) },
  closed,
);
export type Item = Static<typeof Item>;

/** What to do with unanswered items: give no score, or let each count as the mean of the person's own, up to so many. */
export const MissingRule = Type.Union([
  Type.Object({ rule: Type.Literal('complete-only'), source: Source }, closed),
  Type.Object({ rule: Type.Literal('person-mean'), upTo: Type.Integer({ minimum: 1 }), source: Source }, closed),
]);
export type MissingRule = Static<typeof MissingRule>;

/** A named part of a score's range; all bounds given must hold. */
export const Band = Type.Object(
  {
    id: Id,
    title: Text,
    atLeast: Type.Optional(Type.Number()),
    above: Type.Optional(Type.Number()),
    atMost: Type.Optional(Type.Number()),
    source: Source,
  },
  closed,
);
export type Band = Static<typeof Band>;

const Difference = Type.Object({ value: Type.Number({ exclusiveMinimum: 0 }), source: Source }, closed);

/**
 * One score: the sum or mean of the items of `subscale` (of all items where there is none), times `multiplier`.
 * `missing` is the published rule; `prorated` is one a protocol may choose instead, where the instrument allows a choice.
 */
export const ScoreDefinition = Type.Object(
  {
    id: Id,
    title: Text,
    subscale: Type.Optional(Id),
    combine: Type.Union([Type.Literal('sum'), Type.Literal('mean')]),
    multiplier: Type.Number({ exclusiveMinimum: 0 }),
    range: Type.Tuple([Type.Number(), Type.Number()]),
    better: Type.Union([Type.Literal('higher'), Type.Literal('lower')]),
    missing: MissingRule,
    prorated: Type.Optional(Type.Object({ upTo: Type.Integer({ minimum: 1 }), source: Source }, closed)),
    important: Type.Object({ between: Type.Optional(Difference), within: Type.Optional(Difference) }, closed),
    bands: Type.Array(Band),
  },
  closed,
);
export type ScoreDefinition = Static<typeof ScoreDefinition>;

/** Terms of use. `notice` must stand wherever the wording is shown in full or printed; `ships` says per language why or why not. */
export const Licence = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    text: Type.String({ minLength: 1 }),
    notice: Type.Union([Text, Type.Null()]),
    commercialUse: Type.Union([Type.Literal('allowed'), Type.Literal('not-allowed'), Type.Literal('unknown')]),
    source: Source,
    ships: Type.Record(LanguageId, Type.Object({ wording: Type.Boolean(), source: Source }, closed)),
  },
  closed,
);
export type Licence = Static<typeof Licence>;

export const Instrument = Type.Object(
  {
    id: Id,
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    title: Text,
    reference: Type.String({ minLength: 1 }),
    recall: Type.Union([Type.String({ pattern: '^P\\d{1,3}[DWM]$' }), Type.Literal('general')]),
    scales: Type.Array(ResponseScale, { minItems: 1 }),
    items: Type.Array(Item, { minItems: 1 }),
    scores: Type.Array(ScoreDefinition, { minItems: 1 }),
    licence: Licence,
  },
  { ...closed, $id: 'https://lodtraek.dk/schemas/instrument.json' },
);
export type Instrument = Static<typeof Instrument>;

/**
 * The words of an instrument in one language. `id` tells rival translations apart and goes with every answer. Items are keyed by
 * id and shown in `order`, which differs between languages for some instruments. `verified` is true only where somebody
 * compared this text with the authorised one; a real trial refuses others.
 */
export const Wording = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,79}$' }),
    instrument: Id,
    language: Language,
    source: Source,
    verified: Type.Boolean(),
    intro: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    stem: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
    items: Type.Record(ItemId, Type.String({ minLength: 1 })),
    codes: Type.Record(Id, Type.Record(Type.String({ pattern: '^-?\\d+$' }), Type.String({ minLength: 1 }))),
    order: Type.Array(ItemId, { minItems: 1, uniqueItems: true }),
  },
  { ...closed, $id: 'https://lodtraek.dk/schemas/wording.json' },
);
export type Wording = Static<typeof Wording>;
