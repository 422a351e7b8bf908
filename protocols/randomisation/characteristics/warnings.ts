import type { Characteristics, SchemeWarning } from '../../model/characteristics';
import type { Scheme } from '../../model/scheme';
import type { AllocationSet } from '../clusters/allocations';
import { togetherRange } from '../clusters/constrain';
import type { Question } from './characteristics';

const GUESSABLE = 0.7;
const FORCED = 0.25;
const WIDE = 0.2;
const WIDE_CHANCE = 0.05;
/** Pairs of clusters are looked at one by one up to so many clusters. */
const MOST_CLUSTERS = 40;

/** What whoever chooses the scheme should know first, in words. @param kept the allocations that clusters are drawn from, where they are listed. */
export function warningsOf(
  scheme: Scheme,
  question: Question,
  found: Omit<Characteristics, 'warnings'>,
  kept?: AllocationSet,
): SchemeWarning[] {
  return [
    ...guessable(scheme, found),
    ...forced(scheme, found),
    ...overStratified(scheme, question),
    ...wide(question, found),
    ...unprovable(scheme, question, found),
    ...neverParted(scheme, kept),
  ];
}

const per100 = (share: number): string => String(Math.round(100 * share));
const isDrawnAtOnce = ({ method }: Scheme): boolean => ['batch', 'cluster', 'stepped-wedge'].includes(method);

function guessable(scheme: Scheme, { correctGuessRate, longRunGuessRate }: Omit<Characteristics, 'warnings'>): SchemeWarning[] {
  const rate = longRunGuessRate ?? correctGuessRate;
  const fair = Math.max(...scheme.arms.map(({ ratio }) => ratio)) / scheme.arms.reduce((sum, { ratio }) => sum + ratio, 0);
  if (isDrawnAtOnce(scheme) || rate <= Math.max(GUESSABLE, fair + 0.15)) return [];
  return [
    {
      code: 'guessable',
      sentence: {
        da: `Den, der har set de tidligere lodder, gætter det næste rigtigt ${per100(rate)} af 100 gange. Vælg større blokke, big stick eller en blok-urne.`,
        en: `Whoever has seen the earlier draws guesses the next right ${per100(rate)} times in 100. Choose larger blocks, the big stick or a block urn.`,
      },
    },
  ];
}

function forced(scheme: Scheme, { forcedRate }: Omit<Characteristics, 'warnings'>): SchemeWarning[] {
  if (isDrawnAtOnce(scheme) || forcedRate <= FORCED) return [];
  return [
    {
      code: 'often-forced',
      sentence: {
        da: `${per100(forcedRate)} af 100 lodder er afgjort på forhånd. Vælg større blokke eller en større tolerance.`,
        en: `${per100(forcedRate)} draws in 100 are decided beforehand. Choose larger blocks or a wider tolerance.`,
      },
    },
  ];
}

function overStratified(scheme: Scheme, { n, strata }: Question): SchemeWarning[] {
  if (scheme.method !== 'permuted-blocks' || strata === 1) return [];
  const size = scheme.sizes.reduce((sum, one) => sum + one, 0) / scheme.sizes.length;
  if (strata * size <= n / 2) return [];
  return [
    {
      code: 'over-stratified',
      sentence: {
        da: `${strata} strata med blokke på ${size} er mange til ${n} deltagere: de fleste blokke bliver aldrig fyldt. Vælg færre faktorer, eller minimér.`,
        en: `${strata} strata with blocks of ${size} are many for ${n} participants: most blocks are never filled. Choose fewer factors, or minimise.`,
      },
    },
  ];
}

function wide({ n }: Question, { imbalance }: Omit<Characteristics, 'warnings'>): SchemeWarning[] {
  const chance = imbalance.distribution.reduce(
    (sum, one) => sum + (Math.abs(one.imbalance) >= WIDE * n ? one.probability : 0),
    0,
  );
  if (chance <= WIDE_CHANCE) return [];
  return [
    {
      code: 'wide-imbalance',
      sentence: {
        da: `I ${per100(chance)} af 100 forsøg afviger armene med ${Math.ceil(WIDE * n)} deltagere eller mere. Vælg en metode, der holder balancen.`,
        en: `In ${per100(chance)} trials of 100 the arms differ by ${Math.ceil(WIDE * n)} participants or more. Choose a method that keeps the balance.`,
      },
    },
  ];
}

function unprovable(scheme: Scheme, { alpha }: Question, { allocations }: Omit<Characteristics, 'warnings'>): SchemeWarning[] {
  if (allocations === null) return [];
  // An allocation and its mirror are equally extreme, where the mirror is possible.
  const mirror = scheme.method === 'stepped-wedge' ? 1 : 2;
  if (mirror / Number(allocations) <= alpha) return [];
  return [
    {
      code: 'no-test-can-reach-alpha',
      sentence: {
        da: `Loddet kan kun falde på ${allocations} måder, så ingen test kan nå et niveau på ${String(alpha).replace('.', ',')}. Tag flere enheder med, eller løsn betingelsen.`,
        en: `The lot can fall in only ${allocations} ways, so no test can reach a level of ${alpha}. Take in more units, or loosen the constraint.`,
      },
    },
  ];
}

function neverParted(scheme: Scheme, kept: AllocationSet | undefined): SchemeWarning[] {
  if (scheme.method !== 'cluster' || scheme.design !== 'constrained' || !kept || scheme.clusters.length > MOST_CLUSTERS)
    return [];
  const { least, greatest } = togetherRange(kept, scheme.clusters.length);
  if (least > 0 && greatest < 1) return [];
  return [
    {
      code: 'pair-never-parted',
      sentence: {
        da: 'To klynger kommer altid eller aldrig i samme arm. Løsn betingelsen.',
        en: 'Two clusters are always or never in the same arm. Loosen the constraint.',
      },
    },
  ];
}
