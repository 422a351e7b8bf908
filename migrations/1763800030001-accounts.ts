import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How staff prove who they are: invitations, second factors, recovery codes, tickets between the steps of a sign-in, the wait after
 * wrong tries, and the log of all of it, which nobody changes.
 */
export class Accounts1763800030001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whoever is invited has an account before they have a password.
      ALTER TABLE identity.staff ALTER COLUMN password DROP NOT NULL;

      ALTER TABLE identity.staff_session ADD COLUMN session uuid, ADD COLUMN way text, ADD COLUMN proved_at timestamptz;
      UPDATE identity.staff_session SET session = gen_random_uuid(), way = 'password', proved_at = created_at;
      ALTER TABLE identity.staff_session ALTER COLUMN session SET NOT NULL, ALTER COLUMN way SET NOT NULL,
        ALTER COLUMN proved_at SET NOT NULL,
        ADD CONSTRAINT staff_session_session_key UNIQUE (session),
        ADD CONSTRAINT staff_session_way_check CHECK (way IN ('password', 'totp', 'passkey', 'recovery', 'invitation'));

      CREATE TABLE identity.staff_invitation (
        invitation uuid PRIMARY KEY,
        code_hash text NOT NULL UNIQUE,
        staff uuid NOT NULL REFERENCES identity.staff (staff),
        kind text NOT NULL CHECK (kind IN ('new', 'reset')),
        invited_by text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX staff_invitation_of ON identity.staff_invitation (staff);

      CREATE TABLE identity.staff_totp (
        totp uuid PRIMARY KEY,
        staff uuid NOT NULL REFERENCES identity.staff (staff),
        secret text NOT NULL,
        created_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        last_step bigint
      );
      CREATE UNIQUE INDEX staff_totp_in_use ON identity.staff_totp (staff) WHERE confirmed_at IS NOT NULL;
      CREATE UNIQUE INDEX staff_totp_offered ON identity.staff_totp (staff) WHERE confirmed_at IS NULL;

      CREATE TABLE identity.staff_passkey (
        passkey uuid PRIMARY KEY,
        credential text NOT NULL UNIQUE,
        staff uuid NOT NULL REFERENCES identity.staff (staff),
        public_key text NOT NULL,
        counter bigint NOT NULL,
        device text NOT NULL CHECK (device IN ('this-device', 'phone', 'key')),
        added_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX staff_passkey_of ON identity.staff_passkey (staff);

      CREATE TABLE identity.staff_recovery_code (
        staff uuid NOT NULL REFERENCES identity.staff (staff),
        code_digest text NOT NULL,
        made_at timestamptz NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (staff, code_digest)
      );

      -- What a passkey must sign: good for one try, and for what it was made for. No staff: somebody who is signing in.
      CREATE TABLE identity.staff_challenge (
        challenge_hash text PRIMARY KEY,
        staff uuid,
        expires_at timestamptz NOT NULL
      );

      -- Somebody who gave the right password and still owes the second factor.
      CREATE TABLE identity.staff_ticket (
        ticket_hash text PRIMARY KEY,
        staff uuid NOT NULL REFERENCES identity.staff (staff),
        expires_at timestamptz NOT NULL
      );

      -- Wrong tries in a row, by a keyed digest of the address (known here or not) or by account, and when the next try is looked at.
      CREATE TABLE identity.staff_wait (
        account text PRIMARY KEY,
        failures integer NOT NULL,
        failed_at timestamptz NOT NULL,
        open_at timestamptz NOT NULL
      );

      CREATE TABLE audit.staff_access (
        id bigserial PRIMARY KEY,
        at timestamptz NOT NULL,
        staff uuid,
        actor text NOT NULL,
        event text NOT NULL,
        way text,
        request text NOT NULL
      );
      CREATE INDEX staff_access_of ON audit.staff_access (staff, id);
      CREATE TRIGGER staff_access_is_append_only BEFORE UPDATE OR DELETE ON audit.staff_access
        FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
      CREATE TRIGGER staff_access_is_not_truncated BEFORE TRUNCATE ON audit.staff_access
        FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
      ALTER TABLE audit.staff_access ENABLE ALWAYS TRIGGER staff_access_is_append_only;
      ALTER TABLE audit.staff_access ENABLE ALWAYS TRIGGER staff_access_is_not_truncated;

      GRANT SELECT, INSERT, UPDATE ON identity.staff_invitation TO lodtraek_identity;
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.staff_totp, identity.staff_passkey, identity.staff_recovery_code,
        identity.staff_challenge, identity.staff_ticket, identity.staff_wait TO lodtraek_identity;
      GRANT INSERT ON audit.staff_access TO lodtraek_identity;
      GRANT USAGE ON SEQUENCE audit.staff_access_id_seq TO lodtraek_identity;
      GRANT SELECT ON audit.staff_access TO lodtraek_auditor;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE audit.staff_access, identity.staff_wait, identity.staff_ticket, identity.staff_challenge, identity.staff_recovery_code,
        identity.staff_passkey, identity.staff_totp, identity.staff_invitation;
      ALTER TABLE identity.staff_session DROP COLUMN session, DROP COLUMN way, DROP COLUMN proved_at;
      -- An account without a password opens nothing; it cannot be kept where each must have one.
      UPDATE identity.staff SET password = 'none', disabled_at = coalesce(disabled_at, now()) WHERE password IS NULL;
      ALTER TABLE identity.staff ALTER COLUMN password SET NOT NULL;
    `);
  }
}
