import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who people are: ciphertext under a key of each person's own, wrapped by a key outside the database; blind indexes for look-up.
 * The linkage zone says which contact is which participant, sealed under a trial's key, and holds the capabilities (links, sessions).
 */
export class Identity1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identity.contact (
        contact uuid PRIMARY KEY,
        trial text NOT NULL,
        site text NOT NULL,
        wrapped_key text,
        name text,
        telephone text,
        email text,
        email_index text,
        telephone_index text,
        created_on date NOT NULL
      );
      CREATE INDEX contact_email_index ON identity.contact (trial, email_index);
      CREATE INDEX contact_telephone_index ON identity.contact (trial, telephone_index);

      CREATE TABLE identity.document (
        document uuid PRIMARY KEY,
        contact uuid NOT NULL REFERENCES identity.contact (contact),
        kind text NOT NULL CHECK (kind IN ('participant-signature', 'informer-signature', 'consent')),
        sealed text NOT NULL,
        digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$')
      );
      CREATE INDEX document_of_contact ON identity.document (contact, kind);

      CREATE TABLE identity.staff (
        staff uuid PRIMARY KEY,
        name text NOT NULL,
        email text NOT NULL,
        email_index text NOT NULL UNIQUE,
        wrapped_key text NOT NULL,
        password text NOT NULL,
        disabled_at timestamptz
      );

      CREATE TABLE identity.staff_session (
        token_hash text PRIMARY KEY,
        staff uuid NOT NULL REFERENCES identity.staff (staff),
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX staff_session_of ON identity.staff_session (staff);

      CREATE TABLE linkage.link (
        participant_index text PRIMARY KEY,
        contact_index text NOT NULL UNIQUE,
        trial text NOT NULL,
        sealed text NOT NULL
      );

      CREATE TABLE linkage.capability (
        code_hash text PRIMARY KEY,
        link uuid NOT NULL UNIQUE,
        participant uuid NOT NULL,
        trial text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz
      );
      CREATE INDEX capability_of ON linkage.capability (participant);

      CREATE TABLE linkage.session (
        token_hash text PRIMARY KEY,
        session uuid NOT NULL UNIQUE,
        participant uuid NOT NULL,
        trial text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX session_of ON linkage.session (participant);

      -- One row per letter ever attempted: taken before sending, settled after. A row that stays unsettled is a letter nobody knows about.
      CREATE TABLE linkage.letter_attempt (
        participant uuid NOT NULL,
        wave text NOT NULL,
        letter text NOT NULL,
        ordinal integer NOT NULL,
        taken_at timestamptz NOT NULL,
        sent_at timestamptz,
        PRIMARY KEY (participant, wave, letter, ordinal)
      );

      GRANT SELECT, INSERT, UPDATE, DELETE ON linkage.letter_attempt TO lodtraek_linkage;
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.contact, identity.document TO lodtraek_identity;
      GRANT SELECT, INSERT, UPDATE ON identity.staff, identity.staff_session TO lodtraek_identity;
      GRANT SELECT, INSERT, UPDATE, DELETE ON linkage.link, linkage.capability, linkage.session TO lodtraek_linkage;

      ALTER TABLE identity.contact ENABLE ROW LEVEL SECURITY;
      CREATE POLICY contact_by_site ON identity.contact TO lodtraek_identity
        USING (
          current_setting('app.trial', true) = trial
          AND (current_setting('app.sites', true) = '*' OR site = ANY (string_to_array(current_setting('app.sites', true), ',')))
        );
      ALTER TABLE identity.document ENABLE ROW LEVEL SECURITY;
      CREATE POLICY document_by_contact ON identity.document TO lodtraek_identity
        USING (EXISTS (SELECT FROM identity.contact c WHERE c.contact = document.contact));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE linkage.letter_attempt, linkage.session, linkage.capability, linkage.link, identity.staff_session, identity.staff, identity.document, identity.contact',
    );
  }
}
