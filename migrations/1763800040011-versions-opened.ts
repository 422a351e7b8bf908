import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each version of a trial was opened, for whoever reads the protocol: the time of its fact, and nothing else of the facts. */
export class VersionsOpened1763800040011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.versions_opened(p_trial text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_object_agg(v.version, to_char(f.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), '{}')
        FROM research.trial_version v JOIN audit.fact f ON f.position = v.from_position WHERE v.trial = p_trial
      $$;
      REVOKE ALL ON FUNCTION research.versions_opened(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.versions_opened(text) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.versions_opened;');
  }
}
