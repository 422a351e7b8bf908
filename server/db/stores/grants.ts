import type { Role } from '#protocols/model/role';
import type { Administering, GrantDays, Rostered } from '#protocols/rules/grants';
import type { Queryable } from '../zone';

/** The trial in which a grant is in force. */
export async function trialOfGrant(research: Queryable, grant: string): Promise<string | undefined> {
  const [row] = await research.query<{ trial: string }>(
    'SELECT trial FROM research.staff_grant WHERE grant_id = $1 AND to_position IS NULL',
    [grant],
  );
  return row?.trial;
}

/** Everybody who was given the role of safety contact and still holds it, in the order of giving. Which days, is for a rule to say. */
export async function listRoster(research: Queryable, trial: string): Promise<Rostered[]> {
  return research.query(
    `SELECT staff, site, starts_on::text AS "from", ends_on::text AS until FROM research.staff_grant
     WHERE trial = $1 AND role = 'safety-contact' AND to_position IS NULL ORDER BY from_position`,
    [trial],
  );
}

/** Who holds a grant in a trial that was not ended, in the order in which they were given. */
export function peopleWithGrants(
  research: Queryable,
  trial: string,
): Promise<{ staff: string; role: Role; site: string | null }[]> {
  return research.query(
    'SELECT staff, role, site FROM research.staff_grant WHERE trial = $1 AND to_position IS NULL ORDER BY from_position',
    [trial],
  );
}

export interface GrantListed extends GrantDays {
  grant: string;
  staff: string;
  role: Role;
  site: string | null;
  group: string | null;
}

/** The grants given in a trial and not ended, oldest first. */
export async function listGrantRows(research: Queryable, trial: string): Promise<GrantListed[]> {
  return research.query(
    `SELECT grant_id AS "grant", staff, role, site, group_id AS "group", starts_on::text AS "from", ends_on::text AS until
     FROM research.staff_grant WHERE trial = $1 AND to_position IS NULL ORDER BY from_position`,
    [trial],
  );
}

/** The grants as administrator that were not ended: in a trial, or in every trial in which `staff` holds one. */
export async function listAdministering(
  research: Queryable,
  of: { trial: string } | { staff: string },
): Promise<(Administering & { trial: string })[]> {
  return research.query(
    `SELECT grant_id AS "grant", staff, trial, site, starts_on::text AS "from", ends_on::text AS until FROM research.staff_grant
     WHERE role = 'administrator' AND to_position IS NULL AND (trial = $1 OR trial IN (
       SELECT trial FROM research.staff_grant WHERE staff = $2 AND role = 'administrator' AND to_position IS NULL))
     ORDER BY from_position`,
    ['trial' in of ? of.trial : null, 'staff' in of ? of.staff : null],
  );
}
