import { type Decimal, decimalOf, isNumber, numberOf } from './decimal';
import { readRecords } from './read-csv';
import type { DataProblem } from './table';

/**
 * A data file whose columns are read as numbers or as labels by whoever asks: a code of arms may be both. Missing is null.
 */
export interface Frame {
  readonly rows: number;
  readonly names: readonly string[];
  /** A column as numbers, or why it is not one. */
  numbers(name: string): readonly (number | null)[] | DataProblem;
  /** A column as labels, as they stand in the file but for blanks at either end. */
  labels(name: string): readonly (string | null)[] | DataProblem;
}

/**
 * A frame from CSV text. Numbers are written with a decimal point or comma as `decimal` says, or, left out, as each column shows.
 */
export function readFrame(text: string, decimal?: Decimal): Frame | { problems: DataProblem[] } {
  const read = readRecords(text);
  if ('problems' in read) return read;
  const { names, rows, separator } = read;
  const numbers = new Map<string, readonly (number | null)[] | DataProblem>();
  const cellsOf = (name: string): readonly string[] | DataProblem => {
    const j = names.indexOf(name);
    if (j >= 0) return rows.map((row) => row[j]!);
    return problem('no-such-column', null, name, `The data have no column “${name}”. They have ${names.map(quoted).join(', ')}.`);
  };
  const parse = (name: string): readonly (number | null)[] | DataProblem => {
    const cells = cellsOf(name);
    if (!Array.isArray(cells)) return cells as DataProblem;
    const written = decimal === undefined ? decimalOf(cells, separator === ',') : toldAs(decimal, cells);
    if ('refused' in written) return problem(...whyNoNumbers(written.refused, name, cells, written.row));
    return cells.map((cell) => (cell.trim() === '' ? null : numberOf(cell, written.decimal)));
  };
  return {
    rows: rows.length,
    names,
    numbers(name) {
      const known = numbers.get(name) ?? parse(name);
      numbers.set(name, known);
      return known;
    },
    labels(name) {
      const cells = cellsOf(name);
      if (!Array.isArray(cells)) return cells as DataProblem;
      return cells.map((cell: string) => (cell.trim() === '' ? null : cell.trim()));
    },
  };
}

/** A frame from columns in memory, such as those made from facts. */
export function frameOf(columns: Readonly<Record<string, readonly (number | string | null)[]>>): Frame {
  const names = Object.keys(columns);
  const find = (name: string): readonly (number | string | null)[] | DataProblem =>
    Object.hasOwn(columns, name)
      ? columns[name]!
      : problem('no-such-column', null, name, `The data have no column “${name}”. They have ${names.map(quoted).join(', ')}.`);
  return {
    rows: columns[names[0] ?? '']?.length ?? 0,
    names,
    numbers(name) {
      const values = find(name);
      if (!Array.isArray(values)) return values as DataProblem;
      const text = values.findIndex((value: unknown) => typeof value === 'string');
      if (text >= 0)
        return problem('not-a-number', text + 2, name, `Column “${name}” must hold numbers, and row ${text + 2} does not.`);
      return values as (number | null)[];
    },
    labels(name) {
      const values = find(name);
      if (!Array.isArray(values)) return values as DataProblem;
      return values.map((value: number | string | null) => (value === null ? null : String(value)));
    },
  };
}

/** Names of the columns that `lengthened` makes. */
export const MADE = { visit: '(visit)', outcome: '(outcome)', participant: '(row)' } as const;

/**
 * A wide file as a long one: for each row of the file and each visit a row, with the visit's own outcome under `MADE.outcome`, its
 * name under `MADE.visit` and the number of the row in the file under `MADE.participant`; every other column is repeated.
 */
export function lengthened(frame: Frame, visits: readonly { readonly visit: string; readonly column: string }[]): Frame {
  const m = visits.length;
  const repeat = <T>(values: readonly T[] | DataProblem): readonly T[] | DataProblem =>
    Array.isArray(values) ? (values as T[]).flatMap((value) => new Array<T>(m).fill(value)) : values;
  return {
    rows: frame.rows * m,
    names: [...frame.names, MADE.visit, MADE.outcome],
    numbers(name) {
      if (name !== MADE.outcome) return repeat(frame.numbers(name));
      const columns = visits.map(({ column }) => frame.numbers(column));
      const wrong = columns.find((column) => !Array.isArray(column));
      if (wrong !== undefined) return wrong;
      const read = columns as readonly (readonly (number | null)[])[];
      return Array.from({ length: frame.rows * m }, (_, at) => read[at % m]![Math.floor(at / m)]!);
    },
    labels(name) {
      if (name === MADE.visit) return Array.from({ length: frame.rows * m }, (_, at) => visits[at % m]!.visit);
      if (name === MADE.participant) return Array.from({ length: frame.rows * m }, (_, at) => `row ${Math.floor(at / m) + 2}`);
      return repeat(frame.labels(name));
    },
  };
}

function toldAs(decimal: Decimal, cells: readonly string[]): { decimal: Decimal } | { refused: 'text'; row: number } {
  const row = cells.findIndex((cell) => cell.trim() !== '' && !isNumber(cell, decimal));
  return row < 0 ? { decimal } : { refused: 'text', row };
}

function whyNoNumbers(
  refused: 'text' | 'ambiguous',
  name: string,
  cells: readonly string[],
  row: number,
): [string, number, string, string] {
  const cell = `Row ${row + 2}, column “${name}”: “${cells[row]!}”`;
  if (refused === 'ambiguous') {
    const say = 'Say "decimal": "comma" under "data" if it does, or take the commas out if it does not.';
    return ['decimal-unclear', row + 2, name, `${cell} may hold a decimal comma or part thousands. ${say}`];
  }
  const cure = 'Leave the cell empty if the value is missing; name the column under “factors” if it holds labels.';
  return ['not-a-number', row + 2, name, `${cell} is not a number. ${cure}`];
}

const quoted = (name: string) => `“${name}”`;

function problem(code: string, row: number | null, column: string | null, detail: string): DataProblem {
  return { code, row, column, detail };
}
