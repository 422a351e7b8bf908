import { type Static, Type } from '@sinclair/typebox';
import { instrumentOf } from '#protocols/instruments/registry';
import type { Frame } from '../data/frame';
import type { DataProblem } from '../data/table';
import { areaUnderCurve } from '../effect/area-under-curve';
import { Column, decline, type Declined } from './method';
import { passiveScores } from './passive-scores';
import { problemOf } from './sheet';

/** Utilities by time: a column of utilities, or the five EQ-5D-5L answers in order, valued by the Danish value set. */
export const Utilities = Type.Record(
  Type.String(),
  Type.Union([Column, Type.Object({ items: Type.Array(Column, { minItems: 5, maxItems: 5 }) }, { additionalProperties: false })]),
  {
    minProperties: 2,
    description: 'Time in years since the first, as "0", "0.5" → column of utilities, or {"items": five columns}.',
  },
);
export type Utilities = Static<typeof Utilities>;

export const DiscountRate = Type.Optional(
  Type.Number({ minimum: 0, maximum: 0.2, description: 'A year, from the second on; nothing is discounted where left out.' }),
);

/** Quality-adjusted life years of each row and the utility it began with; null where a utility is missing. */
export interface LifeYears {
  readonly years: readonly (number | null)[];
  readonly atStart: readonly (number | null)[];
  readonly times: readonly number[];
}

/** The instrument whose own scorer holds the Danish value set. */
const EQ5D = 'eq-5d-5l';

export function lifeYearsOf(frame: Frame, utilities: Utilities, rate: number): LifeYears | Declined {
  const waves: { time: number; values: readonly (number | null)[] }[] = [];
  for (const [key, from] of Object.entries(utilities)) {
    const time = Number(key);
    if (key.trim() === '' || !(time >= 0))
      return decline('no-times', `“${key}” is no time. Utilities are told by years since the first, as "0", "0.5", "1".`);
    const values = typeof from === 'string' ? columnOf(frame, from) : valued(frame, from.items);
    if ('refused' in values) return values as Declined;
    waves.push({ time, values });
  }
  waves.sort((a, b) => a.time - b.time);
  if (waves[0]!.time !== 0) return decline('no-times', 'The curve begins at time 0: the utility before treatment is needed.');
  const wrong = waves.flatMap(({ values }) => values).find((value) => value !== null && (value > 1 || value < -2));
  if (wrong !== undefined)
    return decline(
      'not-utilities',
      `A utility of ${wrong} cannot be: full health is 1 and death 0. Are these the answers? Name them as "items".`,
    );
  const times = waves.map(({ time }) => time);
  const years = Array.from({ length: frame.rows }, (_, i) => {
    const own: (number | null)[] = waves.map(({ values }) => values[i]!);
    return own.includes(null) ? null : areaUnderCurve(times, own as number[], rate);
  });
  return { years, atStart: waves[0]!.values, times };
}

function columnOf(frame: Frame, name: string): readonly (number | null)[] | Declined {
  const values = frame.numbers(name);
  return Array.isArray(values) ? (values as readonly (number | null)[]) : problemOf(values as DataProblem);
}

/** EQ-5D-5L profiles by the Danish value set; null where an answer is missing. */
function valued(frame: Frame, items: readonly string[]): readonly (number | null)[] | Declined {
  const scores = passiveScores({ index: { instrument: EQ5D, items: [...items] } });
  if ('refused' in scores) return scores;
  const columns: (readonly (number | null)[])[] = [];
  for (const name of items) {
    const values = columnOf(frame, name);
    if ('refused' in values) return values as Declined;
    const odd = (values as readonly (number | null)[]).find((value) => value !== null && ![1, 2, 3, 4, 5].includes(value));
    if (odd !== undefined) return decline('unknown-code', `“${name}” holds ${odd}. An EQ-5D-5L answer is 1 to 5.`);
    columns.push(values as readonly (number | null)[]);
  }
  return Array.from({ length: frame.rows }, (_, i) => {
    const answers: (number | null)[] = columns.map((values) => values[i]!);
    return answers.includes(null) ? null : scores[0]!.count(answers as number[]);
  });
}

/** Where the value set comes from. */
export function valueSetSource(): string {
  return instrumentOf(EQ5D)!.reference;
}
