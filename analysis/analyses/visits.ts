import { Type } from '@sinclair/typebox';
import { lengthened, MADE } from '../data/frame';
import { Column, type Data, decline, type Declined } from './method';

/** The outcome of repeated measures: a column of a long file, or of a wide one the columns in order of time, or visit → column. */
export const Outcomes = Type.Union([
  Column,
  Type.Array(Column, { minItems: 2, uniqueItems: true }),
  Type.Record(Type.String(), Column),
]);

/** Data as a long file, and what its column of outcomes is called; a wide file is lengthened. */
export function longData(
  data: Data,
  outcome: string | readonly string[] | Readonly<Record<string, string>>,
): { data: Data; outcome: string } | Declined {
  if (typeof outcome === 'string') {
    if (data.layout.participant === undefined)
      return decline('no-participant', 'Repeated measures need the column of participants: name it under "data".');
    return { data, outcome };
  }
  if (data.layout.visit !== undefined) {
    return decline(
      'long-and-wide',
      'The outcome names a column for each visit, and "data" names a column of visits. Give one of the two.',
    );
  }
  const visits = Array.isArray(outcome)
    ? (outcome as readonly string[]).map((column) => ({ visit: column, column }))
    : Object.entries(outcome).map(([visit, column]) => ({ visit, column }));
  return {
    data: {
      frame: lengthened(data.frame, visits),
      layout: { ...data.layout, participant: data.layout.participant ?? MADE.participant, visit: MADE.visit },
      visits: visits.map(({ visit }) => visit),
    },
    outcome: MADE.outcome,
  };
}
