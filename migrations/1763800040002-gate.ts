import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody registered towards a trial's opening: conditions, with the case number each rests on. The newest of each counts. */
export class Gate1763800040002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.gate (
        trial text NOT NULL,
        condition text NOT NULL,
        site text,
        reference text NOT NULL,
        registered_by text NOT NULL,
        registered_at timestamptz NOT NULL,
        from_position bigint NOT NULL,
        CONSTRAINT gate_pkey PRIMARY KEY (from_position)
      );
      CREATE FUNCTION research.project_gate_met(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.gate VALUES (f.trial, p->>'condition', p->>'site', p->>'reference', f.actor, f.occurred_at, f.position);
      END $$;
      REVOKE ALL ON FUNCTION research.project_gate_met(audit.fact, jsonb, boolean) FROM PUBLIC;
      CREATE FUNCTION research.peopled_sites(p_trial text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(DISTINCT p.site), '[]') FROM research.participant p WHERE p.trial = p_trial
      $$;
      REVOKE ALL ON FUNCTION research.peopled_sites(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.peopled_sites(text) TO lodtraek_research;
      GRANT SELECT ON research.gate TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.peopled_sites, research.project_gate_met; DROP TABLE research.gate;');
  }
}
