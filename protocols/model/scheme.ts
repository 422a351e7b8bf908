import { Type, type Static } from '@sinclair/typebox';

const closed = { additionalProperties: false } as const;
const arms = Type.Array(
  Type.Object({ id: Type.String({ minLength: 1 }), ratio: Type.Integer({ minimum: 1, maximum: 100 }) }, closed),
  { minItems: 2, maxItems: 10 },
);

/** Blocks within each stratum. `sizes` are drawn equally often; a size listed twice is drawn twice as often. */
export const PermutedBlocks = Type.Object(
  {
    method: Type.Literal('permuted-blocks'),
    arms,
    sizes: Type.Array(Type.Integer({ minimum: 2, maximum: 200 }), { minItems: 1, maxItems: 10 }),
  },
  closed,
);
export type PermutedBlocks = Static<typeof PermutedBlocks>;

/** A whole queue at once. `minimum` and `maximum` count people, not units. */
export const Batch = Type.Object(
  {
    method: Type.Literal('batch'),
    arms,
    minimum: Type.Integer({ minimum: 2, maximum: 400 }),
    maximum: Type.Optional(Type.Integer({ minimum: 2, maximum: 400 })),
  },
  closed,
);
export type Batch = Static<typeof Batch>;

/** How a trial draws lots, as data. A scheme in use is never edited: a changed one gets a new id, and with it fresh addresses. */
export const Scheme = Type.Union([PermutedBlocks, Batch]);
export type Scheme = Static<typeof Scheme>;
export type ArmShare = Scheme['arms'][number];
