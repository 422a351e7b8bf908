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

/**
 * One set of answers to choose among: the codes as stored, in the order shown. `kind` chooses the words of a placeholder; a
 * `rating` shows its numbers, and words at its two ends at least.
 */
export const ChoiceScale = Type.Object(
  {
    id: Id,
    kind: Type.Union([
      Type.Literal('agreement'),
      Type.Literal('frequency'),
      Type.Literal('degree'),
      Type.Literal('yes-no'),
      Type.Literal('rating'),
    ]),
    codes: Type.Array(Type.Integer(), { minItems: 2, uniqueItems: true }),
  },
  closed,
);
export type ChoiceScale = Static<typeof ChoiceScale>;

/** A whole number that the participant names, lowest and highest included; words at its two ends only. */
export const NumberScale = Type.Object(
  { id: Id, kind: Type.Literal('number'), range: Type.Tuple([Type.Integer(), Type.Integer()]) },
  closed,
);
export type NumberScale = Static<typeof NumberScale>;

export const ResponseScale = Type.Union([ChoiceScale, NumberScale]);
export type ResponseScale = Static<typeof ResponseScale>;

/**
 * A reversed item counts as lowest + highest code − code. `subscales` are those it belongs to beside the whole.
 * `notApplicable`: people may say that the question does not concern them; for the scores the item is then unanswered.
 */
export const Item = Type.Object(
  {
    id: ItemId,
    scale: Id,
    reversed: Type.Boolean(),
    subscales: Type.Array(Id, { uniqueItems: true }),
    notApplicable: Type.Optional(Type.Literal(true)),
  },
  closed,
);
export type Item = Static<typeof Item>;

/**
 * What to do with unanswered items: give no score; or let each count as the mean of the person's own, up to so many of the score's
 * items (and `ofAll` of the whole instrument's); or count those answered as they stand, up to so many lacking.
 */
export const MissingRule = Type.Union([
  Type.Object({ rule: Type.Literal('complete-only'), source: Source }, closed),
  Type.Object(
    {
      rule: Type.Literal('person-mean'),
      upTo: Type.Integer({ minimum: 1 }),
      ofAll: Type.Optional(Type.Integer({ minimum: 1 })),
      source: Source,
    },
    closed,
  ),
  Type.Object({ rule: Type.Literal('as-answered'), upTo: Type.Integer({ minimum: 1 }), source: Source }, closed),
]);
export type MissingRule = Static<typeof MissingRule>;

/** A named part of a score's range; all bounds given must hold. */
export const Band = Type.Object(
  {
    id: Id,
    title: Text,
    atLeast: Type.Optional(Type.Number()),
    above: Type.Optional(Type.Number()),
    below: Type.Optional(Type.Number()),
    atMost: Type.Optional(Type.Number()),
    source: Source,
  },
  closed,
);
export type Band = Static<typeof Band>;

const Difference = Type.Object({ value: Type.Number({ exclusiveMinimum: 0 }), source: Source }, closed);
const Code = Type.String({ pattern: '^-?\\d+$' });

/**
 * One score over the items of `subscale` (over all items where there is none). Each answer counts as its code, reversed where the
 * item is; with `countFrom` as one where that reaches so much, else as nought; with `values` as what the table says of item and
 * code. These are summed or averaged, then times `multiplier`, plus `offset`, divided by `divisor`; `convert` reads the value off a
 * published table. `missing` is the published rule; `prorated` is one a protocol may choose instead, where there is a choice.
 */
export const ScoreDefinition = Type.Object(
  {
    id: Id,
    title: Text,
    subscale: Type.Optional(Id),
    combine: Type.Union([Type.Literal('sum'), Type.Literal('mean')]),
    countFrom: Type.Optional(Type.Integer()),
    values: Type.Optional(Type.Record(ItemId, Type.Record(Code, Type.Number()))),
    multiplier: Type.Number({ exclusiveMinimum: 0 }),
    offset: Type.Optional(Type.Number()),
    divisor: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    convert: Type.Optional(Type.Object({ table: Type.Record(Code, Type.Number()), source: Source }, closed)),
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

/** An answer somebody has to act upon: this item at this code or above, whatever becomes of the scores. It is a flag too. */
export const Alert = Type.Object({ id: Id, item: ItemId, atLeast: Type.Integer(), title: Text, source: Source }, closed);
export type Alert = Static<typeof Alert>;

/** Yes where each subscale named has so many items answered with `from` or above. */
export const Pattern = Type.Object(
  {
    id: Id,
    title: Text,
    from: Type.Integer(),
    needs: Type.Record(Id, Type.Integer({ minimum: 1 })),
    source: Source,
  },
  closed,
);
export type Pattern = Static<typeof Pattern>;

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

/** `aliases` are other names under which a person may look it up; a protocol names it by its id. */
export const Instrument = Type.Object(
  {
    id: Id,
    aliases: Type.Optional(Type.Array(Id, { minItems: 1, uniqueItems: true })),
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    title: Text,
    reference: Type.String({ minLength: 1 }),
    recall: Type.Union([Type.String({ pattern: '^P\\d{1,3}[DWM]$' }), Type.Literal('general')]),
    scales: Type.Array(ResponseScale, { minItems: 1 }),
    items: Type.Array(Item, { minItems: 1 }),
    /** None where the way of scoring was not established; the notice says so. */
    scores: Type.Array(ScoreDefinition),
    alerts: Type.Optional(Type.Array(Alert, { minItems: 1 })),
    patterns: Type.Optional(Type.Array(Pattern, { minItems: 1 })),
    licence: Licence,
  },
  { ...closed, $id: 'https://lodtraek.dk/schemas/instrument.json' },
);
export type Instrument = Static<typeof Instrument>;

const wording = {
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{0,79}$' }),
  instrument: Id,
  language: Language,
  source: Source,
  verified: Type.Boolean(),
  intro: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
  stem: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
  items: Type.Record(ItemId, Type.String({ minLength: 1 })),
  codes: Type.Record(Id, Type.Record(Code, Type.String({ minLength: 1 }))),
  order: Type.Array(ItemId, { minItems: 1, uniqueItems: true }),
  /** Items that are whole questions in themselves: shown without intro and stem. */
  alone: Type.Optional(Type.Array(ItemId, { minItems: 1, uniqueItems: true })),
  /** The words for "does not concern me", where they are not the house's. */
  notApplicable: Type.Optional(Type.String({ minLength: 1 })),
};

/**
 * The words of an instrument in one language. `id` tells rival translations apart and goes with every answer. Items are keyed by
 * id and shown in `order`, which differs between languages for some instruments. `verified` is true only where somebody
 * compared this text with the authorised one; a real trial refuses others.
 */
export const Wording = Type.Object(wording, { ...closed, $id: 'https://lodtraek.dk/schemas/wording.json' });
export type Wording = Static<typeof Wording>;

/** A wording that a study brings: it says under which licence, and a verified one by whom (a role, no name) and when. */
export const StudyWording = Type.Object(
  {
    ...wording,
    licence: Type.String({ minLength: 10 }),
    verifiedBy: Type.Optional(
      Type.Object({ role: Type.String({ minLength: 2 }), on: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }) }, closed),
    ),
  },
  { ...closed, $id: 'https://lodtraek.dk/schemas/study-wording.json' },
);
export type StudyWording = Static<typeof StudyWording>;
