import type { CohortDates, Way } from '#protocols/model/way';
import type { Queryable } from '../zone';

export interface SiteCohort extends CohortDates {
  site: string;
  members: number;
}

const COLUMNS = `c.cohort, c.site, c.name, c.starts_on::text AS "startsOn", c.ends_on::text AS "endsOn", c.closes_on::text AS "closesOn",
  c.minimum, c.capacity, research.instant(c.drawn_at) AS "drawnAt",
  (SELECT count(*)::integer FROM research.membership m WHERE m.cohort = c.cohort AND m.to_position IS NULL) AS members`;

/** The site of a cohort, where the scope shows it. */
export async function siteOfCohort(tx: Queryable, trial: string, cohort: string): Promise<string | undefined> {
  const [row] = await tx.query<{ site: string }>(
    'SELECT site FROM research.cohort WHERE trial = $1 AND cohort = $2 AND to_position IS NULL',
    [trial, cohort],
  );
  return row?.site;
}

/** The cohorts at the scope's sites, the next to start first. */
export async function listCohorts(tx: Queryable, trial: string): Promise<SiteCohort[]> {
  return tx.query<SiteCohort>(
    `SELECT ${COLUMNS} FROM research.cohort c WHERE c.trial = $1 AND c.to_position IS NULL ORDER BY c.starts_on DESC, c.name, c.cohort`,
    [trial],
  );
}

export async function readCohort(tx: Queryable, trial: string, cohort: string): Promise<SiteCohort | undefined> {
  const [row] = await tx.query<SiteCohort>(
    `SELECT ${COLUMNS} FROM research.cohort c WHERE c.trial = $1 AND c.cohort = $2 AND c.to_position IS NULL`,
    [trial, cohort],
  );
  return row;
}

/** The ways of those in a cohort, as the scope shows them, in the order of their codes: an order that tells nothing. */
export async function waysOfCohort(tx: Queryable, trial: string, cohort: string): Promise<Way[]> {
  const rows = await tx.query<{ way: Way }>(
    `SELECT research.way(p.participant) AS way FROM research.membership m JOIN research.participant p ON p.participant = m.participant
     WHERE m.trial = $1 AND m.cohort = $2 AND m.to_position IS NULL ORDER BY p.code`,
    [trial, cohort],
  );
  return rows.map(({ way }) => way);
}
