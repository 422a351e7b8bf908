import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The one way to write. A caller sends whole streams: the head it saw, the facts it decided on with their hashes. The function locks
 * the streams in sorted order, compares the heads, inserts, projects and enqueues jobs; a statement of its own is a transaction of its own.
 * A head that has moved undoes the whole statement: the caller reads again and decides again.
 */
export class Append1763800000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION audit.set_scope(p_scope jsonb) RETURNS void LANGUAGE sql AS $$
        SELECT set_config('app.trial', coalesce(p_scope->>'trial', ''), true), set_config('app.sites', coalesce(p_scope->>'sites', ''), true),
          set_config('app.participant', coalesce(p_scope->>'participant', ''), true), set_config('app.reads', coalesce(p_scope->>'reads', ''), true)
      $$;

      CREATE FUNCTION audit.append_facts(p_scope jsonb, p_streams jsonb, p_jobs jsonb) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        s record;
        e record;
        f audit.fact;
        now_seq integer;
        now_head text;
        of_trial text;
        place text;
      BEGIN
        -- A participant writes by a session that stands now, whatever a process remembers of it.
        IF p_scope ? 'session' AND NOT EXISTS (
             SELECT FROM linkage.session l WHERE l.token_hash = p_scope->>'session' AND l.participant::text = p_scope->>'participant'
               AND l.ended_at IS NULL AND l.expires_at > (p_scope->>'at')::timestamptz) THEN
          RAISE EXCEPTION 'the session is over' USING ERRCODE = 'LT010';
        END IF;
        -- A cut-off takes this lock alone, and so waits for every append under way: see audit.cutoff().
        PERFORM pg_advisory_xact_lock_shared(724001);
        FOR s IN SELECT * FROM jsonb_to_recordset(p_streams) AS x(stream text, trial text, seq integer, head text, facts jsonb) ORDER BY stream LOOP
          IF s.seq > 0 AND s.stream LIKE 'participant/%' THEN
            IF p_scope->>'participant' IS DISTINCT FROM substr(s.stream, 13) THEN
              SELECT site INTO place FROM research.participant WHERE participant = research.participant_of(s.stream);
              IF (p_scope->>'trial' = s.trial
                  AND (p_scope->>'sites' = '*' OR place = ANY (string_to_array(p_scope->>'sites', ',')))) IS NOT TRUE THEN
                RAISE EXCEPTION 'out of scope' USING ERRCODE = 'LT002';
              END IF;
            END IF;
          ELSIF s.seq = 0 THEN
            INSERT INTO audit.stream VALUES (s.stream, s.trial, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
          END IF;
          SELECT seq, head, trial INTO now_seq, now_head, of_trial FROM audit.stream WHERE stream = s.stream FOR UPDATE;
          IF now_seq IS DISTINCT FROM s.seq OR now_head <> s.head OR of_trial <> s.trial THEN
            RAISE EXCEPTION 'the stream % moved', s.stream USING ERRCODE = 'LT009';
          END IF;
          FOR e IN SELECT * FROM jsonb_to_recordset(s.facts) AS x(
              id uuid, seq integer, kind text, "occurredAt" timestamptz, "recordedAt" timestamptz, actor text, "grant" text, request text,
              "payloadDigest" text, hash text, nonce text, payload jsonb) LOOP
            IF e.seq <> now_seq + 1 THEN
              RAISE EXCEPTION 'a gap in the stream' USING ERRCODE = 'LT006';
            END IF;
            INSERT INTO audit.fact (id, xid, stream, seq, trial, kind, occurred_at, recorded_at, actor, grant_id, request, payload_digest, previous, hash)
              VALUES (e.id, pg_current_xact_id()::text::bigint, s.stream, e.seq, s.trial, e.kind, e."occurredAt", e."recordedAt", e.actor,
                e."grant", e.request, e."payloadDigest", now_head, e.hash)
              RETURNING * INTO f;
            INSERT INTO audit.fact_payload VALUES (e.id, e.payload, e.nonce);
            PERFORM research.project(f, e.payload);
            now_seq := e.seq;
            now_head := e.hash;
          END LOOP;
          UPDATE audit.stream SET seq = now_seq, head = now_head WHERE stream = s.stream;
        END LOOP;

        IF p_jobs IS NOT NULL THEN
          INSERT INTO jobs.job (name, data, singleton_key)
            SELECT j.name, j.data, j.key FROM jsonb_to_recordset(p_jobs) AS j(name text, data jsonb, key text)
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN jsonb_build_object('position', f.position);
      END $$;

      CREATE FUNCTION research.append(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF p_streams @? '$[*].facts[*].kind ? (@ == "allocated" || @ == "cohort-drawn" || @ == "erased")' THEN
          RAISE EXCEPTION 'this login may not append that kind' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;

      CREATE FUNCTION allocation.append(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF p_streams @? '$[*].facts[*].kind ? (@ != "allocated" && @ != "cohort-drawn")' THEN
          RAISE EXCEPTION 'this login may not append that kind' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;

      CREATE FUNCTION audit.cutoff() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(724001);
        RETURN (SELECT coalesce(max(position), 0) FROM audit.fact);
      END $$;

      -- Two people: who asked stands in the participant's own stream and is not the one who carries it out.
      CREATE FUNCTION audit.erase(p_scope jsonb, p_streams jsonb) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        target text := p_streams->0->>'stream';
        approver text := p_streams->0->'facts'->0->>'actor';
        asked text;
        reply jsonb;
      BEGIN
        IF jsonb_array_length(p_streams) <> 1 OR jsonb_array_length(p_streams->0->'facts') <> 1
           OR p_streams->0->'facts'->0->>'kind' <> 'erased' OR target NOT LIKE 'participant/%' THEN
          RAISE EXCEPTION 'an erasure is one fact in one participant''s stream' USING ERRCODE = 'LT007';
        END IF;
        SELECT actor INTO asked FROM audit.fact WHERE stream = target AND kind = 'erasure-requested' ORDER BY position DESC LIMIT 1;
        IF asked IS NULL OR asked = approver THEN
          RAISE EXCEPTION 'an erasure takes two people' USING ERRCODE = 'LT008';
        END IF;
        reply := audit.append_facts(p_scope, p_streams, NULL);
        PERFORM audit.forget(target);
        RETURN reply;
      END $$;

      -- The deleting itself, shared by an erasure and by its replay after a restore: all that was said before the fact that says so.
      CREATE FUNCTION audit.forget(p_stream text) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        who uuid := research.participant_of(p_stream);
        upto bigint := (SELECT max(f.position) FROM audit.fact f WHERE f.stream = p_stream AND f.kind = 'erased');
      BEGIN
        PERFORM set_config('lodtraek.erasing', 'yes', true);
        DELETE FROM audit.fact_payload USING audit.fact f
          WHERE fact_payload.fact = f.id AND f.stream = p_stream AND f.position < upto
            AND f.kind IN ('item-answered', 'item-corrected', 'screened');
        PERFORM set_config('lodtraek.erasing', '', true);
        DELETE FROM research.response WHERE participant = who AND from_position < upto;
        UPDATE research.milestone SET detail = '{"erased": true}' WHERE participant = who AND kind = 'screened' AND from_position < upto;
      END $$;

      CREATE FUNCTION audit.replay_erasure(p_stream text) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM 1 FROM audit.stream WHERE stream = p_stream FOR UPDATE;
        IF NOT FOUND THEN RETURN false; END IF;
        PERFORM audit.forget(p_stream);
        RETURN true;
      END $$;

      REVOKE ALL ON FUNCTION audit.append_facts(jsonb, jsonb, jsonb), research.append(jsonb, jsonb, jsonb), allocation.append(jsonb, jsonb, jsonb),
        audit.cutoff(), audit.erase(jsonb, jsonb), audit.forget(text), audit.replay_erasure(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.append(jsonb, jsonb, jsonb), audit.cutoff(), audit.erase(jsonb, jsonb) TO lodtraek_research;
      GRANT EXECUTE ON FUNCTION allocation.append(jsonb, jsonb, jsonb) TO lodtraek_allocator;
      GRANT EXECUTE ON FUNCTION audit.cutoff() TO lodtraek_auditor;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit.replay_erasure, audit.forget, audit.erase, audit.cutoff, allocation.append, research.append,
        audit.append_facts, audit.set_scope;
    `);
  }
}
