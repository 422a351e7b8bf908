import { type Estimand, INTERCURRENT_EVENTS } from '#protocols/model/analysis-plan';
import type { Outcome, Protocol } from '#protocols/model/protocol';
import type { Plan } from '#protocols/model/plan';
import { inLanguage } from '#protocols/model/text';
import { balancedBy, randomisationOf } from '#protocols/rules/lottery-of';
import { scoreOf } from '#protocols/rules/score-of';
import { baselineOf } from '#protocols/rules/waves';
import { eventColumn } from './recorded-events';

/** `qpr-15` as part of a column's name: no hyphens, which statistics programs refuse. */
export const plain = (id: string): string => id.replaceAll('-', '');

/** The column of a score at a wave, such as `qpr15_total_end`. */
export const scoreColumn = (instrument: string, score: string, wave: string): string =>
  `${plain(instrument)}_${plain(score)}_${plain(wave)}`;

/** The column of an outcome's score, at its own wave unless another is named. */
export function outcomeColumn(outcome: Outcome, wave = outcome.wave): string {
  const { instrument, score } = scoreOf(outcome);
  return scoreColumn(instrument, score, wave);
}

/** The primary outcome; a protocol without one is analysed by its first. */
export function primaryOf(protocol: Protocol): Outcome {
  return protocol.outcomes.find(({ role }) => role === 'primary') ?? protocol.outcomes[0]!;
}

/** The column of a screening item, such as `screening_age`. */
export const screeningColumn = (item: string): string => `screening_${plain(item)}`;

/** The columns of what the lottery was balanced by: each cohort where it was drawn as a whole, else site and choices. */
export function strataOf(protocol: Protocol): string[] {
  const randomisation = randomisationOf(protocol);
  if (randomisation.method === 'batch') return ['cohort'];
  return balancedBy(randomisation).map((factor) => (factor === 'site' ? factor : screeningColumn(factor)));
}

/** Those who got one lot together are alike: errors go by whom the lottery drew. */
function errorsOf(protocol: Protocol): Pick<Plan, 'standardErrors' | 'cluster'> {
  switch (randomisationOf(protocol).unit) {
    case 'participant':
      return { standardErrors: 'hc3' };
    case 'household':
      return { standardErrors: 'cr2', cluster: 'household' };
    case 'cluster':
      return { standardErrors: 'cr2', cluster: 'site' };
  }
}

/** The column of the day of a wave's answers, such as `end_day`. */
export const dayColumn = (wave: string): string => `${plain(wave)}_day`;

/** What is asked about an outcome; one without an estimand of its own is compared as drawn, whatever happened after the draw. */
export function estimandOf(
  { analysis }: Protocol,
  outcome: Outcome,
): Pick<Estimand, 'population' | 'summary' | 'threshold' | 'events'> {
  const asked = analysis.estimands.find((estimand) => estimand.outcome === outcome.id);
  return asked ?? { population: 'all-randomised', summary: 'difference-in-means', events: {} };
}

/**
 * The analysis plan that a protocol implies for one of its outcomes, on the columns of `variablesOf`. It depends on the protocol
 * alone, never on data, so it can be locked before anybody has seen an outcome by arm. An outcome that is measured once after the draw
 * has nothing repeated: there the model for repeated measures is the analysis of covariance that it then equals.
 */
export function planOf(protocol: Protocol, outcome: Outcome): Plan {
  const { covariates, reference, alpha, missing } = protocol.analysis;
  if (missing === 'multiple-imputation') throw new RangeError(`the plan of ${protocol.id} imputes, and no plan here does`);
  const treated = protocol.arms.find(({ id }) => id !== reference);
  if (!treated) throw new RangeError(`the protocol ${protocol.id} has no arm beside its reference`);
  const baseline = baselineOf(protocol);
  const measured = baseline?.instruments.includes(scoreOf(outcome).instrument) ? baseline : undefined;
  const strata = covariates.includes('strata') ? strataOf(protocol) : [];
  const { population, summary, threshold, events } = estimandOf(protocol, outcome);
  const after = wavesAfter(protocol, outcome);
  const isRepeated = protocol.analysis.model === 'mmrm' && after.length > 1 && summary === 'difference-in-means';
  const model = protocol.analysis.model === 'mmrm' && !isRepeated ? 'ancova' : protocol.analysis.model;
  return {
    lodtraek: 1,
    title: inLanguage(outcome.title, 'en'),
    outcome: {
      column: outcomeColumn(outcome),
      day: dayColumn(outcome.wave),
      better: outcome.better,
      ...(outcome.important === undefined ? {} : { important: outcome.important }),
    },
    ...(covariates.includes('baseline') && measured ? { baseline: outcomeColumn(outcome, measured.id) } : {}),
    arm: { column: 'arm', reference, treated: treated.id },
    strata,
    covariates: [],
    model,
    population,
    summary,
    ...(threshold === undefined ? {} : { threshold }),
    ...(model === 'partially-nested' ? { group: 'group' } : {}),
    ...(isRepeated
      ? { repeated: after.map((wave) => ({ visit: wave, column: outcomeColumn(outcome, wave), day: dayColumn(wave) })) }
      : {}),
    events: INTERCURRENT_EVENTS.flatMap((event) => {
      const strategy = events[event];
      return strategy === undefined ? [] : [{ event, strategy, column: eventColumn(event) }];
    }),
    ...errorsOf(protocol),
    alpha,
    missing: isRepeated ? missing : 'complete-cases',
    subgroups: strata.filter((column) => column === 'site'),
  };
}

/** The waves after the draw at which an outcome is measured, in the protocol's order. */
const wavesAfter = ({ waves }: Protocol, outcome: Outcome): string[] =>
  waves.filter(({ before, instruments }) => !before && instruments.includes(scoreOf(outcome).instrument)).map(({ id }) => id);
