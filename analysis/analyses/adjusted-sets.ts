import { type Static, Type } from '@sinclair/typebox';
import type { Completed, CompletedSets } from './completed';
import { decline, type Declined } from './method';

/** What is added to drawn values: by arm a number, or for each column or visit one. */
export const Delta = Type.Optional(
  Type.Record(Type.String(), Type.Union([Type.Number(), Type.Record(Type.String(), Type.Number())]), {
    description: 'Arm → what is added to its drawn values; or arm → column or visit → what is added there.',
  }),
);
export type Delta = Static<typeof Delta>;

/**
 * Completed datasets with δ added to what was drawn: the assumption that those who were not seen differ so much from those who were.
 * @param shiftable columns that hold numbers, not categories
 */
export function adjusted(sets: CompletedSets, delta: NonNullable<Delta>, shiftable: readonly string[]): CompletedSets | Declined {
  const { sheet } = sets;
  const unknown = Object.keys(delta).find((arm) => !sheet.arms.includes(arm));
  if (unknown !== undefined)
    return decline(
      'no-such-arm',
      `δ is told for “${unknown}”. The arms are ${sheet.arms.map((arm) => `“${arm}”`).join(', ')}.`,
      sheet.counts,
    );
  const keys = Object.values(delta).flatMap((own) => (typeof own === 'number' ? [] : Object.keys(own)));
  const odd = keys.find((key) => !shiftable.includes(key) && !(sheet.visits.length > 1 && sheet.visits.includes(key)));
  if (odd !== undefined)
    return decline(
      'no-such-column',
      `δ is told for “${odd}”, which is no column of numbers that is imputed, nor a visit.`,
      sheet.counts,
    );
  return { ...sets, sets: sets.sets.map((set) => shifted(set, sets, delta, shiftable)) };
}

function shifted(
  set: Completed,
  { sheet, drawn }: CompletedSets,
  delta: NonNullable<Delta>,
  shiftable: readonly string[],
): Completed {
  const moved = new Map(set);
  for (const name of shiftable) {
    const columns = set.get(name);
    if (!columns) continue;
    moved.set(
      name,
      columns.map((values, visit) =>
        values.map((value, person) => {
          const own = delta[sheet.arm[person]!];
          if (own === undefined || !drawn(name, visit, person)) return value;
          return value + (typeof own === 'number' ? own : (own[name] ?? own[sheet.visits[visit]!] ?? 0));
        }),
      ),
    );
  }
  return moved;
}
