import type { Outcome, Protocol } from '#protocols/model/protocol';
import type { Plan } from '#protocols/model/plan';
import { inLanguage } from '#protocols/model/text';
import { balancedBy, randomisationOf } from '#protocols/rules/lottery-of';
import { scoreOf } from '#protocols/rules/score-of';
import { baselineOf } from '#protocols/rules/waves';

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

/**
 * The analysis plan that a protocol implies for one of its outcomes, on the columns of `variablesOf`. It depends on the protocol
 * alone, never on data, so it can be locked before anybody has seen an outcome by arm.
 */
export function planOf(protocol: Protocol, outcome: Outcome): Plan {
  const { covariates, reference, alpha, missing, model } = protocol.analysis;
  const baseline = baselineOf(protocol);
  const measured = baseline?.instruments.includes(scoreOf(outcome).instrument) ? baseline : undefined;
  const strata = covariates.includes('strata') ? strataOf(protocol) : [];
  if (model !== 'ancova' || missing !== 'complete-cases')
    throw new RangeError(`the dataset of ${protocol.id} has no columns for ${model} with ${missing}`);
  const treated = protocol.arms.find(({ id }) => id !== reference);
  if (!treated) throw new RangeError(`the protocol ${protocol.id} has no arm beside its reference`);
  return {
    lodtraek: 1,
    title: inLanguage(outcome.title, 'en'),
    outcome: {
      column: outcomeColumn(outcome),
      better: outcome.better,
      ...(outcome.important === undefined ? {} : { important: outcome.important }),
    },
    ...(covariates.includes('baseline') && measured ? { baseline: outcomeColumn(outcome, measured.id) } : {}),
    arm: { column: 'arm', reference, treated: treated.id },
    strata,
    covariates: [],
    model,
    ...errorsOf(protocol),
    alpha,
    missing,
    subgroups: strata.filter((column) => column === 'site'),
  };
}
