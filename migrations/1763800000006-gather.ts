import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a decision needs to know of a participant, as one document in one round trip. `way` runs with its caller's rights, so that
 * row-level security hides what the caller may not see; the wrappers below open it to a participant's own session and to the allocator.
 */
export class Gather1763800000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.instant(p timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT to_char(p AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      $$;

      CREATE FUNCTION research.way(p_participant uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object(
          'participant', p.participant, 'trial', p.trial, 'site', p.site, 'version', p.version, 'code', p.code, 'language', p.language,
          'registeredAt', research.instant(p.registered_at),
          'stream', (SELECT jsonb_build_object('seq', s.seq, 'head', s.head) FROM audit.stream s WHERE s.stream = 'participant/' || p.participant),
          'clock', coalesce((SELECT c.offset_milliseconds FROM research.clock c WHERE c.trial = p.trial), 0),
          'milestones', coalesce((
            SELECT jsonb_agg(jsonb_build_object('kind', m.kind, 'at', research.instant(m.occurred_at), 'actor', m.actor, 'detail', m.detail)
              ORDER BY m.from_position) FROM research.milestone m WHERE m.participant = p.participant), '[]'),
          'cohort', (
            SELECT jsonb_build_object('cohort', c.cohort, 'name', c.name, 'startsOn', c.starts_on, 'endsOn', c.ends_on, 'closesOn', c.closes_on,
              'minimum', c.minimum, 'capacity', c.capacity, 'drawnAt', research.instant(c.drawn_at))
            FROM research.membership m JOIN research.cohort c ON c.cohort = m.cohort AND c.to_position IS NULL
            WHERE m.participant = p.participant AND m.to_position IS NULL),
          'submissions', coalesce((
            SELECT jsonb_agg(jsonb_build_object('wave', s.wave, 'at', research.instant(s.occurred_at), 'late', s.late) ORDER BY s.from_position)
            FROM research.submission s WHERE s.participant = p.participant AND s.to_position IS NULL), '[]'),
          'allocation', (
            SELECT jsonb_build_object('arm', a.arm, 'at', research.instant(a.occurred_at)) FROM allocation.allocation a
            WHERE a.participant = p.participant))
        FROM research.participant p WHERE p.participant = p_participant
      $$;

      -- A participant's session is their login: it opens that one person's way and answers, and nothing else.
      CREATE FUNCTION research.way_of_session(p_token_hash text, p_now timestamptz) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT research.way(s.participant) || jsonb_build_object('session', s.session)
        FROM linkage.session s WHERE s.token_hash = p_token_hash AND s.ended_at IS NULL AND s.expires_at > p_now
      $$;

      -- Saving an answer is the commonest thing that happens: what it needs and no more, in statements whose plans are kept.
      CREATE FUNCTION research.answer_of_session(
        p_token_hash text, p_now timestamptz, p_wave text, p_key uuid) RETURNS jsonb
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        o record;
        c record;
        k jsonb;
        answers jsonb;
        of_wave timestamptz;
      BEGIN
        SELECT s.session, p.participant, p.trial, p.site, p.version, p.code, p.language, p.registered_at, h.seq, h.head,
            (SELECT x.offset_milliseconds FROM research.clock x WHERE x.trial = p.trial) AS clock,
            (SELECT jsonb_agg(jsonb_build_object('kind', m.kind, 'at', research.instant(m.occurred_at), 'actor', m.actor, 'detail', m.detail)
                ORDER BY m.from_position)
             FROM research.milestone m WHERE m.participant = p.participant AND m.kind IN ('consent-given', 'participation-changed')) AS milestones,
            (SELECT jsonb_agg(jsonb_build_object('wave', w.wave, 'at', research.instant(w.occurred_at), 'late', w.late) ORDER BY w.from_position)
             FROM research.submission w WHERE w.participant = p.participant AND w.to_position IS NULL) AS submissions,
            (SELECT jsonb_build_object('arm', a.arm, 'at', research.instant(a.occurred_at)) FROM allocation.allocation a
             WHERE a.participant = p.participant) AS allocation
          INTO o
          FROM linkage.session s
            JOIN research.participant p ON p.participant = s.participant
            JOIN audit.stream h ON h.stream = 'participant/' || s.participant
          WHERE s.token_hash = p_token_hash AND s.ended_at IS NULL AND s.expires_at > p_now;
        IF NOT FOUND THEN RETURN NULL; END IF;
        SELECT x.cohort, x.name, x.starts_on, x.ends_on, x.closes_on, x.minimum, x.capacity, x.drawn_at INTO c
          FROM research.membership m JOIN research.cohort x ON x.cohort = m.cohort AND x.to_position IS NULL
          WHERE m.participant = o.participant AND m.to_position IS NULL;
        SELECT jsonb_object_agg(q.instrument || '/' || q.item,
            jsonb_build_object('code', q.code, 'blank', q.blank, 'version', q.version, 'session', q.session)), max(q.occurred_at)
          INTO answers, of_wave FROM research.response q
          WHERE q.participant = o.participant AND q.wave = p_wave AND q.to_position IS NULL;
        SELECT jsonb_build_object('wave', q.wave, 'instrument', q.instrument, 'item', q.item, 'code', q.code, 'blank', q.blank, 'version', q.version)
          INTO k FROM research.response q WHERE q.participant = o.participant AND q.key = p_key;
        RETURN jsonb_build_object(
          'way', jsonb_build_object(
            'participant', o.participant, 'trial', o.trial, 'site', o.site, 'version', o.version, 'code', o.code, 'language', o.language,
            'registeredAt', research.instant(o.registered_at), 'session', o.session, 'clock', coalesce(o.clock, 0),
            'stream', jsonb_build_object('seq', o.seq, 'head', o.head), 'milestones', coalesce(o.milestones, '[]'),
            'submissions', coalesce(o.submissions, '[]'), 'allocation', o.allocation,
            'cohort', CASE WHEN c.cohort IS NOT NULL THEN
              jsonb_build_object('cohort', c.cohort, 'name', c.name, 'startsOn', c.starts_on, 'endsOn', c.ends_on, 'closesOn', c.closes_on,
                'minimum', c.minimum, 'capacity', c.capacity, 'drawnAt', research.instant(c.drawn_at)) END),
          'answers', coalesce(answers, '{}'),
          'lastAt', research.instant(of_wave),
          'kept', k);
      END $$;

      CREATE FUNCTION research.answers_of_session(p_token_hash text, p_now timestamptz, p_wave text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object(
          'way', research.way(s.participant) || jsonb_build_object('session', s.session),
          'answers', coalesce((
            SELECT jsonb_agg(jsonb_build_object('instrument', r.instrument, 'item', r.item, 'code', r.code, 'blank', r.blank,
              'version', r.version, 'session', r.session, 'at', research.instant(r.occurred_at)) ORDER BY r.from_position)
            FROM research.response r WHERE r.participant = s.participant AND r.wave = p_wave AND r.to_position IS NULL), '[]'))
        FROM linkage.session s WHERE s.token_hash = p_token_hash AND s.ended_at IS NULL AND s.expires_at > p_now
      $$;

      -- When somebody joined and was drawn, and by whom: the facts know, the read tables keep only the position. For whoever sees the row.
      CREATE FUNCTION research.turns_of(p_participant uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'at', research.instant(t.occurred_at), 'actor', t.actor, 'detail', t.detail)
          ORDER BY t.position), '[]')
        FROM (
          SELECT f.position, f.kind, f.occurred_at, f.actor, jsonb_build_object('name', c.name) AS detail
          FROM research.membership m
            JOIN audit.fact f ON f.position = m.from_position
            JOIN research.cohort c ON c.cohort = m.cohort AND c.to_position IS NULL
          WHERE m.participant = p_participant AND research.in_scope(m.trial, m.site, NULL)
          UNION ALL
          SELECT f.position, f.kind, f.occurred_at, f.actor, jsonb_build_object('arm', a.arm)
          FROM allocation.allocation a JOIN audit.fact f ON f.position = a.from_position
          WHERE a.participant = p_participant AND research.reads('arms', a.trial) AND research.in_scope(a.trial, a.site, NULL)) t
      $$;

      -- Counts of people at the scope's sites. The number of those drawn is told to roles that may not see a single arm.
      CREATE FUNCTION research.counts_of(p_trial text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object(
          'registered', count(*),
          'consented', count(*) FILTER (WHERE EXISTS (
            SELECT FROM research.milestone m WHERE m.participant = p.participant AND m.kind = 'consent-given')),
          'eligible', count(*) FILTER (WHERE a.participant IS NOT NULL OR (
            SELECT m.detail->'eligible' = 'true' FROM research.milestone m WHERE m.participant = p.participant AND m.kind = 'screened'
            ORDER BY m.from_position DESC LIMIT 1)),
          'allocated', count(a.participant))
        FROM research.participant p LEFT JOIN allocation.allocation a ON a.participant = p.participant
        WHERE p.trial = p_trial AND research.in_scope(p.trial, p.site, NULL)
      $$;

      -- What a correction must know and no more: whether the wave is handed in, which version stands, what the same key stored before.
      CREATE FUNCTION research.answer_to_correct(p_participant uuid, p_wave text, p_instrument text, p_item text, p_key uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object(
          'submitted', EXISTS (SELECT FROM research.submission s WHERE s.participant = p.participant AND s.wave = p_wave AND s.to_position IS NULL),
          'version', (SELECT r.version FROM research.response r WHERE r.participant = p.participant AND r.wave = p_wave
                        AND r.instrument = p_instrument AND r.item = p_item AND r.to_position IS NULL),
          'kept', (SELECT jsonb_build_object('wave', r.wave, 'instrument', r.instrument, 'item', r.item, 'code', r.code, 'blank', r.blank,
                     'version', r.version) FROM research.response r WHERE r.participant = p.participant AND r.key = p_key AND r.session IS NULL))
        FROM research.participant p WHERE p.participant = p_participant AND research.in_scope(p.trial, p.site, NULL)
      $$;

      CREATE FUNCTION research.erasable_facts(p_participant uuid) RETURNS integer
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT count(*)::integer FROM research.participant p
          JOIN audit.fact f ON f.stream = 'participant/' || p.participant
          JOIN audit.fact_payload x ON x.fact = f.id
        WHERE p.participant = p_participant AND research.in_scope(p.trial, p.site, NULL)
          AND f.kind IN ('item-answered', 'item-corrected', 'screened')
      $$;

      -- The allocator locks the person, then the stratum, and learns what a draw needs: consent, baseline, cohort, the next position.
      CREATE FUNCTION allocation.gather_participant(p_trial text, p_code text, p_scheme text, p_stratum text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        who uuid;
        slot integer;
      BEGIN
        SELECT participant INTO who FROM research.participant WHERE trial = p_trial AND code = p_code;
        IF who IS NULL THEN RETURN NULL; END IF;
        PERFORM 1 FROM audit.stream WHERE stream = 'participant/' || who FOR UPDATE;
        INSERT INTO allocation.slot VALUES (p_trial, p_scheme, p_stratum, 1) ON CONFLICT DO NOTHING;
        SELECT next_position INTO STRICT slot FROM allocation.slot WHERE trial = p_trial AND scheme = p_scheme AND stratum = p_stratum FOR UPDATE;
        RETURN jsonb_build_object('ways', jsonb_build_array(research.way(who)), 'slot', slot,
          'locked', EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL));
      END $$;

      CREATE FUNCTION allocation.gather_cohort(p_trial text, p_cohort uuid) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        c research.cohort;
      BEGIN
        -- The lock is on the cohort as such: its row is replaced by the draw, and a second click waiting for the row would find none.
        PERFORM research.lock_cohort(p_cohort);
        PERFORM 1 FROM audit.stream WHERE stream IN (
          SELECT 'participant/' || m.participant FROM research.membership m WHERE m.cohort = p_cohort AND m.to_position IS NULL)
          ORDER BY stream FOR UPDATE;
        PERFORM 1 FROM audit.stream WHERE stream = 'trial/' || p_trial FOR UPDATE;
        SELECT * INTO c FROM research.cohort WHERE cohort = p_cohort AND trial = p_trial AND to_position IS NULL;
        IF NOT FOUND THEN RETURN NULL; END IF;
        RETURN jsonb_build_object(
          'cohort', jsonb_build_object('cohort', c.cohort, 'site', c.site, 'name', c.name, 'startsOn', c.starts_on, 'endsOn', c.ends_on,
            'closesOn', c.closes_on, 'minimum', c.minimum, 'capacity', c.capacity, 'drawnAt', research.instant(c.drawn_at)),
          'clock', coalesce((SELECT k.offset_milliseconds FROM research.clock k WHERE k.trial = p_trial), 0),
          'stream', (SELECT jsonb_build_object('seq', s.seq, 'head', s.head) FROM audit.stream s WHERE s.stream = 'trial/' || p_trial),
          'ways', coalesce((SELECT jsonb_agg(research.way(m.participant) ORDER BY m.participant) FROM research.membership m
                            WHERE m.cohort = p_cohort AND m.to_position IS NULL), '[]'),
          'locked', EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL));
      END $$;

      CREATE FUNCTION allocation.protocol_of(p_trial text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_agg(jsonb_build_object('version', v.version, 'digest', v.digest, 'document', v.document) ORDER BY v.from_position)
        FROM research.trial_version v WHERE v.trial = p_trial
      $$;

      REVOKE ALL ON FUNCTION research.way_of_session(text, timestamptz), research.answer_of_session(text, timestamptz, text, uuid),
        research.answers_of_session(text, timestamptz, text), allocation.gather_participant(text, text, text, text),
        allocation.gather_cohort(text, uuid), allocation.protocol_of(text), research.turns_of(uuid), research.counts_of(text),
        research.answer_to_correct(uuid, text, text, text, uuid), research.erasable_facts(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.way_of_session(text, timestamptz),
        research.answer_of_session(text, timestamptz, text, uuid), research.answers_of_session(text, timestamptz, text),
        research.turns_of(uuid), research.counts_of(text), research.answer_to_correct(uuid, text, text, text, uuid), research.erasable_facts(uuid)
        TO lodtraek_research;
      GRANT EXECUTE ON FUNCTION allocation.gather_participant(text, text, text, text), allocation.gather_cohort(text, uuid),
        allocation.protocol_of(text) TO lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.erasable_facts, research.answer_to_correct, research.counts_of, research.turns_of, allocation.protocol_of, allocation.gather_cohort, allocation.gather_participant, research.answers_of_session,
        research.answer_of_session, research.way_of_session, research.way, research.instant;
    `);
  }
}
