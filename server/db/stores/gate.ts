import type { Registered } from '#protocols/model/gate';
import type { Queryable } from '../zone';

/** What was registered towards a trial's opening, oldest first. */
export function registeredConditions(
  research: Queryable,
  trial: string,
): Promise<{ condition: Registered; site: string | null; reference: string }[]> {
  return research.query('SELECT condition, site, reference FROM research.gate WHERE trial = $1 ORDER BY from_position', [trial]);
}

/** How many grants as safety contact stand in a trial. */
export async function countClinicians(research: Queryable, trial: string): Promise<number> {
  const [row] = await research.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM research.staff_grant WHERE trial = $1 AND role = 'safety-contact' AND to_position IS NULL`,
    [trial],
  );
  return row!.n;
}
