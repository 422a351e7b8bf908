import { zipSync } from 'fflate';
import type { Dataset } from '#analysis/data/dataset';
import { planOf, primaryOf } from '#analysis/data/protocol-plan';
import { variablesOf, type FileNames, type Variable } from '#analysis/data/variables';
import type { OpenedProtocol } from '../context';
import { codebookRows } from './codebook';
import { csvBytes, textBytes, type Cell, type Preset } from './csv';
import { readmeLines } from './readme-lines';

/** What an export says of itself. */
export interface Provenance {
  opened: OpenedProtocol;
  cutoff: number;
  plan: string;
  /** The day it was made, yyyy-mm-dd. */
  madeOn: string;
}

/** The zip of one export: data, codebook, what it is, and for statistics programs the plan that recomputes the result. */
export function archiveOf(dataset: Dataset, names: FileNames, preset: Preset, from: Provenance): Buffer {
  const { protocol } = from.opened;
  const variables = variablesOf(dataset, protocol, names);
  const files: Record<string, Uint8Array> = {
    'data.csv': csvBytes(dataRows(variables), preset),
    'codebook.csv': csvBytes(codebookRows(variables), preset),
    'README.txt': textBytes(readmeLines(dataset, preset, from), preset),
  };
  if (preset.id === 'statistics') {
    files['plan.json'] = Buffer.from(`${JSON.stringify(planOf(protocol, primaryOf(protocol)), null, 2)}\n`, 'utf8');
  }
  return Buffer.from(zipSync(files, { mtime: `${from.madeOn}T12:00:00` }));
}

function dataRows(variables: readonly Variable[]): Cell[][] {
  const rows = variables[0]!.column.values.map((_, row) => variables.map(({ column }) => column.values[row]!));
  return [variables.map(({ column }) => column.name), ...rows];
}
