/** What a scheme implies beyond its shape. */
import type { ArmShare, Batch, PermutedBlocks, Scheme } from '../model/scheme';
import type { Text } from '../model/text';
import { findClusterFaults, findCoinFaults, findFactorFaults, findLengthFaults, findRatioFaults } from './faults';

/** What the schema cannot say: where (a path within the scheme), which fault, and what to do about it. */
export type SchemeFault = { path: string; code: string; sentence: Text };

/** Checks a scheme that fits the schema; an empty list means it can be drawn from. */
export function findSchemeFaults(scheme: Scheme): SchemeFault[] {
  return [
    ...findArmFaults(scheme.arms),
    ...findRatioFaults(scheme),
    ...findCoinFaults(scheme),
    ...findLengthFaults(scheme, blockStep(scheme.arms)),
    ...(scheme.method === 'permuted-blocks' ? findSizeFaults(scheme) : []),
    ...(scheme.method === 'batch' ? findLimitFaults(scheme) : []),
    ...findFactorFaults(scheme),
    ...findClusterFaults(scheme),
  ];
}

/** Whether the scheme draws for one participant at a time (who may get the lot of their site) or for many at once. */
export function drawsFor({ method }: Scheme): 'participant' | 'cohort' {
  switch (method) {
    case 'batch':
    case 'stepped-wedge':
      return 'cohort';
    default:
      return 'participant';
  }
}

function findArmFaults(shares: readonly ArmShare[]): SchemeFault[] {
  return shares.flatMap((arm, index) =>
    shares.findIndex(({ id }) => id === arm.id) === index
      ? []
      : [
          {
            path: `/arms/${index}/id`,
            code: 'arm-twice',
            sentence: {
              da: `Armen "${arm.id}" står to gange. Giv hver arm sit eget id.`,
              en: `The arm "${arm.id}" is listed twice. Give each arm an id of its own.`,
            },
          },
        ],
  );
}

function findSizeFaults(scheme: PermutedBlocks): SchemeFault[] {
  const step = blockStep(scheme.arms);
  return scheme.sizes.flatMap((size, index) =>
    size % step === 0
      ? []
      : [
          {
            path: `/sizes/${index}`,
            code: 'size-breaks-ratio',
            sentence: {
              da: `En blok på ${size} kan ikke holde forholdet mellem armene. Vælg et tal i ${step}-tabellen.`,
              en: `A block of ${size} cannot hold the ratio of the arms. Choose a multiple of ${step}.`,
            },
          },
        ],
  );
}

function findLimitFaults(scheme: Batch): SchemeFault[] {
  if (scheme.maximum === undefined || scheme.maximum >= scheme.minimum) return [];
  return [
    {
      path: '/maximum',
      code: 'maximum-below-minimum',
      sentence: {
        da: `Højst ${scheme.maximum} er færre end mindst ${scheme.minimum}. Ret et af de to tal.`,
        en: `At most ${scheme.maximum} is fewer than at least ${scheme.minimum}. Change one of the two.`,
      },
    },
  ];
}

/** The smallest block that holds the ratio: 2 for 1:1, 3 for 2:1, 2 for 3:3. */
export function blockStep(shares: readonly ArmShare[]): number {
  return (
    shares.reduce((sum, { ratio }) => sum + ratio, 0) / shares.reduce((common, { ratio }) => commonDivisor(common, ratio), 0)
  );
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
