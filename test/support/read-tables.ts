import type { Client } from 'pg';

/** The tables that hold nothing but what the facts say, in the order of their names. */
export const READ_TABLES = [
  'allocation.allocation',
  'allocation.slot',
  'research.attendance',
  'research.ceremony_step',
  'research.clock',
  'research.cohort',
  'research.evening_link',
  'research.export',
  'research.group_session',
  'research.letter',
  'research.lottery',
  'research.match',
  'research.membership',
  'research.milestone',
  'research.participant',
  'research.peer_group',
  'research.placement',
  'research.plan_lock',
  'research.response',
  'research.staff_grant',
  'research.standing',
  'research.submission',
  'research.trial_version',
] as const;

/** Every row of every read table as text, sorted, so that two moments can be compared. */
export async function dumpReadTables(owner: Client): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const table of READ_TABLES) {
    const { rows } = await owner.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`);
    dump[table] = rows.map(({ row }) => row);
  }
  return dump;
}
