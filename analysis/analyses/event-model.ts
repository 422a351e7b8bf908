import type { Warning } from '#protocols/model/estimate';
import { leftOutOf } from '../effect/estimate';
import { type Family, fitGeneralised, type GeneralisedFit } from '../effect/generalised-linear';
import { type ModelMatrix, modelMatrix } from '../effect/model-matrix';
import { Event, type EventRule, eventsOf } from './events';
import { ADJUSTED, type Data, decline, type Declined, Level, ONE_WAVE } from './method';
import { modelRows } from './model-rows';
import type { Rows } from './rows';

/** What every regression of events takes. */
export const EVENT_MODEL = { ...ONE_WAVE, ...ADJUSTED, level: Level, event: Event };

export interface EventModel {
  readonly rows: Rows;
  readonly events: readonly number[];
  readonly design: ModelMatrix;
  readonly fit: GeneralisedFit;
  readonly model: readonly string[];
  readonly warnings: readonly Warning[];
}

/** A regression of events on arm, covariates and factors at its maximum likelihood, or the refusal that says why there is none. */
export function eventModel(
  data: Data,
  asked: { outcome: string; at?: string | number; event?: EventRule; covariates?: string[]; factors?: string[] },
  family: Family,
): EventModel | Declined {
  const found = modelRows(data, asked);
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const events = eventsOf(rows.numbers(asked.outcome), asked.event, rows);
  if ('refused' in events) return events;
  if (events.every((event) => event === events[0])) {
    return decline(
      'no-variance',
      `${events[0] === 1 ? 'Everybody' : 'Nobody'} has the event, so there is nothing to model.`,
      rows,
    );
  }
  const design = modelMatrix(rows.rows, parts, terms);
  const { columns } = design;
  if (rows.rows <= columns.length) {
    return decline(
      'too-few',
      `${rows.rows} people cannot carry the ${columns.length} coefficients of the model. Adjust for less.`,
      rows,
    );
  }
  const fit = fitGeneralised(design.matrix, events, family);
  if ('refused' in fit) {
    switch (fit.refused) {
      case 'separation':
        return decline(
          'separation',
          `“${columns[fit.column]}” tells the events apart without exception, so its coefficient is unbounded. Leave it out, join its levels, or use "binary" with Fisher’s test.`,
          rows,
        );
      case 'rank-deficient':
        return decline('not-estimable', `“${columns[fit.column]}” cannot be told apart from the columns before it.`, rows);
      case 'no-convergence':
        return decline(
          'not-converged',
          'The likelihood found no maximum within 100 turns. Adjust for less, or bring covariates to a common scale.',
          rows,
        );
    }
  }
  return {
    rows,
    events,
    design,
    fit,
    model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
    warnings: leftOutOf(constant),
  };
}
