import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readCsv } from '#analysis/data/read-csv';
import type { Table } from '#analysis/data/table';

const folder = path.join(__dirname, '..', 'reference');

/** The text of a reference file. */
export function referenceText(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

/** A reference dataset, read by our own reader. */
export function referenceTable(name: string): Table {
  const table = readCsv(referenceText(`data/${name}`));
  if ('problems' in table) throw new Error(table.problems.map((problem) => problem.detail).join(' '));
  return table;
}

/** Values of a column of numbers, null where missing. */
export function numbersOf(table: Table, name: string): (number | null)[] {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column?.kind !== 'number') throw new Error(`${name} is not a column of numbers`);
  return [...column.values];
}

/** Values of any column as text, null where missing. */
export function textsOf(table: Table, name: string): (string | null)[] {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`there is no column ${name}`);
  return column.values.map((value) => (value === null ? null : String(value)));
}

/** Values of rows where every given column holds something. */
export function completeRows(columns: readonly (readonly unknown[])[]): number[] {
  return columns[0]!.flatMap((_, i) => (columns.every((column) => column[i] !== null) ? [i] : []));
}

/** Closed forms agree with R to this relative error; what R gives as nearly 0 to the same absolute one. */
export const CLOSED_FORM = 1e-9;

/** Asserts agreement and, when it fails, shows both numbers. */
export function expectClose(actual: number | null | undefined, expected: number, tolerance = CLOSED_FORM): void {
  const scale = Math.max(Math.abs(expected), 1e-300);
  const close = typeof actual === 'number' && (actual === expected || Math.abs(actual - expected) <= tolerance * scale);
  expect(close ? expected : actual).toBe(expected);
}
