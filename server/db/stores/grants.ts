import type { Queryable } from '../zone';

/** The trial in which a grant is in force. */
export async function trialOfGrant(research: Queryable, grant: string): Promise<string | undefined> {
  const [row] = await research.query<{ trial: string }>(
    'SELECT trial FROM research.staff_grant WHERE grant_id = $1 AND to_position IS NULL',
    [grant],
  );
  return row?.trial;
}
