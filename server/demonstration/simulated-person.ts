import type { Change } from '#protocols/model/fact';
import type { Instrument } from '#protocols/model/instrument';
import { codesOf } from '#protocols/rules/score';
import type { Language } from '#protocols/model/text';
import { scriptedChance, type ScriptedChance } from './scripted-chance';

/** How somebody deals with the last questionnaire. */
export type Ending = 'in-time' | 'late' | 'begun' | 'silent' | 'stopped';

/** A person who does not exist, as far as anything about them is decided before the draw. */
export interface SimulatedPerson {
  number: number;
  language: Language;
  age: number;
  ending: Ending;
  /** Days from the window's opening to the answers. */
  answersAfterDays: number;
  change: Change | null;
  /** Standard normal: how well the person is at the start, and all that comes after. */
  recovery: number;
  fate: number;
  chance: ScriptedChance;
}

/** What is planted, in the unit of each sum of codes: the mean at the start, at the end with usual support, and with the programme. */
interface Planted {
  start: number;
  usual: number;
  treated: number;
  spread: { start: number; end: number };
  /** Correlation with recovery; negative where more is worse. */
  tie: number;
}

/** QPR-15 as in the trial that the demonstration is modelled on: 37.3 against 32.1, d about 0.43. */
export const PLANTED: Readonly<Record<string, Planted>> = {
  'qpr-15': { start: 29, usual: 32.1, treated: 37.3, spread: { start: 11, end: 12.1 }, tie: 1 },
  'who-5': { start: 9, usual: 10.6, treated: 12.1, spread: { start: 4.5, end: 4.9 }, tie: 0.7 },
  't-ils': { start: 6.4, usual: 6.1, treated: 5.7, spread: { start: 1.5, end: 1.6 }, tie: -0.6 },
};

/** Correlation of recovery at the start with recovery at the end. */
const STAYS = 0.6;
const DECLINES = 0.002;
const STOPS: readonly Change[] = ['lost', 'no-more-data', 'unlink', 'lost', 'no-more-data'];

/** The person of that number: everything about them follows from the seed and the number, whatever order people come in. */
export function simulatedPerson(seed: number, number: number): SimulatedPerson {
  const chance = scriptedChance(seed, `person/${number}`);
  const recovery = chance.normal();
  const fate = STAYS * recovery + Math.sqrt(1 - STAYS ** 2) * chance.normal();
  const stops = number % 19 === 7;
  // Who is worse off at the start is a little likelier to be silent at the end: lost given what was measured.
  const tired = chance.share() + (recovery < -0.5 ? -0.05 : 0);
  const ending: Ending = stops ? 'stopped' : tired < 0.08 ? 'silent' : tired < 0.11 ? 'begun' : tired < 0.16 ? 'late' : 'in-time';
  return {
    number,
    language: chance.share() < 0.12 ? 'en' : 'da',
    age: 18 + chance.whole(60),
    ending,
    answersAfterDays: chance.whole(24),
    change: stops
      ? STOPS[Math.floor(number / 19) % STOPS.length]!
      : number % 16 === 5
        ? 'leaves-intervention'
        : number % 48 === 9
          ? 'moved'
          : null,
    recovery,
    fate,
    chance,
  };
}

/** The person's answers to an instrument, by item: a code, or null where they would rather not say. */
export function answersTo(
  person: SimulatedPerson,
  instrument: Instrument,
  at: 'start' | 'usual' | 'treated',
): Map<string, number | null> {
  const planted = PLANTED[instrument.id];
  if (!planted) throw new RangeError(`nothing is planted for ${instrument.id}`);
  const { tie } = planted;
  const spread = at === 'start' ? planted.spread.start : planted.spread.end;
  const own = at === 'start' ? person.recovery : person.fate;
  const wish = planted[at] + spread * (tie * own + Math.sqrt(1 - tie ** 2) * person.chance.normal());
  const codes = spreadOver(instrument, wish, person.chance);
  return new Map(instrument.items.map(({ id }, index) => [id, person.chance.share() < DECLINES ? null : codes[index]!]));
}

/** Codes that add up to `wish` as nearly as codes can, uneven from item to item as people are. */
function spreadOver(instrument: Instrument, wish: number, chance: ScriptedChance): number[] {
  const scale = codesOf(instrument, instrument.items[0]!);
  const [lowest, highest] = [Math.min(...scale), Math.max(...scale)];
  const n = instrument.items.length;
  const sum = Math.min(n * highest, Math.max(n * lowest, Math.round(wish)));
  const each = Math.floor(sum / n);
  const codes = Array.from({ length: n }, (_, index) => each + (index < sum - each * n ? 1 : 0));
  for (let swap = 0; swap < 2 * n; swap += 1) {
    const [up, down] = [chance.whole(n), chance.whole(n)];
    if (up === down || codes[up]! >= highest || codes[down]! <= lowest) continue;
    codes[up]! += 1;
    codes[down]! -= 1;
  }
  return codes;
}
