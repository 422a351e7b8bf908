/** A column of numbers; a missing value is null, never NaN. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** A column of categories or other text; a missing value is null, never an empty string. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  readonly values: readonly (string | null)[];
}

export type Column = NumberColumn | TextColumn;

/** A rectangular dataset: one row per participant, columns of equal length with names of their own. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Why data cannot be used as they are; `row` counts as a spreadsheet does, the column names being row 1. */
export interface DataProblem {
  readonly code: string;
  readonly row: number | null;
  readonly column: string | null;
  readonly detail: string;
}

/** A table from its columns; throws RangeError where lengths differ or a name comes twice, which is a fault of the caller. */
export function tableOf(columns: readonly Column[]): Table {
  const rows = columns[0]?.values.length ?? 0;
  for (const column of columns) {
    if (column.values.length !== rows)
      throw new RangeError(`column ${column.name} has ${column.values.length} values, not ${rows}`);
  }
  if (new Set(columns.map((column) => column.name)).size < columns.length) throw new RangeError('two columns share a name');
  return { rows, columns };
}

/** The column of that name, or undefined. */
export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}
