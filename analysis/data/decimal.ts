const POINT = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const COMMA = /^[+-]?(\d+(,\d*)?|,\d+)([eE][+-]?\d+)?$/;
/** `1,234`: a decimal comma or a thousand; alone it does not tell. */
const EITHER = /^[+-]?\d{1,3},\d{3}$/;

export type Decimal = 'point' | 'comma';

/**
 * How the numbers of one column are written, or why it is no column of numbers: `text` names the first cell that is no number,
 * `ambiguous` a column whose every comma could as well part thousands. Empty cells are passed over.
 */
export function decimalOf(
  cells: readonly string[],
  thousandsPossible: boolean,
): { decimal: Decimal } | { refused: 'text' | 'ambiguous'; row: number } {
  const notPoint = cells.findIndex((cell) => cell.trim() !== '' && !isNumber(cell, 'point'));
  if (notPoint < 0) return { decimal: 'point' };
  const notComma = cells.findIndex((cell) => cell.trim() !== '' && !isNumber(cell, 'comma'));
  if (notComma >= 0) return { refused: 'text', row: Math.max(notPoint, notComma) };
  const withComma = cells.filter((cell) => cell.includes(','));
  if (thousandsPossible && withComma.every((cell) => EITHER.test(cell.trim()))) return { refused: 'ambiguous', row: notPoint };
  return { decimal: 'comma' };
}

/** Whether a cell is a finite number written so. */
export function isNumber(cell: string, decimal: Decimal): boolean {
  return (decimal === 'point' ? POINT : COMMA).test(cell.trim()) && Number.isFinite(numberOf(cell, decimal));
}

/** The number in a cell that holds one. */
export function numberOf(cell: string, decimal: Decimal): number {
  return Number(decimal === 'point' ? cell : cell.replace(',', '.'));
}
