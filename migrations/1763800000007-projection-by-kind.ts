import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A kind of fact brings its own projection: a function `research.project_<kind>`, with underscores for hyphens, in the migration that
 * brings its tables. The first kinds keep the function they came with; one of them is replaced by giving it a function of its own.
 */
export class ProjectionByKind1763800000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER FUNCTION research.project(audit.fact, jsonb, boolean) RENAME TO project_first;

      CREATE FUNCTION research.project(f audit.fact, p jsonb, p_rebuilding boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        own regproc;
      BEGIN
        -- Answers are nearly everything that happens: they do not pay for the look-up.
        IF f.kind <> 'item-answered' THEN
          own := to_regproc('research.project_' || replace(f.kind, '-', '_'));
        END IF;
        IF own IS NULL THEN
          PERFORM research.project_first(f, p, p_rebuilding);
        ELSE
          EXECUTE format('SELECT %s($1, $2, $3)', own) USING f, p, p_rebuilding;
        END IF;
      END $$;

      -- Every table of the research schema holds nothing but what the facts say; in the allocation schema only those named or marked so.
      CREATE FUNCTION research.read_tables() RETURNS SETOF text LANGUAGE sql STABLE AS $$
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND (n.nspname = 'research' OR n.nspname = 'allocation' AND (
          c.relname IN ('slot', 'allocation') OR pg_catalog.obj_description(c.oid, 'pg_class') = 'read table'))
      $$;

      CREATE OR REPLACE FUNCTION research.rebuild() RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        f audit.fact;
        p jsonb;
        n bigint := 0;
      BEGIN
        -- Waits for appends under way and holds off new ones, as a cut-off does.
        PERFORM pg_advisory_xact_lock(724001);
        EXECUTE (SELECT 'TRUNCATE ' || string_agg(name, ', ') FROM research.read_tables() AS name);
        FOR f IN SELECT * FROM audit.fact ORDER BY position LOOP
          SELECT payload INTO p FROM audit.fact_payload WHERE fact = f.id;
          PERFORM research.project(f, p, true);
          n := n + 1;
        END LOOP;
        RETURN n;
      END $$;
      REVOKE ALL ON FUNCTION research.project(audit.fact, jsonb, boolean), research.read_tables() FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.project(audit.fact, jsonb, boolean);
      ALTER FUNCTION research.project_first(audit.fact, jsonb, boolean) RENAME TO project;
      CREATE OR REPLACE FUNCTION research.rebuild() RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        f audit.fact;
        p jsonb;
        n bigint := 0;
      BEGIN
        PERFORM pg_advisory_xact_lock(724001);
        TRUNCATE research.trial_version, research.lottery, research.clock, research.staff_grant, research.plan_lock, research.export,
          research.cohort, research.participant, research.milestone, research.membership, research.response, research.submission,
          research.letter, allocation.slot, allocation.allocation;
        FOR f IN SELECT * FROM audit.fact ORDER BY position LOOP
          SELECT payload INTO p FROM audit.fact_payload WHERE fact = f.id;
          PERFORM research.project(f, p, true);
          n := n + 1;
        END LOOP;
        RETURN n;
      END $$;
      DROP FUNCTION research.read_tables;
    `);
  }
}
