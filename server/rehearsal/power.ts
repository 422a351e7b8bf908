import { ancova } from '#analysis/effect/ancova';
import type { Protocol } from '#protocols/model/protocol';
import { instrumentOf } from '#protocols/instruments/registry';
import { scoreOf } from '#protocols/rules/score-of';
import { baselineOf } from '#protocols/rules/waves';
import { primaryOf } from '#analysis/data/protocol-plan';
import { scriptedChance, type ScriptedChance } from '../demonstration/scripted-chance';
import type { Assumptions } from './assumptions';
import { standingOf } from './person';
import { plantedFor, rangeOf } from './planted';

/** How often the planted effect would be found, by so many fast repetitions of the outcome alone on the design that was rehearsed. */
export interface Power {
  replicates: number;
  power: number;
  /** Of the power, because the repetitions are finite: the square root of p(1 − p)/replicates. */
  standardError: number;
  /** Mean of the estimates over all repetitions, beside the difference planted. */
  meanEstimate: number;
  method: 'ancova, hc3';
  outcome: string;
}

/** Somebody drawn: where, in which arm, and whether they answered. */
export interface Drawn {
  stratum: string;
  arm: string;
  answers: boolean;
}

/**
 * Repeats the outcome of the rehearsed design: the same people in the same strata, arms dealt anew among them, answers and their lack
 * anew, then the analysis of covariance. Pure: no database.
 */
export function powerOf(
  protocol: Protocol,
  drawn: readonly Drawn[],
  seed: number,
  replicates: number,
  assumed: Assumptions,
): Power {
  const chance = scriptedChance(seed, 'power');
  const outcome = primaryOf(protocol);
  const lost = 1 - drawn.filter(({ answers }) => answers).length / Math.max(1, drawn.length);
  let found = 0;
  let estimated = 0;
  let sum = 0;
  for (let n = 0; n < replicates; n += 1) {
    const result = once(protocol, drawn, lost, chance, assumed);
    if ('refused' in result) continue;
    const { estimate, p } = result.estimates[0]!;
    estimated += 1;
    sum += estimate;
    if (p < protocol.analysis.alpha) found += 1;
  }
  const power = found / replicates;
  return {
    replicates,
    power,
    standardError: Math.sqrt((power * (1 - power)) / replicates),
    meanEstimate: sum / Math.max(1, estimated),
    method: 'ancova, hc3',
    outcome: outcome.id,
  };
}

function once(protocol: Protocol, drawn: readonly Drawn[], lost: number, chance: ScriptedChance, assumed: Assumptions) {
  const outcome = primaryOf(protocol);
  const instrument = instrumentOf(scoreOf(outcome).instrument)!;
  const planted = plantedFor(protocol, instrument);
  const [lowest, highest] = rangeOf(instrument, outcome);
  const { reference, covariates, alpha } = protocol.analysis;
  const arms = [reference, ...protocol.arms.map(({ id }) => id).filter((id) => id !== reference)];
  const valueAt = (share: number) => lowest + Math.min(1, Math.max(0, share)) * (highest - lowest);
  const dealt = dealAnew(drawn, chance);
  const rows = dealt.flatMap(({ stratum, arm }) => {
    const person = { recovery: chance.normal(), fate: chance.normal() };
    const start = valueAt(standingOf(person, planted, 'start', assumed.stays, chance));
    const end = valueAt(standingOf(person, planted, arm === reference ? 'reference' : 'treated', assumed.stays, chance));
    return chance.share() < lost ? [] : [{ stratum, arm, start, end }];
  });
  const hasBaseline = covariates.includes('baseline') && baselineOf(protocol)?.instruments.includes(instrument.id);
  return ancova({
    outcome: rows.map(({ end }) => end),
    arm: rows.map(({ arm }) => arm),
    arms,
    covariates: hasBaseline ? [{ name: 'baseline', values: rows.map(({ start }) => start) }] : [],
    factors: covariates.includes('strata') ? [{ name: 'stratum', values: rows.map(({ stratum }) => stratum) }] : [],
    interaction: false,
    standardErrors: 'hc3',
    level: 1 - alpha,
  });
}

/** The same arms as were drawn in each stratum, among its people in another order. */
function dealAnew(drawn: readonly Drawn[], chance: ScriptedChance): { stratum: string; arm: string }[] {
  const strata = new Map<string, string[]>();
  for (const { stratum, arm } of drawn) strata.set(stratum, [...(strata.get(stratum) ?? []), arm]);
  return [...strata].flatMap(([stratum, arms]) => {
    for (let last = arms.length - 1; last > 0; last -= 1) {
      const other = chance.whole(last + 1);
      [arms[last], arms[other]] = [arms[other]!, arms[last]!];
    }
    return arms.map((arm) => ({ stratum, arm }));
  });
}
