import type { Queryable } from '../zone';

/** How many facts of a participant an erasure would take the words from. */
export async function countErasable(tx: Queryable, participant: string): Promise<number> {
  const [row] = await tx.query<{ facts: number }>('SELECT research.erasable_facts($1) AS facts', [participant]);
  return row!.facts;
}

/** Where and when a participant was erased, if they were. */
export async function erasedAt(tx: Queryable, participant: string): Promise<{ position: number; at: string } | undefined> {
  const [row] = await tx.query<{ position: string; at: string }>(
    `SELECT from_position AS position, research.instant(occurred_at) AS at FROM research.milestone
     WHERE participant = $1 AND kind = 'erased' ORDER BY from_position DESC LIMIT 1`,
    [participant],
  );
  return row && { position: Number(row.position), at: row.at };
}
