/** Rows as CSV for a Danish spreadsheet: semicolons and a mark of the encoding. A cell that would be read as a formula is made text. */
export function csvOf(rows: readonly (readonly string[])[]): Blob {
  const cell = (value: string): string => {
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[";\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  const text = rows.map((row) => row.map(cell).join(';')).join('\r\n');
  return new Blob([`\uFEFF${text}\r\n`], { type: 'text/csv;charset=utf-8' });
}
