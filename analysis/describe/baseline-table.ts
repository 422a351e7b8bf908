import type { BaselineRow, BaselineTable } from '#protocols/model/baseline-table';
import type { Text } from '#protocols/model/text';
import { columnOf, type Table } from '../data/table';
import { summarise } from './summarise';

/** One row wished for: a column of numbers, or of categories with their levels in the order shown. */
export type BaselineWish =
  | { kind: 'quantity'; column: string; label: Text }
  | { kind: 'category'; column: string; label: Text; levels: readonly { code: string; label: Text }[] };

/**
 * The baseline table of a trial: each wish by arm, in the arms' order, then for everybody together. Means, standard deviations and
 * quartiles are of those with a value; who has none is counted.
 * @param arms ids in the order shown; whoever is in none of them is left out
 * @throws RangeError where a column is lacking, of another kind than wished, or holds a category that is none of the levels
 */
export function baselineTable(
  table: Table,
  armColumn: string,
  arms: readonly string[],
  wishes: readonly BaselineWish[],
): BaselineTable {
  const arm = valuesOf(table, armColumn, 'text');
  const everybody = arm.flatMap((of, row) => (of !== null && arms.includes(of) ? [row] : []));
  const sets = [
    ...arms.map((of) => ({ of: of as string | null, rows: everybody.filter((row) => arm[row] === of) })),
    { of: null, rows: everybody },
  ];
  return {
    people: sets.map(({ of, rows }) => ({ of, n: rows.length })),
    rows: wishes.map((wish) => (wish.kind === 'quantity' ? quantityRow(table, wish, sets) : categoryRow(table, wish, sets))),
  };
}

type Sets = readonly { of: string | null; rows: readonly number[] }[];

function quantityRow(table: Table, { column, label }: Extract<BaselineWish, { kind: 'quantity' }>, sets: Sets): BaselineRow {
  const values = valuesOf(table, column, 'number');
  return {
    kind: 'quantity',
    id: column,
    label,
    summaries: sets.map(({ of, rows }) => ({ of, summary: summarise(rows.map((row) => values[row]!)) })),
  };
}

function categoryRow(table: Table, wish: Extract<BaselineWish, { kind: 'category' }>, sets: Sets): BaselineRow {
  const { column, label, levels } = wish;
  const values = valuesOf(table, column, 'text');
  const strange = values.find((value) => value !== null && !levels.some(({ code }) => code === value));
  if (strange !== undefined) throw new RangeError(`the column ${column} holds ${strange}, which is none of its levels`);
  const count = (code: string | null) =>
    sets.map(({ of, rows }) => ({ of, n: rows.filter((row) => values[row] === code).length }));
  return {
    kind: 'category',
    id: column,
    label,
    levels: levels.map((level) => ({ code: level.code, label: level.label, counts: count(level.code) })),
    missing: count(null),
  };
}

function valuesOf(table: Table, name: string, kind: 'text'): readonly (string | null)[];
function valuesOf(table: Table, name: string, kind: 'number'): readonly (number | null)[];
function valuesOf(table: Table, name: string, kind: 'text' | 'number'): readonly (string | number | null)[] {
  const column = columnOf(table, name);
  if (column?.kind !== kind)
    throw new RangeError(`the table has no column ${name} of ${kind === 'text' ? 'categories' : 'numbers'}`);
  return column.values;
}
