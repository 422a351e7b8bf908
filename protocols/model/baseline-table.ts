import { Type, type Static } from '@sinclair/typebox';
import { Summary } from './estimate';
import { Text } from './text';

const closed = { additionalProperties: false } as const;
/** An arm's id; null for everybody together. */
const Of = Type.Union([Type.String(), Type.Null()]);

/** How many of an arm have each value; who has none is counted as missing, and shares are of those with a value. */
const Category = Type.Object(
  {
    kind: Type.Literal('category'),
    id: Type.String(),
    label: Text,
    levels: Type.Array(
      Type.Object(
        { code: Type.String(), label: Text, counts: Type.Array(Type.Object({ of: Of, n: Type.Integer() }, closed)) },
        closed,
      ),
    ),
    missing: Type.Array(Type.Object({ of: Of, n: Type.Integer() }, closed)),
  },
  closed,
);

const Quantity = Type.Object(
  {
    kind: Type.Literal('quantity'),
    id: Type.String(),
    label: Text,
    summaries: Type.Array(Type.Object({ of: Of, summary: Summary }, closed)),
  },
  closed,
);

/**
 * Who the people drawn were, by arm and together, before anything was given: CONSORT 2025's item 21. Without tests: a difference between
 * arms that were drawn by lot is chance by construction.
 */
export const BaselineTable = Type.Object(
  {
    people: Type.Array(Type.Object({ of: Of, n: Type.Integer() }, closed)),
    rows: Type.Array(Type.Union([Category, Quantity])),
  },
  closed,
);
export type BaselineTable = Static<typeof BaselineTable>;
export type BaselineRow = BaselineTable['rows'][number];
