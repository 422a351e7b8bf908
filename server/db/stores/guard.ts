import type { Allocated } from '#protocols/randomisation/memory';
import type { Queryable } from '../zone';

/** Somebody judged at the door: by whom, when, and what came of it. */
export interface JudgedRow {
  participant: string;
  site: string;
  actor: string;
  at: string;
  position: number;
  eligible: boolean;
  answers: Record<string, unknown>;
  drawnAt: string | null;
  /** Left before or after the draw. */
  stopped: boolean;
}

export interface GuardRows {
  judged: JudgedRow[];
  /** What was drawn, in the order it was drawn. */
  drawn: (Allocated & { position: number; scheme: string; stratum: string })[];
}

/** What the guard against selection rests on. Only the allocator may read it. */
export async function guardRows(tx: Queryable, trial: string): Promise<GuardRows> {
  const [row] = await tx.query<{ found: GuardRows }>('SELECT allocation.guard_rows($1) AS found', [trial]);
  return row!.found;
}
