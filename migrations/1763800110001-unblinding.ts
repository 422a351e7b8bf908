import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An arm is made known before the lock in two ways only: opened in an emergency, by somebody who says why, or by accident. One table keeps
 * both, since both mark the person for a sensitivity analysis; neither says which arm. The words of a reason are kept with the person.
 */
export class Unblinding1763800110001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.document DROP CONSTRAINT document_kind_check,
        ADD CONSTRAINT document_kind_check
          CHECK (kind IN ('participant-signature', 'informer-signature', 'consent', 'unblinding-reason', 'mishap-reason'));

      ALTER TABLE research.unblinding ADD COLUMN kind text, ADD COLUMN reason text, ADD COLUMN knows text[], ADD COLUMN who text,
        ADD COLUMN learnt text, ALTER COLUMN how DROP NOT NULL;
      UPDATE research.unblinding SET kind = 'accident', who = 'reporter', learnt = 'arm';
      ALTER TABLE research.unblinding ALTER COLUMN kind SET NOT NULL;

      CREATE OR REPLACE FUNCTION research.project_unblinded_by_accident(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.unblinding (participant, trial, site, how, actor, occurred_at, from_position, kind, who, learnt)
          SELECT x.participant, f.trial, x.site, p->>'how', f.actor, f.occurred_at, f.position, 'accident',
            coalesce(p->>'who', 'reporter'), coalesce(p->>'learnt', 'arm')
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;
      CREATE FUNCTION research.project_unblinded(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.unblinding (participant, trial, site, actor, occurred_at, from_position, kind, reason, knows)
          SELECT x.participant, f.trial, x.site, f.actor, f.occurred_at, f.position, 'emergency', p->>'reason',
            ARRAY(SELECT jsonb_array_elements_text(p->'knows'))
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;
      REVOKE ALL ON FUNCTION research.project_unblinded(audit.fact, jsonb, boolean) FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.project_unblinded;
      CREATE OR REPLACE FUNCTION research.project_unblinded_by_accident(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.unblinding SELECT x.participant, f.trial, x.site, p->>'how', f.actor, f.occurred_at, f.position
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;
      DELETE FROM research.unblinding WHERE kind = 'emergency';
      ALTER TABLE research.unblinding DROP COLUMN kind, DROP COLUMN reason, DROP COLUMN knows, DROP COLUMN who, DROP COLUMN learnt,
        ALTER COLUMN how SET NOT NULL;
      DELETE FROM identity.document WHERE kind IN ('unblinding-reason', 'mishap-reason');
      ALTER TABLE identity.document DROP CONSTRAINT document_kind_check,
        ADD CONSTRAINT document_kind_check CHECK (kind IN ('participant-signature', 'informer-signature', 'consent'));
    `);
  }
}
