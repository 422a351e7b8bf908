import { Type, type Static, type TObject, type TProperties } from '@sinclair/typebox';
import { Id } from './protocol-shapes';
import type { Scheme } from './scheme';
import * as schemes from './scheme';
import { without } from './without';

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
  exceptions: Type.Optional(
    Type.Object(
      {
        correctedFactors: Type.Optional(
          Type.Union([Type.Literal('as-used'), Type.Literal('from-now-on')], {
            description:
              'A factor found to be wrong after the draw: later draws go on with the value used (the default), or with the corrected one.',
          }),
        ),
        replacements: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: 100,
            description: 'How many who left may be replaced by somebody new in the same arm. None if left out.',
          }),
        ),
      },
      { additionalProperties: false, description: 'What may be done when a draw went wrong, decided beforehand.' },
    ),
  ),
};

/** Methods that look at everybody before have factors in the place of strata. */
const commonWithFactors = {
  ...common,
  strata: Type.Array(Id('No stratum: factors take their place.'), { maxItems: 0, description: 'Empty: factors take its place.' }),
  factors: Type.Array(
    Type.Object(
      {
        id: Id('"site", or the id of a screening item with choices.'),
        weight: Type.Optional(
          Type.Integer({ minimum: 1, maximum: 1000, description: 'How much it counts beside the others; 1 if left out.' }),
        ),
      },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: 12, description: 'What is balanced; the levels are the sites, or the item’s choices.' },
  ),
};

/** Municipalities and the like, known beforehand: all of them are drawn at once, and whoever joins gets the lot of their site. */
const commonWithClusters = {
  id: common.id,
  strata: Type.Array(Id('No stratum: clusters are grouped by their own "stratum" or "pair".'), {
    maxItems: 0,
    description: 'Empty.',
  }),
  unit: Type.Literal('cluster', { description: 'A site gets one lot, and everybody in it the same.' }),
};

const described = (description: string) => ({ additionalProperties: false, description });

/** A scheme as a protocol names it: its arms are the protocol's own. */
function within<P extends TProperties>(scheme: TObject<P>, description: string): TObject<typeof common & Omit<P, 'arms'>> {
  const parameters = without(scheme.properties, 'arms') as Omit<P, 'arms'>;
  return Type.Object({ ...common, ...parameters }, described(description));
}

function withFactors<P extends TProperties>(
  scheme: TObject<P>,
  description: string,
): TObject<typeof commonWithFactors & Omit<P, 'arms' | 'factors'>> {
  const parameters = without(scheme.properties, 'arms', 'factors') as Omit<P, 'arms' | 'factors'>;
  return Type.Object({ ...commonWithFactors, ...parameters }, described(description));
}

function ofClusters<P extends TProperties>(
  scheme: TObject<P>,
  description: string,
): TObject<typeof commonWithClusters & Omit<P, 'arms'>> {
  const parameters = without(scheme.properties, 'arms') as Omit<P, 'arms'>;
  return Type.Object({ ...commonWithClusters, ...parameters }, described(description));
}

/** Methods that draw one participant at a time within a stratum. */
const InStrata = [
  within(schemes.PermutedBlocks, 'Blocks of a few sizes within each stratum, one participant at a time.'),
  within(schemes.Simple, 'Each draw independent of all others.'),
  within(schemes.RandomAllocationRule, 'One block of n.'),
  within(schemes.TruncatedBinomial, 'A fair coin until one arm is full.'),
  within(schemes.Efron, 'A biased coin: the arm behind has chance p.'),
  within(schemes.AdjustableCoin, 'A coin the more biased the further an arm is behind.'),
  within(schemes.WeiUrn, 'Wei’s urn.'),
  within(schemes.Smith, 'Smith’s generalised biased coin.'),
  within(schemes.BigStick, 'A fair coin, forced back at the tolerance.'),
  within(schemes.Chen, 'A biased coin, forced back at the tolerance.'),
  within(schemes.Maximal, 'The maximal procedure.'),
  within(schemes.BlockUrn, 'The block urn.'),
  within(schemes.Ehrenfest, 'Ehrenfest’s urn.'),
  within(schemes.DropTheLoser, 'The drop-the-loser urn.'),
  within(schemes.MassWeightedUrn, 'The mass-weighted urn.'),
  within(schemes.BrickTunnel, 'The brick tunnel: two arms in any ratio.'),
] as const;

export const Randomisation = Type.Union([
  ...InStrata,
  withFactors(schemes.Minimisation, 'Pocock and Simon’s minimisation.'),
  withFactors(schemes.HuHu, 'Hu and Hu: minimisation that also balances the whole trial and each combination.'),
  withFactors(schemes.Optimal, 'Atkinson’s D_A-optimal coin; covariates are numbers asked at screening.'),
  within(schemes.Batch, 'A whole cohort at once, when its queue has closed by rule.'),
  ofClusters(schemes.Cluster, 'All sites at once; two arms, freely, in pairs, in strata or among well-balanced allocations.'),
]);
export type Randomisation = Static<typeof Randomisation>;
export type Method = Scheme['method'];
