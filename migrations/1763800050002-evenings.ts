import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Facilitators without an account, and the links that are good for an evening: one group, one person, known by a hash, void when a newer
 * one is made. Telephone numbers and names are sealed under a key of each person's own.
 */
export class Evenings1763800050002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identity.facilitator (
        staff uuid PRIMARY KEY,
        trial text NOT NULL,
        site text NOT NULL,
        wrapped_key text NOT NULL,
        name text NOT NULL,
        telephone text NOT NULL,
        created_on date NOT NULL
      );
      CREATE INDEX facilitator_of_site ON identity.facilitator (trial, site);

      CREATE TABLE linkage.evening_link (
        code_hash text PRIMARY KEY,
        link uuid NOT NULL UNIQUE,
        staff uuid NOT NULL,
        grant_id uuid NOT NULL,
        group_id uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        ordinal integer NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE INDEX evening_link_of ON linkage.evening_link (staff, group_id);

      CREATE TABLE linkage.evening_session (
        token_hash text PRIMARY KEY,
        link uuid NOT NULL REFERENCES linkage.evening_link (link),
        created_at timestamptz NOT NULL,
        ended_at timestamptz
      );

      GRANT SELECT, INSERT, UPDATE ON identity.facilitator TO lodtraek_identity;
      GRANT SELECT, INSERT, UPDATE ON linkage.evening_link, linkage.evening_session TO lodtraek_linkage;

      ALTER TABLE identity.facilitator ENABLE ROW LEVEL SECURITY;
      CREATE POLICY facilitator_by_site ON identity.facilitator TO lodtraek_identity
        USING (
          current_setting('app.trial', true) = trial
          AND (current_setting('app.sites', true) = '*' OR site = ANY (string_to_array(current_setting('app.sites', true), ','))));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE linkage.evening_session, linkage.evening_link, identity.facilitator');
  }
}
