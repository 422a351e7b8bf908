import type { DataProblem } from './table';

/**
 * The records of a CSV text by RFC 4180, read strictly: LF or CRLF line ends, a quote only around a whole cell, doubled
 * inside it. Written here because csv-parse needs Node's Buffer, which the analysis does without.
 * The separator is `;` where the first line holds one outside quotes and no `,`; else `,`. A leading byte order mark and empty
 * lines at the end are passed over.
 */
export function parseCsv(text: string): string[][] | DataProblem {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const separator = separatorOf(source);
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  const wrong = (detail: string): DataProblem => ({ code: 'malformed-csv', row: records.length + 1, column: null, detail });
  const endCell = () => {
    record.push(cell);
    cell = '';
    state = 'start';
  };

  for (let i = 0; i < source.length; i++) {
    const sign = source[i]!;
    if (state === 'quoted') {
      if (sign !== '"') cell += sign;
      else if (source[i + 1] === '"') {
        cell += '"';
        i++;
      } else state = 'closed';
    } else if (sign === separator) endCell();
    else if (sign === '\n' || (sign === '\r' && source[i + 1] === '\n')) {
      if (sign === '\r') i++;
      endCell();
      records.push(record);
      record = [];
    } else if (state === 'closed') {
      return wrong(
        `Row ${records.length + 1}: text follows a closing quotation mark. Double a quotation mark that belongs to the text.`,
      );
    } else if (sign === '"') {
      if (state === 'plain')
        return wrong(`Row ${records.length + 1}: a quotation mark stands inside a cell that did not begin with one.`);
      state = 'quoted';
    } else {
      cell += sign;
      state = 'plain';
    }
  }
  if (state === 'quoted') return wrong(`Row ${records.length + 1}: a quotation mark is opened and never closed.`);
  if (cell !== '' || record.length > 0 || (state as string) === 'closed') {
    endCell();
    records.push(record);
  }
  while (records.length > 0 && records.at(-1)!.length === 1 && records.at(-1)![0] === '') records.pop();
  return records;
}

/** The sign between cells, told by the first line. */
export function separatorOf(source: string): ',' | ';' {
  let quoted = false;
  let semicolon = false;
  for (const sign of source) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === '\n') break;
    else if (!quoted && sign === ',') return ',';
    else if (!quoted && sign === ';') semicolon = true;
  }
  return semicolon ? ';' : ',';
}
