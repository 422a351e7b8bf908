import { stringify } from 'csv-stringify/sync';

/** How a file is written for whom; the two that people ask for are below. */
export interface Preset {
  id: 'excel-danish' | 'statistics';
  byteOrderMark: boolean;
  delimiter: ',' | ';';
  decimal: '.' | ',';
  lineEnd: '\n' | '\r\n';
  /** A calendar date given as yyyy-mm-dd. */
  date(day: string): string;
}

export const PRESETS: Readonly<Record<Preset['id'], Preset>> = {
  'excel-danish': {
    id: 'excel-danish',
    byteOrderMark: true,
    delimiter: ';',
    decimal: ',',
    lineEnd: '\r\n',
    date: (day) => day.split('-').reverse().join('-'),
  },
  statistics: { id: 'statistics', byteOrderMark: false, delimiter: ',', decimal: '.', lineEnd: '\n', date: (day) => day },
};

export type Cell = string | number | null;

/** What a spreadsheet takes for the beginning of a formula, full-width forms among it; and our own mark, so that it can be undone. */
const RISKY = /^['=+\-@\t\r\n\0＝＋－＠]/;

/**
 * Puts one `'` before a text that a spreadsheet would run, or that begins with `'` itself. Taking one leading `'` away gives every
 * text back. Numbers are never touched: a negative number is not a formula.
 */
export const neutralise = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

/** A text from a file as it was before `neutralise`. */
export const restore = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);

/** Rows as the bytes of a CSV file; missing is an empty cell, numbers keep all their digits. */
export function csvBytes(rows: readonly (readonly Cell[])[], preset: Preset): Buffer {
  const cells = rows.map((row) => row.map((cell) => cellText(cell, preset)));
  const text = stringify(cells, {
    delimiter: preset.delimiter,
    record_delimiter: preset.lineEnd,
    bom: preset.byteOrderMark,
    // By itself it quotes only its own line end, and another program takes the other one for a new row.
    quoted_match: /[\r\n]/,
  });
  return Buffer.from(text, 'utf8');
}

/** A plain text file with the preset's line ends and mark. */
export function textBytes(lines: readonly string[], preset: Preset): Buffer {
  return Buffer.from((preset.byteOrderMark ? '\ufeff' : '') + lines.map((line) => line + preset.lineEnd).join(''), 'utf8');
}

function cellText(cell: Cell, preset: Preset): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return neutralise(cell);
  return String(cell).replace('.', preset.decimal);
}
