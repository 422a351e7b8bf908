import { parseCsv, separatorOf } from './parse-csv';
import { type Column, type DataProblem, type Table, tableOf } from './table';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** So many problems are told at once; a file in the wrong format has one per cell. */
const ENOUGH = 20;

/**
 * A table from CSV text (`,` or `;` between cells, decimal point, UTF-8, the first row naming the columns, empty = missing).
 * @param kinds what some columns must hold; any other column is numbers where every cell that is not empty is one, else text
 * @returns the table, or what is wrong with the text, each problem with its row and column
 */
export function readCsv(
  text: string,
  kinds: Readonly<Record<string, 'number' | 'text'>> = {},
): Table | { problems: DataProblem[] } {
  const read = readRecords(text);
  if ('problems' in read) return read;
  const { names, rows } = read;
  const problems: DataProblem[] = [];
  const columns = names.map((name, j): Column => {
    const cells = rows.map((row) => row[j]!);
    const declared = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    const kind = declared ?? (cells.every((cell) => cell === '' || isNumber(cell)) ? 'number' : 'text');
    if (kind === 'text') return { kind, name, values: cells.map((cell) => (cell === '' ? null : cell)) };
    cells.forEach((cell, i) => {
      if (cell !== '' && !isNumber(cell)) problems.push(problem('not-a-number', i + 2, name, notANumber(cell, i + 2, name)));
    });
    return { kind, name, values: cells.map((cell) => (cell === '' ? null : Number(cell))) };
  });
  return problems.length > 0 ? { problems: problems.slice(0, ENOUGH) } : tableOf(columns);
}

/** The rectangular cells of a CSV text below its row of names, with the sign between cells, or what is wrong with its shape. */
export function readRecords(
  text: string,
): { names: readonly string[]; rows: readonly (readonly string[])[]; separator: ',' | ';' } | { problems: DataProblem[] } {
  const records = parseCsv(text);
  if (!Array.isArray(records)) return { problems: [records] };
  const [names, ...rows] = records;
  if (!names) return { problems: [problem('empty-file', null, null, 'The file is empty. Its first row must name the columns.')] };
  const shape = [...nameProblems(names), ...rowProblems(names.length, rows)];
  if (shape.length > 0) return { problems: shape.slice(0, ENOUGH) };
  return { names, rows, separator: separatorOf(text) };
}

function isNumber(cell: string): boolean {
  return NUMBER.test(cell.trim()) && Number.isFinite(Number(cell));
}

function notANumber(cell: string, row: number, column: string): string {
  const what = `Row ${row}, column “${column}”: “${cell}” is not a number.`;
  if (/^[+-]?\d*,\d+$/.test(cell.trim())) return `${what} Write it with a decimal point.`;
  return `${what} Leave the cell empty if the value is missing.`;
}

function nameProblems(names: readonly string[]): DataProblem[] {
  return names.flatMap((name, j) => {
    if (name.trim() === '') return [problem('unnamed-column', 1, null, `Column ${j + 1} has no name in the first row.`)];
    if (names.indexOf(name) < j)
      return [problem('column-twice', 1, name, `Two columns are called “${name}”. Rename one of them.`)];
    return [];
  });
}

function rowProblems(width: number, rows: readonly string[][]): DataProblem[] {
  return rows.flatMap((row, i) =>
    row.length === width
      ? []
      : [problem('ragged-row', i + 2, null, `Row ${i + 2} has ${row.length} cells where the first row names ${width} columns.`)],
  );
}

function problem(code: string, row: number | null, column: string | null, detail: string): DataProblem {
  return { code, row, column, detail };
}
