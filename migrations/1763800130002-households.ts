import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who lives together is a step of each person's way: the allocator reads it with the rest when a cohort is drawn. */
export class Households1763800130002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.project_household_set(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.milestone
          SELECT f.position, x.participant, f.trial, x.site, f.kind, f.actor, f.occurred_at, p
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;
      REVOKE ALL ON FUNCTION research.project_household_set(audit.fact, jsonb, boolean) FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.project_household_set');
  }
}
