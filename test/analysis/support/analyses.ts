import { runAnalyses } from '#analysis/analyses/run';
import { readFrame } from '#analysis/data/frame';
import type { Found, Layout, NotFound } from '#protocols/model/analyses';
import { referenceText } from './reference';

export interface Asked {
  readonly id?: string;
  readonly method: string;
  readonly [option: string]: unknown;
}

/** What one analysis of a CSV text answers. */
export function ask(csv: string, data: Layout, asked: Asked): Found | NotFound {
  const frame = readFrame(csv, data.decimal);
  if ('problems' in frame) throw new Error(frame.problems[0]!.detail);
  return runAnalyses({ data, analyses: [{ ...asked }] }, frame).estimates[0]!;
}

/** What one analysis of a CSV text finds; a refusal fails the test with its reason. */
export function find(csv: string, data: Layout, asked: Asked): Found {
  const answer = ask(csv, data, asked);
  if ('refused' in answer) throw new Error(`${answer.refused}: ${answer.detail}`);
  return answer;
}

/** The code of the refusal, or null where there was an answer. */
export function refusal(csv: string, data: Layout, asked: Asked): string | null {
  const answer = ask(csv, data, asked);
  return 'refused' in answer ? answer.refused : null;
}

/** A reference dataset's text, its rows changed by a function of the cells by column. */
export function changed(
  name: string,
  change: (row: Record<string, string>, i: number) => Record<string, string> | null = (row) => row,
): string {
  const [head, ...rows] = referenceText(`data/${name}`).trim().split('\n');
  const names = head!.split(',').map(unquoted);
  const kept = rows.flatMap((line, i) => {
    const cells = line.split(',').map(unquoted);
    const row = change(Object.fromEntries(names.map((column, j) => [column, cells[j]!])), i);
    return row ? [row] : [];
  });
  return csvOf(kept);
}

/** CSV text of rows that have the same columns. */
export function csvOf(rows: readonly Record<string, string | number>[]): string {
  const names = Object.keys(rows[0] ?? {});
  return [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))].join('\n');
}

const unquoted = (cell: string) => cell.replace(/^"|"$/g, '');
