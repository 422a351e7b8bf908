import type { Queryable } from '../zone';

export interface TrialCounts {
  registered: number;
  consented: number;
  eligible: number;
  allocated: number;
}

/** Counts of people at the scope's sites; none of them tells an arm. */
export async function countsOf(tx: Queryable, trial: string): Promise<TrialCounts> {
  const [row] = await tx.query<{ counts: TrialCounts }>('SELECT research.counts_of($1) AS counts', [trial]);
  return row!.counts;
}

/** The commitment to the seed of a scheme, published before the first participant. */
export async function commitmentOf(research: Queryable, trial: string, scheme: string): Promise<string | null> {
  const [row] = await research.query<{ commitment: string }>(
    'SELECT commitment FROM research.lottery WHERE trial = $1 AND scheme = $2',
    [trial, scheme],
  );
  return row?.commitment ?? null;
}

/** Whether two people have locked the trial's data and plan. */
export async function isLocked(research: Queryable, trial: string): Promise<boolean> {
  const rows = await research.query('SELECT FROM research.plan_lock WHERE trial = $1 AND locked_by IS NOT NULL', [trial]);
  return rows.length > 0;
}
