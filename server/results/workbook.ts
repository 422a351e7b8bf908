import { PassThrough } from 'node:stream';
import { stream } from 'exceljs';
import type { Dataset } from '#analysis/data/dataset';
import { variablesOf, type FileNames, type Variable } from '#analysis/data/variables';
import { inLanguage, type Language } from '#protocols/model/text';
import type { Provenance } from './archive';
import { codebookRows } from './codebook';
import { neutralise, PRESETS, type Cell } from './csv';
import { readmeLines } from './readme-lines';

const SHEETS: Record<Language, { data: string; labels: string; codebook: string; about: string }> = {
  da: { data: 'Data', labels: 'Svar i ord', codebook: 'Kodebog', about: 'Om filen' },
  en: { data: 'Data', labels: 'Answers in words', codebook: 'Codebook', about: 'About' },
};
const WIDEST = 60;

/**
 * The data as an Excel workbook: codes as typed cells, the same rows with the codes in words, the codebook, and what the file is. Numbers
 * are numbers whatever the country of the reader's Excel. Written row by row, so that memory holds no second copy of the sheet.
 */
export async function workbookOf(dataset: Dataset, names: FileNames, language: Language, from: Provenance): Promise<Buffer> {
  const out = new PassThrough();
  const bytes = collect(out);
  const workbook = new stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  workbook.created = new Date(`${from.madeOn}T12:00:00Z`);
  workbook.modified = workbook.created;

  const variables = variablesOf(dataset, from.opened.protocol, names);
  const titles = SHEETS[language];
  const name = variables.map(({ column }) => column.name);
  const count = variables[0]!.column.values.length;
  const row = (of: (variable: Variable) => (row: number) => Cell) => {
    const cells = variables.map(of);
    return (index: number) => cells.map((cell) => cell(index));
  };

  writeSheet(
    workbook,
    titles.data,
    name,
    count,
    row(
      ({ column }) =>
        (index) =>
          column.values[index]!,
    ),
  );
  writeSheet(
    workbook,
    titles.labels,
    name,
    count,
    row((variable) => inWords(variable, language)),
  );
  const [header, ...lines] = codebookRows(variables);
  writeSheet(workbook, titles.codebook, header!, lines.length, (index) => lines[index]!);
  const about = readmeLines(dataset, { ...PRESETS.statistics, id: 'excel-workbook' }, from);
  writeSheet(workbook, titles.about, about.slice(0, 1), about.length - 1, (index) => [about[index + 1]!]);

  await workbook.commit();
  return bytes;
}

function writeSheet(
  workbook: stream.xlsx.WorkbookWriter,
  title: string,
  header: readonly Cell[],
  count: number,
  row: (index: number) => readonly Cell[],
): void {
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1, xSplit: header.length > 1 ? 1 : 0 }] });
  sheet.columns = header.map((cell) => ({ width: Math.min(WIDEST, Math.max(10, String(cell).length + 2)) }));
  const first = sheet.addRow(header.map(safe));
  first.font = { bold: true };
  first.commit();
  for (let index = 0; index < count; index += 1) sheet.addRow(row(index).map(safe)).commit();
  if (header.length > 1) sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: header.length } };
  sheet.commit();
}

/** Text as in the CSV files: a workbook saved as CSV later must not wake a formula. Numbers stay numbers, missing stays empty. */
const safe = (cell: Cell): Cell => (typeof cell === 'string' ? neutralise(cell) : cell);

/** A row's value in the words of its code, where it has any. */
function inWords({ column, codes }: Variable, language: Language): (row: number) => Cell {
  const words = new Map(codes.map(({ code, label }) => [code, inLanguage(label, language)]));
  return (row) => {
    const value = column.values[row]!;
    return value === null ? null : (words.get(String(value)) ?? value);
  };
}

function collect(out: PassThrough): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    out.on('data', (chunk: Buffer) => chunks.push(chunk));
    out.on('end', () => resolve(Buffer.concat(chunks)));
    out.on('error', reject);
  });
}
