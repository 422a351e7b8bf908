import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The zones, and the facts themselves: header apart from payload, heads of the streams, checkpoints, the log of who read identities.
 * Group roles exist before this runs (`lodtraek setup`); a group holds the grants, a login of one database is a member of one group.
 */
export class Zones1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA identity;
      CREATE SCHEMA linkage;
      CREATE SCHEMA allocation;
      CREATE SCHEMA research;
      CREATE SCHEMA audit;
      REVOKE ALL ON SCHEMA public FROM PUBLIC;

      GRANT USAGE ON SCHEMA identity TO lodtraek_identity;
      GRANT USAGE ON SCHEMA linkage TO lodtraek_linkage;
      GRANT USAGE ON SCHEMA allocation TO lodtraek_allocator, lodtraek_research;
      GRANT USAGE ON SCHEMA research TO lodtraek_research, lodtraek_auditor;
      GRANT USAGE ON SCHEMA audit TO lodtraek_auditor, lodtraek_research, lodtraek_identity, lodtraek_linkage, lodtraek_allocator;

      CREATE TABLE audit.stream (
        stream text PRIMARY KEY,
        trial text NOT NULL,
        seq integer NOT NULL CHECK (seq >= 0),
        head text NOT NULL CHECK (head ~ '^[0-9a-f]{64}$')
      );

      CREATE TABLE audit.fact (
        position bigserial PRIMARY KEY,
        id uuid NOT NULL UNIQUE,
        xid bigint NOT NULL,
        stream text NOT NULL,
        seq integer NOT NULL CHECK (seq >= 1),
        trial text NOT NULL,
        kind text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        recorded_at timestamptz(3) NOT NULL,
        actor text NOT NULL,
        grant_id text,
        request text NOT NULL,
        payload_digest text NOT NULL CHECK (payload_digest ~ '^[0-9a-f]{64}$'),
        previous text NOT NULL CHECK (previous ~ '^[0-9a-f]{64}$'),
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        UNIQUE (stream, seq)
      );

      CREATE TABLE audit.fact_payload (
        fact uuid PRIMARY KEY REFERENCES audit.fact (id),
        payload jsonb NOT NULL,
        nonce text NOT NULL CHECK (nonce ~ '^[0-9a-f]{64}$')
      );

      CREATE TABLE audit.checkpoint (
        number integer PRIMARY KEY CHECK (number >= 1),
        upto bigint NOT NULL,
        document jsonb NOT NULL,
        created_at timestamptz NOT NULL
      );

      CREATE TABLE audit.access (
        id bigserial PRIMARY KEY,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        purpose text NOT NULL,
        contacts integer NOT NULL,
        request text NOT NULL
      );

      CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_TABLE_NAME = 'fact_payload' AND TG_OP = 'DELETE' AND current_setting('lodtraek.erasing', true) = 'yes' THEN
          RETURN OLD;
        END IF;
        RAISE EXCEPTION 'facts are never changed' USING ERRCODE = 'LT001';
      END $$;

      CREATE TRIGGER fact_is_append_only BEFORE UPDATE OR DELETE ON audit.fact
        FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
      CREATE TRIGGER payload_is_append_only BEFORE UPDATE OR DELETE ON audit.fact_payload
        FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
      CREATE TRIGGER fact_is_not_truncated BEFORE TRUNCATE ON audit.fact
        FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
      CREATE TRIGGER payload_is_not_truncated BEFORE TRUNCATE ON audit.fact_payload
        FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
      ALTER TABLE audit.fact ENABLE ALWAYS TRIGGER fact_is_append_only;
      ALTER TABLE audit.fact_payload ENABLE ALWAYS TRIGGER payload_is_append_only;
      ALTER TABLE audit.fact ENABLE ALWAYS TRIGGER fact_is_not_truncated;
      ALTER TABLE audit.fact_payload ENABLE ALWAYS TRIGGER payload_is_not_truncated;

      GRANT SELECT ON audit.stream TO lodtraek_research;
      GRANT SELECT ON audit.stream, audit.fact, audit.fact_payload, audit.checkpoint, audit.access TO lodtraek_auditor;
      GRANT INSERT ON audit.checkpoint TO lodtraek_auditor;
      GRANT INSERT ON audit.access TO lodtraek_identity;
      GRANT USAGE ON SEQUENCE audit.access_id_seq TO lodtraek_identity;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA identity, linkage, allocation, research, audit CASCADE');
  }
}
