import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * After the lock the allocator shows its seeds, once, and everything that a lottery rests on may be read by whoever proves it. Before the
 * lock the database itself refuses both.
 */
export class Reveal1763800090002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The fact is the whole of it: there is nothing beside it to keep.
      CREATE FUNCTION research.project_seed_revealed(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        RETURN;
      END $$;

      CREATE FUNCTION allocation.gather_reveal(p_trial text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        s audit.stream;
      BEGIN
        SELECT * INTO s FROM audit.stream WHERE stream = 'trial/' || p_trial FOR UPDATE;
        IF NOT FOUND THEN RETURN NULL; END IF;
        RETURN jsonb_build_object(
          'stream', jsonb_build_object('seq', s.seq, 'head', s.head),
          'clock', coalesce((SELECT k.offset_milliseconds FROM research.clock k WHERE k.trial = p_trial), 0),
          'locked', EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL),
          'concealed', coalesce((
            SELECT jsonb_agg(l.scheme ORDER BY l.from_position) FROM research.lottery l
            WHERE l.trial = p_trial AND NOT EXISTS (
              SELECT FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
              WHERE f.stream = s.stream AND f.kind = 'seed-revealed' AND x.payload->>'scheme' = l.scheme)), '[]'));
      END $$;

      CREATE FUNCTION allocation.reveal(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF p_streams @? '$[*].facts[*].kind ? (@ != "seed-revealed")' THEN
          RAISE EXCEPTION 'this door takes revealed seeds alone' USING ERRCODE = 'LT007';
        END IF;
        IF EXISTS (
          SELECT FROM jsonb_array_elements(p_streams) AS s(one) WHERE NOT EXISTS (
            SELECT FROM research.plan_lock k WHERE k.trial = s.one->>'trial' AND k.locked_by IS NOT NULL)) THEN
          RAISE EXCEPTION 'a seed is revealed after the lock' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;

      CREATE OR REPLACE FUNCTION research.append(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF p_streams @? '$[*].facts[*].kind ? (@ == "allocated" || @ == "cohort-drawn" || @ == "erased" || @ == "seed-revealed")' THEN
          RAISE EXCEPTION 'this login may not append that kind' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;

      -- Headers of every stream a lot was drawn in, up to the last fact the lottery rests on; payloads of those facts alone.
      CREATE FUNCTION audit.lottery_facts(p_trial text) RETURNS TABLE (header jsonb, previous text, hash text, payload jsonb, nonce text)
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

      REVOKE ALL ON FUNCTION research.project_seed_revealed(audit.fact, jsonb, boolean), allocation.gather_reveal(text),
        allocation.reveal(jsonb, jsonb, jsonb), audit.lottery_facts(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION allocation.gather_reveal(text), allocation.reveal(jsonb, jsonb, jsonb) TO lodtraek_allocator;
      GRANT EXECUTE ON FUNCTION audit.lottery_facts(text) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit.lottery_facts, allocation.reveal, allocation.gather_reveal, research.project_seed_revealed;
      CREATE OR REPLACE FUNCTION research.append(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF p_streams @? '$[*].facts[*].kind ? (@ == "allocated" || @ == "cohort-drawn" || @ == "erased")' THEN
          RAISE EXCEPTION 'this login may not append that kind' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;
    `);
  }
}
