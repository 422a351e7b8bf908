import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a lottery's proof is made of, with the steps of its ceremonies. */
export class CeremonyProof1763800100002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION audit.lottery_facts(p_trial text) RETURNS TABLE (header jsonb, previous text, hash text, payload jsonb, nonce text)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        proving CONSTANT text[] := ARRAY['trial-opened', 'lottery-opened', 'allocated', 'cohort-drawn', 'plan-locked', 'seed-revealed',
          'ceremony-announced', 'share-committed', 'public-value-entered', 'share-brought', 'ceremony-completed', 'ceremony-aborted',
          'escrow-sheet-given', 'recovery-rehearsed', 'lottery-recovered'];
      BEGIN
        IF current_setting('app.trial', true) IS DISTINCT FROM p_trial
           OR NOT EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL) THEN
          RAISE EXCEPTION 'the lottery is proved after the lock' USING ERRCODE = 'LT002';
        END IF;
        RETURN QUERY
          WITH ends AS (
            SELECT f.stream, max(f.seq) AS seq FROM audit.fact f WHERE f.trial = p_trial AND f.kind = ANY (proving) GROUP BY f.stream)
          SELECT jsonb_build_object('id', f.id, 'stream', f.stream, 'seq', f.seq, 'trial', f.trial, 'kind', f.kind,
              'occurredAt', research.instant(f.occurred_at), 'recordedAt', research.instant(f.recorded_at), 'actor', f.actor,
              'grant', f.grant_id, 'request', f.request, 'payloadDigest', f.payload_digest),
            f.previous, f.hash, x.payload, x.nonce
          FROM audit.fact f
            JOIN ends e ON e.stream = f.stream AND f.seq <= e.seq
            LEFT JOIN audit.fact_payload x ON x.fact = f.id AND f.kind = ANY (proving)
          ORDER BY f.position;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION audit.lottery_facts(p_trial text) RETURNS TABLE (header jsonb, previous text, hash text, payload jsonb, nonce text)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        proving CONSTANT text[] := ARRAY['trial-opened', 'lottery-opened', 'allocated', 'cohort-drawn', 'plan-locked', 'seed-revealed'];
      BEGIN
        IF current_setting('app.trial', true) IS DISTINCT FROM p_trial
           OR NOT EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL) THEN
          RAISE EXCEPTION 'the lottery is proved after the lock' USING ERRCODE = 'LT002';
        END IF;
        RETURN QUERY
          WITH ends AS (
            SELECT f.stream, max(f.seq) AS seq FROM audit.fact f WHERE f.trial = p_trial AND f.kind = ANY (proving) GROUP BY f.stream)
          SELECT jsonb_build_object('id', f.id, 'stream', f.stream, 'seq', f.seq, 'trial', f.trial, 'kind', f.kind,
              'occurredAt', research.instant(f.occurred_at), 'recordedAt', research.instant(f.recorded_at), 'actor', f.actor,
              'grant', f.grant_id, 'request', f.request, 'payloadDigest', f.payload_digest),
            f.previous, f.hash, x.payload, x.nonce
          FROM audit.fact f
            JOIN ends e ON e.stream = f.stream AND f.seq <= e.seq
            LEFT JOIN audit.fact_payload x ON x.fact = f.id AND f.kind = ANY (proving)
          ORDER BY f.position;
      END $$;
    `);
  }
}
