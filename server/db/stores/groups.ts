import type { Fidelity, Presence } from '#protocols/model/delivery';
import type { Way } from '#protocols/model/way';
import type { Queryable } from '../zone';

/** A group as formed. */
export interface PeerGroup {
  group: string;
  site: string;
  cohort: string;
  delivery: string;
  name: string;
  meetsAt: string;
  sessions: string[];
  capacity: number;
}

/** Somebody who is, or was, in a group. */
export interface Placement {
  participant: string;
  placedOn: string;
  leftOn: string | null;
  reason: string | null;
}

export interface HeldSession {
  ordinal: number;
  held: boolean;
  heldOn: string;
  theme: number | null;
  fidelity: Fidelity | null;
}

export interface Attendance {
  participant: string;
  ordinal: number;
  presence: Presence;
}

const GROUP = `g.group_id AS "group", g.site, g.cohort, g.delivery, g.name, g.meets_at AS "meetsAt", g.sessions::text[] AS sessions, g.capacity`;

/** The groups that the scope shows, with how many are in each and how many sessions were held; the newest first. */
export async function listGroups(tx: Queryable, trial: string): Promise<(PeerGroup & { people: number; held: number })[]> {
  return tx.query(
    `SELECT ${GROUP},
       (SELECT count(*)::integer FROM research.placement p WHERE p.group_id = g.group_id AND p.to_position IS NULL) AS people,
       (SELECT count(*)::integer FROM research.group_session s WHERE s.group_id = g.group_id AND s.to_position IS NULL AND s.held) AS held
     FROM research.peer_group g WHERE g.trial = $1 ORDER BY g.sessions[1] DESC, g.name, g.group_id`,
    [trial],
  );
}

export async function readGroup(tx: Queryable, trial: string, group: string): Promise<PeerGroup | undefined> {
  const [row] = await tx.query<PeerGroup>(`SELECT ${GROUP} FROM research.peer_group g WHERE g.trial = $1 AND g.group_id = $2`, [
    trial,
    group,
  ]);
  return row;
}

/** Everybody who is or was in a group, each once and as they stand now, in the order in which they came. */
export async function placementsOf(tx: Queryable, group: string): Promise<Placement[]> {
  return tx.query(
    `SELECT participant, "placedOn", "leftOn", reason FROM (
       SELECT DISTINCT ON (participant) participant, placed_on::text AS "placedOn", left_on::text AS "leftOn", reason, from_position
       FROM research.placement WHERE group_id = $1 ORDER BY participant, from_position DESC) p ORDER BY from_position`,
    [group],
  );
}

/** What is recorded of a group's sessions, in their order. */
export async function sessionsOf(tx: Queryable, group: string): Promise<HeldSession[]> {
  return tx.query(
    `SELECT ordinal, held, held_on::text AS "heldOn", theme, fidelity FROM research.group_session
     WHERE group_id = $1 AND to_position IS NULL ORDER BY ordinal`,
    [group],
  );
}

/** Who was at which session. */
export async function attendanceOf(tx: Queryable, group: string): Promise<Attendance[]> {
  return tx.query(
    `SELECT participant, ordinal, presence FROM research.attendance WHERE group_id = $1 AND to_position IS NULL ORDER BY ordinal`,
    [group],
  );
}

/** The group that a participant is in now, by component, as the scope shows it. */
export async function placesOf(tx: Queryable, participant: string): Promise<{ group: string; delivery: string }[]> {
  return tx.query(
    `SELECT group_id AS "group", delivery FROM research.placement WHERE participant = $1 AND to_position IS NULL ORDER BY delivery`,
    [participant],
  );
}

/** The ways of those drawn to `arm` in a cohort who never were in a group of the component, in the order of their codes. */
export async function waysToPlace(tx: Queryable, cohort: string, arm: string, delivery: string): Promise<Way[]> {
  const rows = await tx.query<{ way: Way }>(
    `SELECT research.way(p.participant) AS way FROM allocation.allocation a JOIN research.participant p ON p.participant = a.participant
     WHERE a.cohort = $1 AND a.arm = $2
       AND NOT EXISTS (SELECT FROM research.placement x WHERE x.participant = a.participant AND x.delivery = $3)
     ORDER BY p.code`,
    [cohort, arm, delivery],
  );
  return rows.map(({ way }) => way);
}

/** The grants in force to one group or, without one, of facilitators in the trial at all. */
export async function facilitatorGrants(
  research: Queryable,
  trial: string,
  site: string,
  group: string | null,
): Promise<{ staff: string; grant: string; group: string | null }[]> {
  return research.query(
    `SELECT staff, grant_id AS "grant", group_id AS "group" FROM research.staff_grant
     WHERE trial = $1 AND role = 'facilitator' AND to_position IS NULL AND (site = $2 OR site IS NULL)
       AND ($3::uuid IS NULL OR group_id = $3) ORDER BY from_position`,
    [trial, site, group],
  );
}

/** When links for an evening went out, the newest first. */
export async function issuedLinks(
  tx: Queryable,
  group: string,
): Promise<{ staff: string; ordinal: number; channel: 'sms' | 'by-hand'; at: string }[]> {
  return tx.query(
    `SELECT staff, ordinal, channel, research.instant(occurred_at) AS at FROM research.evening_link
     WHERE group_id = $1 ORDER BY from_position DESC`,
    [group],
  );
}
