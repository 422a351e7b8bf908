import type { Instrument } from '#protocols/model/instrument';
import type { Outcome, Protocol } from '#protocols/model/protocol';
import { instrumentOf } from '#protocols/instruments/registry';
import { scoreOf } from '#protocols/rules/score-of';

/** Where people stand on an instrument, as shares of its range: at the start, later in the reference arm, later in the others. */
export interface Planted {
  start: number;
  reference: number;
  treated: number;
  spreadAtStart: number;
  spreadLater: number;
  /** Correlation with the person's own recovery; negative where more is worse. */
  tie: number;
}

interface InUnits extends Omit<Planted, 'tie'> {
  range: readonly [number, number];
  tie: number;
}

/**
 * What is known from trials, in the instrument's own unit. QPR-15 as published for PEER: 37.3 against 32.1, d about 0.43. The others are our
 * choice, in the direction the trial reports.
 */
const KNOWN: Readonly<Record<string, InUnits>> = {
  'qpr-15': { range: [0, 60], start: 29, reference: 32.1, treated: 37.3, spreadAtStart: 11, spreadLater: 12.1, tie: 1 },
  'who-5': { range: [0, 25], start: 9, reference: 10.6, treated: 12.1, spreadAtStart: 4.5, spreadLater: 4.9, tie: 0.7 },
  't-ils': { range: [3, 9], start: 6.4, reference: 6.1, treated: 5.7, spreadAtStart: 1.5, spreadLater: 1.6, tie: -0.6 },
};

/** Where nothing is known: the middle of the range, a spread of a fifth of it, and a small effect in the better direction. */
const SPREAD = 0.2;
const SMALL = 0.2;
const TIE = 0.6;

/** What is planted for an instrument in a rehearsal of `protocol`. */
export function plantedFor(protocol: Protocol, instrument: Instrument): Planted {
  const known = KNOWN[instrument.id];
  if (known) {
    const [lowest, highest] = known.range;
    const share = (value: number) => (value - lowest) / (highest - lowest);
    const width = (value: number) => value / (highest - lowest);
    return {
      start: share(known.start),
      reference: share(known.reference),
      treated: share(known.treated),
      spreadAtStart: width(known.spreadAtStart),
      spreadLater: width(known.spreadLater),
      tie: known.tie,
    };
  }
  const outcome = protocol.outcomes.find((one) => scoreOf(one).instrument === instrument.id);
  const better = outcome?.better ?? instrument.scores[0]?.better ?? 'higher';
  const up = better === 'higher' ? 1 : -1;
  const { effect, spread } = outcome ? reckoned(protocol, outcome, instrument) : { effect: SMALL * SPREAD, spread: SPREAD };
  const reference = 0.5 - (up * effect) / 2;
  return {
    start: reference - up * 0.05,
    reference,
    treated: reference + up * effect,
    spreadAtStart: spread,
    spreadLater: spread,
    tie: up * (outcome?.role === 'primary' ? 1 : TIE),
  };
}

/** The difference planted on an outcome in its own unit, treated arm minus reference, and the spread around each arm's mean. */
export function plantedOn(protocol: Protocol, outcome: Outcome): { difference: number; spread: number; d: number } {
  const instrument = instrumentOf(scoreOf(outcome).instrument)!;
  const { reference, treated, spreadLater } = plantedFor(protocol, instrument);
  const [lowest, highest] = rangeOf(instrument, outcome);
  const difference = (treated - reference) * (highest - lowest);
  const spread = spreadLater * (highest - lowest);
  return { difference, spread, d: difference / spread };
}

/** From the lowest to the highest value of the score that is the outcome. */
export const rangeOf = (instrument: Instrument, outcome: Outcome): readonly [number, number] =>
  instrument.scores.find(({ id }) => id === scoreOf(outcome).score)!.range;

/** A primary outcome shows the difference its number of participants was reckoned from, else the important one; the others a small one. */
function reckoned({ target }: Protocol, outcome: Outcome, instrument: Instrument): { effect: number; spread: number } {
  const [lowest, highest] = rangeOf(instrument, outcome);
  const difference = target.assumptions?.difference ?? outcome.important;
  if (outcome.role !== 'primary' || difference === undefined) return { effect: SMALL * SPREAD, spread: SPREAD };
  const spread = target.assumptions ? target.assumptions.standardDeviation / (highest - lowest) : SPREAD;
  return { effect: difference / (highest - lowest), spread };
}
