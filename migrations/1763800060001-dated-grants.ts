import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A grant has a first day, a last day and a peer group where it was given with them; one from before has none and stays as it was. */
export class DatedGrants1763800060001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE research.staff_grant
        ADD COLUMN starts_on date,
        ADD COLUMN ends_on date,
        ADD COLUMN group_id uuid,
        ADD CONSTRAINT staff_grant_dates CHECK (starts_on <= ends_on);
      CREATE INDEX staff_grant_of_trial ON research.staff_grant (trial, from_position);

      CREATE FUNCTION research.project_grant_given(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.staff_grant (grant_id, staff, role, trial, site, from_position, to_position, starts_on, ends_on, group_id)
          VALUES ((p->>'grant')::uuid, (p->>'staff')::uuid, p->>'role', f.trial, p->>'site', f.position, NULL,
            (p->>'from')::date, (p->>'until')::date, (p->>'group')::uuid);
      END $$;
      REVOKE ALL ON FUNCTION research.project_grant_given(audit.fact, jsonb, boolean) FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.project_grant_given;
      DROP INDEX research.staff_grant_of_trial;
      ALTER TABLE research.staff_grant DROP CONSTRAINT staff_grant_dates, DROP COLUMN starts_on, DROP COLUMN ends_on, DROP COLUMN group_id;
    `);
  }
}
