import type { Frame } from '../data/frame';
import type { DataProblem } from '../data/table';
import { sortLevels } from '../effect/model-matrix';
import { type Data, decline, type Declined, type People } from './method';
import { peopleOf } from './rows';

/**
 * A file as one line per person: of a wide file its row, of a long one the rows of all visits. People stand in code point order, so that
 * the order of the file changes nothing that is drawn.
 */
export interface Sheet {
  readonly people: readonly string[];
  readonly arm: readonly string[];
  /** In code point order, whichever is the control. */
  readonly arms: readonly string[];
  readonly counts: People;
  /** The visits in order; one nameless where the file is wide. */
  readonly visits: readonly string[];
  /** Values of a column, person by person within each visit; null where blank or where the file has no such row. */
  numbers(name: string): readonly (readonly (number | null)[])[] | Declined;
  /** The one value of each person, whichever row holds it; refused where rows differ. */
  constant(name: string, kind: 'numbers' | 'labels'): readonly (number | string | null)[] | Declined;
  /** The file anew, a row for every person and visit, these columns (person by person within each visit) in place of its own. */
  filled(columns: ReadonlyMap<string, readonly Float64Array[]>): Frame;
}

/** The file as a sheet. Rows without an arm are left out; arms may be absent. */
export function sheetOf({ frame, layout, visits: order }: Data): Sheet | Declined {
  const read = (name: string | undefined) => (name === undefined ? null : frame.labels(name));
  const [who, arm, visit] = [read(layout.participant), read(layout.arm), read(layout.visit)];
  for (const values of [who, arm, visit]) {
    if (values !== null && !Array.isArray(values)) return problemOf(values as DataProblem);
  }
  if (layout.visit !== undefined && layout.participant === undefined)
    return decline('no-participant', 'A long file needs the column of participants: name it under "data".');
  const labels = (values: typeof who) => values as readonly (string | null)[] | null;
  const rows = Array.from({ length: frame.rows }, (_, i) => i).filter(
    (i) => labels(arm)?.[i] !== null && labels(visit)?.[i] !== null,
  );
  const name = (i: number) => labels(who)?.[i] ?? `row ${i + 2}`;
  const people = [...new Set(rows.map(name))].sort((a, b) => (a < b ? -1 : 1));
  if (who === null) people.sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
  const seenVisits = visit === null ? [''] : [...new Set(rows.map((i) => labels(visit)![i]!))];
  const visits = order ? order.filter((one) => seenVisits.includes(one)) : sortLevels(seenVisits);
  const at = new Map(people.map((person, k) => [person, k]));
  const place = new Map(visits.map((one, v) => [one, v]));
  const rowOf = new Int32Array(people.length * visits.length).fill(-1);
  for (const i of rows) {
    const cell = place.get(visit === null ? '' : labels(visit)![i]!)! * people.length + at.get(name(i))!;
    if (rowOf[cell]! >= 0) {
      return visit === null
        ? decline('participant-twice', `“${name(i)}” has several rows. Name the column of visits as "visit" under "data".`)
        : decline('visit-twice', `“${name(i)}” has two rows at visit “${labels(visit)![i]}”. Keep one of them.`);
    }
    rowOf[cell] = i;
  }
  const rowsOf = people.map((_, k) =>
    visits.flatMap((__, v) => (rowOf[v * people.length + k]! >= 0 ? [rowOf[v * people.length + k]!] : [])),
  );
  const armOf = rowsOf.map((own) => (arm === null ? '' : labels(arm)![own[0]!]!));
  const moved = rowsOf.findIndex((own, k) => arm !== null && own.some((i) => labels(arm)![i] !== armOf[k]));
  if (moved >= 0) return decline('two-arms', `“${people[moved]}” stands in two arms. Everyone belongs to one.`);

  const remembered = new Map<string, readonly unknown[] | DataProblem>();
  const spread = (kind: 'numbers' | 'labels', column: string): readonly unknown[] | DataProblem => {
    const key = `${kind} ${column}`;
    const known = remembered.get(key);
    if (known) return known;
    const values = frame[kind](column) as readonly unknown[] | DataProblem;
    const made = !Array.isArray(values)
      ? values
      : // A row the file lacks takes what all other rows of the person agree on.
        people.flatMap((_, k) => {
          const own = [...new Set(rowsOf[k]!.map((i) => values[i] as unknown).filter((value) => value !== null))];
          const agreed = own.length === 1 ? own[0]! : null;
          return visits.map((__, v) => {
            const row = rowOf[v * people.length + k]!;
            return row >= 0 && values[row] !== null ? (values[row] as unknown) : agreed;
          });
        });
    remembered.set(key, made as readonly unknown[] | DataProblem);
    return made as readonly unknown[] | DataProblem;
  };
  const m = visits.length;
  return {
    people,
    arm: armOf,
    arms: [...new Set(armOf)].sort(),
    counts: arm === null ? { n: people.length, nByArm: {} } : peopleOf(people, armOf),
    visits,
    numbers(column) {
      const values = frame.numbers(column);
      if (!Array.isArray(values)) return problemOf(values as DataProblem);
      return visits.map((_, v) =>
        people.map((__, k) => {
          const row = rowOf[v * people.length + k]!;
          return row < 0 ? null : (values as readonly (number | null)[])[row]!;
        }),
      );
    },
    constant(column, kind) {
      const values = frame[kind](column) as readonly (number | string | null)[] | DataProblem;
      if (!Array.isArray(values)) return problemOf(values as DataProblem);
      const own = rowsOf.map((list) => [
        ...new Set(list.map((i) => values[i] as number | string | null).filter((one) => one !== null)),
      ]);
      const varying = own.findIndex((found) => found.length > 1);
      if (varying >= 0)
        return decline(
          'varies',
          `“${column}” differs between the rows of “${people[varying]}”. It must be the same at every visit.`,
        );
      return own.map((found) => found[0] ?? null);
    },
    filled(columns) {
      return {
        rows: people.length * m,
        names: [...frame.names, ...[...columns.keys()].filter((one) => !frame.names.includes(one))],
        numbers(column) {
          const own = columns.get(column);
          if (!own) return spread('numbers', column) as readonly (number | null)[] | DataProblem;
          return people.flatMap((_, k) => own.map((values) => (Number.isNaN(values[k]!) ? null : values[k]!)));
        },
        labels(column) {
          const own = columns.get(column);
          if (own) return people.flatMap((_, k) => own.map((values) => (Number.isNaN(values[k]!) ? null : String(values[k]!))));
          if (column === layout.participant) return people.flatMap((person) => visits.map(() => person));
          if (column === layout.visit) return people.flatMap(() => visits);
          return spread('labels', column) as readonly (string | null)[] | DataProblem;
        },
      };
    },
  };
}

/** What is wrong with the data, as a refusal. */
export function problemOf(problem: DataProblem): Declined {
  return decline(problem.code, problem.detail);
}
