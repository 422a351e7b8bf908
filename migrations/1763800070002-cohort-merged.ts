import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A cohort that is too small is postponed, queue and all, or merged whole into another before the draw. A merged cohort ends: it has no
 * row that is true now, so nobody can join it or draw lots for it.
 */
export class CohortMerged1763800070002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.project_cohort_merged(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.lock_cohort((p->>'cohort')::uuid);
        -- Everybody in it was moved by the facts beside this one. Who joined meanwhile must be moved too: decide again.
        IF NOT p_rebuilding AND EXISTS (
          SELECT FROM research.membership m WHERE m.cohort = (p->>'cohort')::uuid AND m.to_position IS NULL) THEN
          RAISE EXCEPTION 'somebody joined meanwhile' USING ERRCODE = 'LT009';
        END IF;
        UPDATE research.cohort SET to_position = f.position WHERE cohort = (p->>'cohort')::uuid AND to_position IS NULL;
      END $$;

      CREATE FUNCTION research.project_cohort_rescheduled(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE sql AS $$
        WITH before AS (
          UPDATE research.cohort SET to_position = f.position WHERE cohort = (p->>'cohort')::uuid AND to_position IS NULL RETURNING *)
        INSERT INTO research.cohort
          SELECT b.cohort, b.trial, b.site, b.name, (p->>'startsOn')::date, (p->>'endsOn')::date,
            coalesce((p->>'closesOn')::date, b.closes_on), b.minimum, b.capacity, b.drawn_at, f.position, NULL FROM before b
      $$;
      REVOKE ALL ON FUNCTION research.project_cohort_merged(audit.fact, jsonb, boolean),
        research.project_cohort_rescheduled(audit.fact, jsonb, boolean) FROM PUBLIC;

      -- A cohort keeps its name in the time line after it has ended.
      CREATE OR REPLACE FUNCTION research.turns_of(p_participant uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'at', research.instant(t.occurred_at), 'actor', t.actor, 'detail', t.detail)
          ORDER BY t.position), '[]')
        FROM (
          SELECT f.position, f.kind, f.occurred_at, f.actor, jsonb_build_object('name', (
            SELECT c.name FROM research.cohort c WHERE c.cohort = m.cohort ORDER BY c.from_position DESC LIMIT 1)) AS detail
          FROM research.membership m JOIN audit.fact f ON f.position = m.from_position
          WHERE m.participant = p_participant AND research.in_scope(m.trial, m.site, NULL)
          UNION ALL
          SELECT f.position, f.kind, f.occurred_at, f.actor, jsonb_build_object('arm', a.arm)
          FROM allocation.allocation a JOIN audit.fact f ON f.position = a.from_position
          WHERE a.participant = p_participant AND research.reads('arms', a.trial) AND research.in_scope(a.trial, a.site, NULL)) t
      $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.project_cohort_merged(audit.fact, jsonb, boolean), research.project_cohort_rescheduled(audit.fact, jsonb, boolean);
      CREATE OR REPLACE FUNCTION research.turns_of(p_participant uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'at', research.instant(t.occurred_at), 'actor', t.actor, 'detail', t.detail)
          ORDER BY t.position), '[]')
        FROM (
          SELECT f.position, f.kind, f.occurred_at, f.actor, jsonb_build_object('name', c.name) AS detail
          FROM research.membership m
            JOIN audit.fact f ON f.position = m.from_position
            JOIN research.cohort c ON c.cohort = m.cohort AND c.to_position IS NULL
          WHERE m.participant = p_participant AND research.in_scope(m.trial, m.site, NULL)
          UNION ALL
          SELECT f.position, f.kind, f.occurred_at, f.actor, jsonb_build_object('arm', a.arm)
          FROM allocation.allocation a JOIN audit.fact f ON f.position = a.from_position
          WHERE a.participant = p_participant AND research.reads('arms', a.trial) AND research.in_scope(a.trial, a.site, NULL)) t
      $$;
    `);
  }
}
