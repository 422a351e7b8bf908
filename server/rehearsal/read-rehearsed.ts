import type { Change } from '#protocols/model/fact';
import type { Queryable } from '../db/zone';

/** What a report is made of: the read tables of one rehearsed trial, as its owner sees them. */
export interface RehearsedRows {
  people: {
    participant: string;
    site: string;
    registeredAt: string;
    /** The kinds of what happened to them, without those of answers. */
    steps: string[];
    eligible: boolean | null;
    changes: { change: Change; at: string }[];
    submissions: { wave: string; late: boolean; at: string }[];
    /** The waves of which at least one answer is there. */
    begun: string[];
    drawn: { arm: string; stratum: string; cohort: string; at: string } | null;
  }[];
  cohorts: { cohort: string; site: string; name: string; startsOn: string; moved: boolean }[];
  letters: { letter: string; wave: string; participant: string; ordinal: number; at: string }[];
}

const AT = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

export async function readRehearsed(owner: Queryable, trial: string): Promise<RehearsedRows> {
  const people = await owner.query<RehearsedRows['people'][number]>(
    `SELECT p.participant, p.site, ${AT('p.registered_at')} AS "registeredAt",
       ARRAY(SELECT DISTINCT m.kind FROM research.milestone m WHERE m.participant = p.participant ORDER BY 1) AS steps,
       (SELECT (m.detail->>'eligible')::boolean FROM research.milestone m WHERE m.participant = p.participant AND m.kind = 'screened'
        ORDER BY m.from_position DESC LIMIT 1) AS eligible,
       coalesce((SELECT jsonb_agg(jsonb_build_object('change', m.detail->>'change', 'at', ${AT('m.occurred_at')}) ORDER BY m.from_position)
        FROM research.milestone m WHERE m.participant = p.participant AND m.kind = 'participation-changed'), '[]') AS changes,
       coalesce((SELECT jsonb_agg(jsonb_build_object('wave', s.wave, 'late', s.late, 'at', ${AT('s.occurred_at')}))
        FROM research.submission s WHERE s.participant = p.participant AND s.to_position IS NULL), '[]') AS submissions,
       ARRAY(SELECT DISTINCT r.wave FROM research.response r WHERE r.participant = p.participant AND r.to_position IS NULL ORDER BY 1) AS begun,
       (SELECT jsonb_build_object('arm', a.arm, 'stratum', a.stratum, 'cohort', a.cohort, 'at', ${AT('a.occurred_at')})
        FROM allocation.allocation a WHERE a.participant = p.participant) AS drawn
     FROM research.participant p WHERE p.trial = $1 ORDER BY p.registered_at, p.code`,
    [trial],
  );
  const cohorts = await owner.query<RehearsedRows['cohorts'][number]>(
    `SELECT c.cohort, c.site, c.name, c.starts_on::text AS "startsOn",
       EXISTS (SELECT FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id
               WHERE f.trial = $1 AND f.kind = 'cohort-rescheduled' AND p.payload->>'cohort' = c.cohort::text) AS moved
     FROM research.cohort c WHERE c.trial = $1 AND c.to_position IS NULL ORDER BY c.starts_on, c.name`,
    [trial],
  );
  const letters = await owner.query<RehearsedRows['letters'][number]>(
    `SELECT l.letter, l.wave, l.participant, l.ordinal, ${AT('l.occurred_at')} AS at FROM research.letter l WHERE l.trial = $1 ORDER BY l.occurred_at`,
    [trial],
  );
  return { people, cohorts, letters };
}
