import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where everybody stands, one row a person: when each step before the draw last happened, and whether lots were drawn, never for which
 * arm. Lists, today's work, recruitment and the flow diagram read it as a set. Triggers on the read tables keep it, so that appending,
 * erasing and rebuilding cannot differ.
 */
export class Standing1763800070001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.standing (
        participant uuid PRIMARY KEY,
        trial text NOT NULL,
        site text NOT NULL,
        version text NOT NULL,
        code text NOT NULL,
        language text NOT NULL,
        position bigint NOT NULL,
        registered_at timestamptz(3) NOT NULL,
        informed_at timestamptz(3),
        read_text text,
        comprehended_text text,
        signed_text text,
        signed_at timestamptz(3),
        consented_at timestamptz(3),
        screened_at timestamptz(3),
        eligible boolean,
        unmet text[],
        baseline_at timestamptz(3),
        cohort uuid,
        drawn_at timestamptz(3),
        changes text[] NOT NULL DEFAULT '{}',
        erasure_asked_at timestamptz(3),
        erased_at timestamptz(3)
      );
      CREATE INDEX standing_of_site ON research.standing (trial, site, position);
      CREATE INDEX standing_of_trial ON research.standing (trial, position);
      CREATE INDEX standing_undrawn ON research.standing (trial, position) WHERE drawn_at IS NULL;

      ALTER TABLE research.standing ENABLE ROW LEVEL SECURITY;
      CREATE POLICY by_site ON research.standing FOR SELECT TO lodtraek_research USING (research.in_scope(trial, site, participant));
      GRANT SELECT ON research.standing TO lodtraek_research;

      CREATE FUNCTION research.stand() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        s jsonb;
      BEGIN
        CASE TG_TABLE_NAME
          WHEN 'participant' THEN
            INSERT INTO research.standing (participant, trial, site, version, code, language, position, registered_at)
              VALUES (NEW.participant, NEW.trial, NEW.site, NEW.version, NEW.code, NEW.language, NEW.from_position, NEW.registered_at);
          WHEN 'membership' THEN
            IF NEW.to_position IS NULL THEN
              UPDATE research.standing SET cohort = NEW.cohort WHERE participant = NEW.participant;
            ELSE
              UPDATE research.standing SET cohort = NULL WHERE participant = NEW.participant AND cohort = NEW.cohort;
            END IF;
          WHEN 'submission' THEN
            IF NEW.baseline THEN
              UPDATE research.standing SET baseline_at = NEW.occurred_at WHERE participant = NEW.participant;
            END IF;
          WHEN 'allocation' THEN
            UPDATE research.standing SET drawn_at = NEW.occurred_at WHERE participant = NEW.participant;
          WHEN 'milestone' THEN
            CASE NEW.kind
              WHEN 'informed-orally' THEN
                UPDATE research.standing SET informed_at = NEW.occurred_at WHERE participant = NEW.participant;
              WHEN 'information-read' THEN
                UPDATE research.standing SET read_text = NEW.detail->>'text' WHERE participant = NEW.participant;
              WHEN 'comprehension-completed' THEN
                UPDATE research.standing SET comprehended_text = NEW.detail->>'text' WHERE participant = NEW.participant;
              WHEN 'consent-signed' THEN
                UPDATE research.standing SET signed_text = NEW.detail->>'text', signed_at = NEW.occurred_at
                  WHERE participant = NEW.participant;
              WHEN 'consent-given' THEN
                UPDATE research.standing SET consented_at = NEW.occurred_at WHERE participant = NEW.participant;
              WHEN 'screened' THEN
                -- The newest screening counts, also where an erasure changes an earlier one.
                SELECT m.detail INTO s FROM research.milestone m WHERE m.participant = NEW.participant AND m.kind = 'screened'
                  ORDER BY m.from_position DESC LIMIT 1;
                UPDATE research.standing SET eligible = (s->>'eligible')::boolean,
                    unmet = CASE WHEN s ? 'unmet' THEN ARRAY(SELECT jsonb_array_elements_text(s->'unmet')) END,
                    screened_at = CASE WHEN TG_OP = 'INSERT' THEN NEW.occurred_at ELSE screened_at END
                  WHERE participant = NEW.participant;
              WHEN 'participation-changed' THEN
                UPDATE research.standing SET changes = array_append(changes, NEW.detail->>'change') WHERE participant = NEW.participant;
              WHEN 'erasure-requested' THEN
                UPDATE research.standing SET erasure_asked_at = NEW.occurred_at WHERE participant = NEW.participant;
              WHEN 'erased' THEN
                UPDATE research.standing SET erased_at = NEW.occurred_at WHERE participant = NEW.participant;
              ELSE NULL;
            END CASE;
          ELSE NULL;
        END CASE;
        RETURN NULL;
      END $$;
      CREATE TRIGGER stands AFTER INSERT ON research.participant FOR EACH ROW EXECUTE FUNCTION research.stand();
      CREATE TRIGGER stands AFTER INSERT ON research.milestone FOR EACH ROW EXECUTE FUNCTION research.stand();
      CREATE TRIGGER stands_again AFTER UPDATE ON research.milestone FOR EACH ROW WHEN (NEW.kind = 'screened')
        EXECUTE FUNCTION research.stand();
      CREATE TRIGGER stands AFTER INSERT OR UPDATE ON research.membership FOR EACH ROW EXECUTE FUNCTION research.stand();
      CREATE TRIGGER stands AFTER INSERT ON research.submission FOR EACH ROW EXECUTE FUNCTION research.stand();
      CREATE TRIGGER stands AFTER INSERT ON allocation.allocation FOR EACH ROW EXECUTE FUNCTION research.stand();
      REVOKE ALL ON FUNCTION research.stand() FROM PUBLIC;

      SELECT research.rebuild();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER stands ON research.participant;
      DROP TRIGGER stands ON research.milestone;
      DROP TRIGGER stands_again ON research.milestone;
      DROP TRIGGER stands ON research.membership;
      DROP TRIGGER stands ON research.submission;
      DROP TRIGGER stands ON allocation.allocation;
      DROP FUNCTION research.stand;
      DROP TABLE research.standing;
    `);
  }
}
