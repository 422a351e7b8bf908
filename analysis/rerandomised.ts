import type { Draw, Rerandomisation } from '#protocols/model/rerandomisation';
import type { Plan } from '#protocols/model/plan';
import type { Protocol } from '#protocols/model/protocol';
import { rerandomiseStudentised } from '#protocols/randomisation/inference/rerandomise-studentised';
import type { Observed } from '#protocols/randomisation/inference/rerandomise';
import { balancedBy, covariatesOf, randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import { screeningColumn } from './data/protocol-plan';
import { selectRows } from './data/select-rows';
import { columnOf, type Table } from './data/table';

/** The draws repeat: the same data give the same p to every digit. */
const SEED = 20_201_207;

/**
 * The re-randomisation test of a plan: the outcomes of those whom the plan analyses at its own visit stay, and the trial's own lottery is
 * played again over everybody drawn, those without an outcome among them. Of the sharp null hypothesis that nobody's outcome depends on
 * their arm, by the studentised difference within strata of the lottery, the baseline taken out first where the plan adjusts for it.
 * @param draws everybody drawn, in the order of the lottery
 * @param table rows of those who may be shown, by `participant`
 */
export function rerandomisationOf(protocol: Protocol, draws: readonly Draw[], plan: Plan, table: Table): Rerandomisation {
  const randomisation = randomisationOf(protocol);
  const scheme = schemeOf(protocol);
  if (randomisation.unit !== 'participant') return { refused: 'drawn-together' };
  if (new Set(draws.map((draw) => draw.scheme)).size > 1) return { refused: 'several-schemes' };
  const selection = selectRows(plan, table);
  // The report has said so already, with every problem.
  if ('problems' in selection) return { refused: 'no-outcome' };
  const texts = columnOf(table, 'participant')!.values as readonly string[];
  const place = new Map(selection.rows.map((row, k) => [texts[row]!, k]));
  const rowOf = new Map(texts.map((participant, row) => [participant, row]));
  const order = draws.map(({ participant }) => place.get(participant));

  const factors = balancedBy(randomisation);
  const numbers = covariatesOf(randomisation);
  const isByHistory = 'factors' in scheme;
  const withoutProfile = draws.some(({ participant }) => rowOf.get(participant) === undefined);
  if (isByHistory && withoutProfile) return { refused: 'somebody-withheld' };
  const cell = (participant: string, column: string) => columnOf(table, column)!.values[rowOf.get(participant)!];
  const profiles = draws.map(({ participant, site }) => {
    if (!isByHistory) return { levels: {} };
    const levels = factors.map((id) => [id, id === 'site' ? site : String(cell(participant, screeningColumn(id)))]);
    const covariates = numbers.map((id) => [id, Number(cell(participant, screeningColumn(id)))]);
    return { levels: Object.fromEntries(levels), covariates: Object.fromEntries(covariates) };
  });

  const strata = new Map([...new Set(draws.map(({ stratum }) => stratum))].map((stratum, at) => [stratum, at]));
  const isYes = (value: number): number => {
    const { threshold } = plan;
    if (threshold === undefined) return value;
    return Number('below' in threshold ? value < threshold.below : value >= threshold.atLeast);
  };
  const isRisk = (plan.summary ?? 'difference-in-means') !== 'difference-in-means';
  const valueOf = (k: number | undefined): number => {
    const value = k === undefined ? null : (selection.outcome[k] as number | null);
    return value === null ? NaN : isRisk ? isYes(value) : value;
  };
  const isFirstTreated = scheme.arms[0]!.id === plan.arm.treated;
  const observed: Observed = {
    stratum: Int32Array.from(draws, ({ stratum }) => strata.get(stratum)!),
    strata: strata.size,
    profiles,
    arms: Uint8Array.from(draws, ({ arm }) => scheme.arms.findIndex(({ id }) => id === arm)),
    outcome: Float64Array.from(order, valueOf),
    covariates: selection.baseline
      ? [Float64Array.from(order, (k) => (k === undefined ? NaN : selection.baseline!.values[k]!))]
      : [],
  };
  const found = rerandomiseStudentised(scheme, observed, { seed: SEED, level: 1 - plan.alpha });
  if ('refused' in found) return found;
  const sign = isFirstTreated ? 1 : -1;
  const [lower, upper] =
    isFirstTreated || !found.interval
      ? (found.interval ?? [null, null])
      : [negative(found.interval[1]), negative(found.interval[0])];
  return {
    difference: sign * found.statistic,
    p: found.pTwoSided,
    standardError: found.standardError,
    interval: found.interval && { level: 1 - plan.alpha, lower, upper },
    isLopsided: found.intervalRefused !== null,
    allocations: found.reference,
    exact: found.method === 'exact',
    leastP: found.leastP,
    seed: SEED,
    adjusted: selection.baseline !== null,
  };
}

const negative = (value: number | null): number | null => (value === null ? null : -value);
