import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Telephoning those who did not answer. An assessor's request sees who owes a questionnaire at the grant's sites and never an arm: the
 * two functions give a participant's way with the draw's outcome taken out, and an answer's version without its value.
 */
export class Calls1763800060002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.call (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        wave text NOT NULL,
        outcome text NOT NULL,
        next_on date,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint PRIMARY KEY
      );
      CREATE INDEX call_of ON research.call (participant, from_position);
      CREATE TABLE research.unblinding (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        how text NOT NULL,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint PRIMARY KEY
      );
      CREATE INDEX unblinding_of_trial ON research.unblinding (trial, from_position);
      ALTER TABLE research.call ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.unblinding ENABLE ROW LEVEL SECURITY;
      CREATE POLICY by_call ON research.call FOR SELECT TO lodtraek_research
        USING (research.reads('calls', trial) AND research.in_scope(trial, site, NULL));
      CREATE POLICY by_site ON research.unblinding FOR SELECT TO lodtraek_research USING (research.in_scope(trial, site, NULL));
      GRANT SELECT ON research.call, research.unblinding TO lodtraek_research;

      CREATE FUNCTION research.project_call_logged(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.call SELECT x.participant, f.trial, x.site, p->>'wave', p->>'outcome', (p->>'nextOn')::date, f.actor,
          f.occurred_at, f.position FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;
      CREATE FUNCTION research.project_unblinded_by_accident(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.unblinding SELECT x.participant, f.trial, x.site, p->>'how', f.actor, f.occurred_at, f.position
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;

      CREATE FUNCTION research.concealed_way(p_participant uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT way || jsonb_build_object('allocation', CASE WHEN way->'allocation' <> 'null' THEN
          jsonb_set(way->'allocation', '{arm}', '"concealed"') END)
        FROM research.way(p_participant) AS way
      $$;

      CREATE FUNCTION research.people_to_call(p_trial text, p_after bigint, p_limit integer) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('position', p.from_position::text, 'way', research.concealed_way(p.participant),
          'newest', coalesce((SELECT jsonb_object_agg(w.wave, w.at) FROM (
            SELECT r.wave, research.instant(max(r.occurred_at)) AS at FROM research.response r
            WHERE r.participant = p.participant AND r.to_position IS NULL GROUP BY r.wave) w), '{}'),
          'letters', (SELECT count(*) FROM research.letter l WHERE l.participant = p.participant AND l.wave <> ''),
          'calls', coalesce((SELECT jsonb_agg(jsonb_build_object('wave', c.wave, 'outcome', c.outcome, 'nextOn', c.next_on,
            'at', research.instant(c.occurred_at)) ORDER BY c.from_position) FROM research.call c WHERE c.participant = p.participant), '[]'))
          ORDER BY p.from_position), '[]')
        FROM (
          SELECT q.participant, q.from_position FROM research.participant q
          WHERE q.trial = p_trial AND q.from_position > p_after AND research.reads('calls', q.trial) AND research.in_scope(q.trial, q.site, NULL)
            AND EXISTS (SELECT FROM allocation.allocation a WHERE a.participant = q.participant)
          ORDER BY q.from_position LIMIT p_limit) p
      $$;

      CREATE FUNCTION research.interview_of(p_trial text, p_code text, p_wave text, p_key uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object('way', research.concealed_way(p.participant),
          'answers', coalesce((SELECT jsonb_object_agg(r.instrument || '/' || r.item, jsonb_build_object('version', r.version,
            'at', research.instant(r.occurred_at))) FROM research.response r
            WHERE r.participant = p.participant AND r.wave = p_wave AND r.to_position IS NULL), '{}'),
          'lastAt', (SELECT research.instant(max(r.occurred_at)) FROM research.response r
            WHERE r.participant = p.participant AND r.wave = p_wave AND r.to_position IS NULL),
          'calls', coalesce((SELECT jsonb_agg(jsonb_build_object('wave', c.wave, 'outcome', c.outcome, 'nextOn', c.next_on,
            'at', research.instant(c.occurred_at)) ORDER BY c.from_position) FROM research.call c WHERE c.participant = p.participant), '[]'),
          'kept', (SELECT jsonb_build_object('wave', r.wave, 'instrument', r.instrument, 'item', r.item, 'code', r.code, 'blank', r.blank,
            'version', r.version) FROM research.response r WHERE r.participant = p.participant AND r.key = p_key))
        FROM research.participant p WHERE p.trial = p_trial AND p.code = p_code
          AND research.reads('calls', p.trial) AND research.in_scope(p.trial, p.site, NULL)
      $$;

      REVOKE ALL ON FUNCTION research.concealed_way(uuid), research.people_to_call(text, bigint, integer),
        research.interview_of(text, text, text, uuid), research.project_call_logged(audit.fact, jsonb, boolean),
        research.project_unblinded_by_accident(audit.fact, jsonb, boolean) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.people_to_call(text, bigint, integer), research.interview_of(text, text, text, uuid) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.interview_of, research.people_to_call, research.concealed_way, research.project_unblinded_by_accident,
        research.project_call_logged;
      DROP TABLE research.unblinding, research.call;
    `);
  }
}
