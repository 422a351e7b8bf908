import { Type, type Static } from '@sinclair/typebox';
import { Id } from './protocol-shapes';
import type { Scheme } from './scheme';
import { Batch, PermutedBlocks } from './scheme';

/**
 * How the trial draws lots, as the protocol says it: a scheme without its arms, which are those of the protocol, and with what
 * it is stratified by. A changed scheme has a new id, and with it fresh strata.
 */
const common = {
  id: Id('Names the scheme. A changed scheme needs a new id.'),
  strata: Type.Array(Id('"site", or the id of a screening item.'), {
    uniqueItems: true,
    maxItems: 6,
    description: 'What the lottery is stratified by: "site" and ids of screening items.',
  }),
  unit: Type.Union([Type.Literal('participant'), Type.Literal('household')], {
    description: 'Who gets one lot together. Households are drawn in batches only.',
  }),
};

export const Randomisation = Type.Union([
  Type.Object(
    { ...common, method: PermutedBlocks.properties.method, sizes: PermutedBlocks.properties.sizes },
    { additionalProperties: false, description: 'Blocks of a few sizes within each stratum, one participant at a time.' },
  ),
  Type.Object(
    {
      ...common,
      method: Batch.properties.method,
      minimum: Batch.properties.minimum,
      maximum: Type.Optional(Batch.properties.maximum),
    },
    { additionalProperties: false, description: 'A whole cohort at once, when its queue has closed by rule.' },
  ),
]);
export type Randomisation = Static<typeof Randomisation>;
export type Method = Scheme['method'];
