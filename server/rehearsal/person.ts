import type { Change } from '#protocols/model/fact';
import type { Instrument } from '#protocols/model/instrument';
import type { Language } from '#protocols/model/text';
import { codesOf, reverse } from '#protocols/rules/score';
import { scriptedChance, type ScriptedChance } from '../demonstration/scripted-chance';
import { EARLY_STOPS, type Assumptions, type EarlyStop } from './assumptions';
import type { Planted } from './planted';

/** How somebody deals with one questionnaire after the draw. */
export type Answering = 'in-time' | 'resumed' | 'late' | 'begun' | 'silent';

/** A person who does not exist: all that is decided about them before anything happens. */
export interface SimulatedPerson {
  number: number;
  language: Language;
  /** The step before the draw at which they stop; null for whoever is drawn. */
  stopsAt: EarlyStop | null;
  understandsAt: number;
  companion: 'present' | 'offered' | 'declined';
  change: { change: Change; share: number } | null;
  /** Standard normal: how well the person is at the start, and what life brings later. */
  recovery: number;
  fate: number;
  /** For what is decided on the way, in the order of the way. */
  chance: ScriptedChance;
}

/** The person of that number: everything about them follows from seed and number, whatever order people come in. */
export function simulatedPerson(
  seed: number,
  number: number,
  assumed: Assumptions,
  languages: readonly Language[] = ['da', 'en'],
): SimulatedPerson {
  const chance = scriptedChance(seed, `person/${number}`);
  return {
    number,
    recovery: chance.normal(),
    fate: chance.normal(),
    language: chance.share() < assumed.english && languages.includes('en') ? 'en' : 'da',
    stopsAt: pick(EARLY_STOPS, assumed.stopsAt, chance.share()),
    understandsAt: chance.share() < 0.15 ? 2 : 1,
    companion: chance.share() < 0.2 ? 'present' : 'offered',
    change: changeOf(assumed, chance),
    chance,
  };
}

function changeOf({ changes }: Assumptions, chance: ScriptedChance): SimulatedPerson['change'] {
  const change = pick(Object.keys(changes) as Change[], changes, chance.share());
  const share = chance.share();
  return change && { change, share };
}

/** The option in whose share `at` lies, or null beyond them all. */
function pick<T extends string>(options: readonly T[], shares: Readonly<Record<T, number>>, at: number): T | null {
  let upto = 0;
  for (const option of options) {
    upto += shares[option];
    if (at < upto) return option;
  }
  return null;
}

/** How the person deals with a later wave. Who was worse off at the start is a little likelier to stay silent. */
export function answeringOf(person: SimulatedPerson, assumed: Assumptions): Answering {
  const tired = person.chance.share() + (person.recovery < -0.5 ? -0.05 : 0.02);
  const { silent, begun, late, resumed } = assumed;
  if (tired < silent) return 'silent';
  if (tired < silent + begun) return 'begun';
  if (tired < silent + begun + late) return 'late';
  return person.chance.share() < resumed ? 'resumed' : 'in-time';
}

/** Where the person stands on an instrument, as a share of its range: at the start, or later in one kind of arm or the other. */
export function standingOf(
  person: Pick<SimulatedPerson, 'recovery' | 'fate'>,
  planted: Planted,
  as: 'start' | 'reference' | 'treated',
  stays: number,
  chance: Pick<ScriptedChance, 'normal'>,
): number {
  const { tie } = planted;
  const spread = as === 'start' ? planted.spreadAtStart : planted.spreadLater;
  const own = as === 'start' ? person.recovery : stays * person.recovery + Math.sqrt(1 - stays ** 2) * person.fate;
  return planted[as] + spread * (tie * own + Math.sqrt(1 - tie ** 2) * chance.normal());
}

/**
 * Answers that stand for `standing`, uneven from item to item as people are: codes as stored, reversed items reversed; null where the
 * person would rather not say.
 */
export function answersFor(
  instrument: Instrument,
  standing: number,
  declines: number,
  chance: ScriptedChance,
): Map<string, number | null> {
  const scales = instrument.items.map((item) => [...codesOf(instrument, item)].sort((a, b) => a - b));
  const steps = spreadOver(
    scales.map((codes) => codes.length - 1),
    standing,
    chance,
  );
  return new Map(
    instrument.items.map((item, index) => {
      const codes = scales[index]!;
      const counted = codes[steps[index]!]!;
      const code = item.reversed ? reverse(codes, counted) : counted;
      return [item.id, chance.share() < declines ? null : code];
    }),
  );
}

/** Steps up each item's scale that together are `share` of all steps as nearly as whole steps can be, then moved about between items. */
function spreadOver(highest: readonly number[], share: number, chance: ScriptedChance): number[] {
  const all = highest.reduce((sum, one) => sum + one, 0);
  const wanted = Math.min(all, Math.max(0, Math.round(share * all)));
  const steps = highest.map((one) => Math.floor((one * wanted) / all));
  let left = wanted - steps.reduce((sum, one) => sum + one, 0);
  for (let index = 0; left > 0; index = (index + 1) % steps.length) {
    if (steps[index]! >= highest[index]!) continue;
    steps[index]! += 1;
    left -= 1;
  }
  const n = steps.length;
  for (let swap = 0; swap < 2 * n; swap += 1) {
    const [up, down] = [chance.whole(n), chance.whole(n)];
    if (up === down || steps[up]! >= highest[up]! || steps[down]! <= 0) continue;
    steps[up]! += 1;
    steps[down]! -= 1;
  }
  return steps;
}
