import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All clusters are drawn at once, by the allocator alone, into one fact of the trial; whoever joins afterwards gets the lot of their site. */
export class Clusters1763800130004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The fact is the whole of it. Whichever door it came by, it is the allocator's own.
      CREATE FUNCTION research.project_clusters_drawn(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT p_rebuilding AND NOT pg_has_role(session_user, 'lodtraek_allocator', 'MEMBER') THEN
          RAISE EXCEPTION 'this login may not append that kind' USING ERRCODE = 'LT007';
        END IF;
      END $$;

      CREATE FUNCTION allocation.append_in_cluster(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF p_streams @? '$[*].facts[*].kind ? (@ != "allocated" && @ != "clusters-drawn")' THEN
          RAISE EXCEPTION 'this login may not append that kind' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;

      -- What the clusters of a scheme got, and where the trial's stream stands; locked where they are about to be drawn.
      CREATE FUNCTION allocation.clusters_drawn(p_trial text, p_scheme text, p_locking boolean) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF p_locking THEN
          PERFORM 1 FROM audit.stream WHERE stream = 'trial/' || p_trial FOR UPDATE;
        END IF;
        RETURN (
          SELECT jsonb_build_object('stream', jsonb_build_object('seq', s.seq, 'head', s.head), 'drawn', (
            SELECT x.payload FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
            WHERE f.stream = s.stream AND f.kind = 'clusters-drawn' AND x.payload->>'scheme' = p_scheme))
          FROM audit.stream s WHERE s.stream = 'trial/' || p_trial);
      END $$;

      -- After the lock: what the proof of a lottery of clusters needs beside audit.lottery_facts.
      CREATE FUNCTION audit.cluster_facts(p_trial text) RETURNS TABLE (hash text, payload jsonb, nonce text)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF current_setting('app.trial', true) IS DISTINCT FROM p_trial
           OR NOT EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL) THEN
          RAISE EXCEPTION 'the lottery is proved after the lock' USING ERRCODE = 'LT002';
        END IF;
        RETURN QUERY SELECT f.hash, x.payload, x.nonce FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
          WHERE f.stream = 'trial/' || p_trial AND f.kind = 'clusters-drawn';
      END $$;

      REVOKE ALL ON FUNCTION research.project_clusters_drawn(audit.fact, jsonb, boolean), allocation.append_in_cluster(jsonb, jsonb, jsonb),
        allocation.clusters_drawn(text, text, boolean), audit.cluster_facts(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION allocation.append_in_cluster(jsonb, jsonb, jsonb), allocation.clusters_drawn(text, text, boolean)
        TO lodtraek_allocator;
      GRANT EXECUTE ON FUNCTION audit.cluster_facts(text) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit.cluster_facts, allocation.clusters_drawn, allocation.append_in_cluster, research.project_clusters_drawn;
    `);
  }
}
