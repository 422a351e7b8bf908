import type { Blank, Change } from '#protocols/model/fact';
import type { ScreeningAnswers } from '#protocols/rules/eligibility';
import type { Queryable } from '../zone';

/** Answers without arms, of people under numbers that nothing else knows; seconds count from the draw. */
export interface RehearsalRows {
  readonly people: readonly { key: number; version: string; site: string; cohort: string; scheme: string; stratum: string }[];
  /** By item a code, or the reason why there is none. */
  readonly answers: readonly {
    key: number;
    wave: string;
    instrument: string;
    late: boolean;
    after: number;
    items: Readonly<Record<string, number | Blank>>;
  }[];
  readonly submissions: readonly { key: number; wave: string; late: boolean; after: number }[];
  readonly changes: readonly { key: number; change: Change; after: number }[];
  readonly screenings: readonly { key: number; answers: ScreeningAnswers }[];
}

/** What a plan is rehearsed on, as things stand. The transaction's scope must read 'rehearsal'. */
export async function readRehearsalRows(tx: Queryable, trial: string): Promise<RehearsalRows> {
  const [row] = await tx.query<{ rows: RehearsalRows }>('SELECT research.rehearsal_rows($1) AS rows', [trial]);
  return row!.rows;
}
