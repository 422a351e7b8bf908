/** One departure of the database or the outside copy from what was once recorded, located as closely as can be. */
export interface Finding {
  code: FindingCode;
  position?: number;
  stream?: string;
  seq?: number;
  sentence: { da: string; en: string };
}

export type FindingCode =
  | 'checkpoint-missing'
  | 'checkpoint-altered'
  | 'checkpoint-row'
  | 'deleted'
  | 'tail-cut'
  | 'moved'
  | 'inserted'
  | 'changed'
  | 'header'
  | 'payload'
  | 'payload-missing'
  | 'payload-orphan'
  | 'chain'
  | 'head';

interface Place {
  position?: number;
  stream?: string;
  seq?: number;
}

/** Collects findings up to a number that still fits a report; beyond it they are counted. */
export interface Findings {
  readonly list: Finding[];
  omitted: number;
}

const MOST = 10_000;

export function note(findings: Findings, code: FindingCode, place: Place, da: string, en: string): void {
  if (findings.list.length < MOST) findings.list.push({ code, ...place, sentence: { da, en } });
  else findings.omitted += 1;
}
