import type { Scheme } from '../model/scheme';
import type { SchemeFault } from './scheme';
import { firstOf, groupsOf } from './clusters/allocations';

/** Methods of two equal arms; the others take any ratio, some of them any number of arms. */
const TWO_EQUAL = [
  'truncated-binomial',
  'efron',
  'adjustable-coin',
  'wei-urn',
  'smith',
  'big-stick',
  'chen',
  'maximal',
  'ehrenfest',
  'hu-hu',
  'optimal',
] as const satisfies readonly Scheme['method'][];

/** Where the arms do not suit the method. */
export function findRatioFaults({ method, arms }: Scheme): SchemeFault[] {
  if ((TWO_EQUAL as readonly string[]).includes(method) && (arms.length !== 2 || arms[0]!.ratio !== arms[1]!.ratio)) {
    return [
      fault('/arms', 'two-equal-arms-only', {
        da: `Metoden ${method} er til to arme med samme andel. Vælg fx blokke, blok-urne eller minimering.`,
        en: `The method ${method} is for two arms in equal shares. Choose blocks, a block urn or minimisation, for example.`,
      }),
    ];
  }
  if (['brick-tunnel', 'cluster', 'stepped-wedge'].includes(method) && arms.length !== 2) {
    return [
      fault('/arms', 'two-arms-only', {
        da: `Metoden ${method} er til to arme. Vælg en anden metode, eller slå arme sammen.`,
        en: `The method ${method} is for two arms. Choose another method, or merge arms.`,
      }),
    ];
  }
  return [];
}

/** Where a fraction is no probability above a half, so that the coin would not pull towards balance. */
export function findCoinFaults(scheme: Scheme): SchemeFault[] {
  if (!('p' in scheme)) return [];
  const [r, s] = scheme.p;
  return r > s || 2 * r < s
    ? [
        fault('/p', 'coin-away-from-balance', {
          da: `${r} af ${s} trækker ikke mod balance. Vælg en brøk fra 1/2 til 1, fx [4, 5].`,
          en: `${r} out of ${s} does not pull towards balance. Choose a fraction from 1/2 to 1, such as [4, 5].`,
        }),
      ]
    : [];
}

/** Where a length cannot hold the ratio, or cannot end in balance within the tolerance. */
export function findLengthFaults(scheme: Scheme, step: number): SchemeFault[] {
  if (!('n' in scheme) || scheme.n % step === 0) return [];
  return [
    fault('/n', 'length-breaks-ratio', {
      da: `${scheme.n} deltagere kan ikke holde forholdet mellem armene. Vælg et tal i ${step}-tabellen.`,
      en: `${scheme.n} participants cannot hold the ratio of the arms. Choose a multiple of ${step}.`,
    }),
  ];
}

export function findFactorFaults(scheme: Scheme): SchemeFault[] {
  if (!('factors' in scheme)) return [];
  const twice = (list: readonly string[]) => list.findIndex((one, index) => list.indexOf(one) !== index);
  const factor = twice(scheme.factors.map(({ id }) => id));
  const found: SchemeFault[] =
    factor < 0
      ? []
      : [
          fault(`/factors/${factor}/id`, 'factor-twice', {
            da: 'En faktor står to gange. Giv hver faktor sit eget id.',
            en: 'A factor is listed twice. Give each factor an id of its own.',
          }),
        ];
  scheme.factors.forEach(({ levels }, index) => {
    const level = twice(levels);
    if (level >= 0)
      found.push(
        fault(`/factors/${index}/levels/${level}`, 'level-twice', {
          da: 'Et niveau står to gange. Skriv hvert niveau én gang.',
          en: 'A level is listed twice. Write each level once.',
        }),
      );
  });
  return found;
}

/** Where clusters cannot be drawn as the design says. */
export function findClusterFaults(scheme: Scheme): SchemeFault[] {
  if (scheme.method === 'stepped-wedge') {
    const places = scheme.sequences.reduce((sum, size) => sum + size, 0);
    return places === scheme.clusters.length
      ? []
      : [
          fault('/sequences', 'sequences-do-not-add-up', {
            da: `Trinnene har plads til ${places} klynger, og der er ${scheme.clusters.length}. Ret et af de to.`,
            en: `The sequences hold ${places} clusters, and there are ${scheme.clusters.length}. Change one of the two.`,
          }),
        ];
  }
  if (scheme.method !== 'cluster') return [];
  const uneven = groupsOf(scheme).find((group) => !Number.isInteger(firstOf(scheme, group.length)));
  const lacking = scheme.constraint?.covariates.find(({ id }) =>
    scheme.clusters.some(({ covariates }) => covariates?.[id] === undefined),
  );
  return [
    ...(uneven
      ? [
          fault('/clusters', 'clusters-break-ratio', {
            da: `${uneven.length} klynger kan ikke deles i forholdet mellem armene. Ret grupperne, eller vælg et andet forhold.`,
            en: `${uneven.length} clusters cannot be shared out in the ratio of the arms. Change the groups, or the ratio.`,
          }),
        ]
      : []),
    ...((scheme.design === 'constrained') === (scheme.constraint !== undefined)
      ? []
      : [
          fault('/constraint', 'constraint-and-design', {
            da: 'Designet "constrained" skal have en "constraint", og kun det. Ret en af de to.',
            en: 'The design "constrained" needs a "constraint", and only that design. Change one of the two.',
          }),
        ]),
    ...(lacking
      ? [
          fault('/clusters', 'covariate-missing', {
            da: `En klynge mangler tallet "${lacking.id}". Skriv det, eller tag det ud af balancen.`,
            en: `A cluster lacks the number "${lacking.id}". Write it, or take it out of the constraint.`,
          }),
        ]
      : []),
  ];
}

const fault = (path: string, code: string, sentence: SchemeFault['sentence']): SchemeFault => ({ path, code, sentence });
