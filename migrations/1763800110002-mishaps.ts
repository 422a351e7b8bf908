import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kinds that bear on the next draw or on an arm: the allocator alone says them, under the lottery's locks. */
const OF_THE_ALLOCATOR = [
  'lottery-paused',
  'lottery-resumed',
  'factor-corrected',
  'allocated-as-replacement',
  'sheets-made',
  'sheets-printed',
  'allocated-by-sheet',
];
/** Kinds that are told of one participant and kept as rows alike. */
const TOLD = ['allocated-twice', 'in-error-reported', 'marked-in-error', 'replacement-proposed', 'allocation-forced'];
const PROVED = [...OF_THE_ALLOCATOR, 'allocated-twice', 'marked-in-error', 'allocation-forced']
  .map((kind) => `''${kind}''`)
  .join(', ');
const nameOf = (kind: string): string => `research.project_${kind.replaceAll('-', '_')}`;
const projections = [...OF_THE_ALLOCATOR, ...TOLD].map((kind) => `${nameOf(kind)}(audit.fact, jsonb, boolean)`).join(', ');

/**
 * What may go wrong with a draw, each a fact of its own. What was drawn stays drawn: none of these changes a row of an allocation. A draw
 * and a pause wait for one another, so that every draw by its position stands clearly before or after it.
 */
export class Mishaps1763800110002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.mishap (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        kind text NOT NULL,
        reason text,
        other uuid,
        detail jsonb NOT NULL,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        CONSTRAINT mishap_pkey PRIMARY KEY (from_position)
      );
      CREATE INDEX mishap_of ON research.mishap (participant, from_position);
      CREATE INDEX mishap_of_trial ON research.mishap (trial, from_position);
      CREATE TABLE research.lottery_pause (
        trial text NOT NULL,
        reason text NOT NULL,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        to_position bigint,
        CONSTRAINT lottery_pause_pkey PRIMARY KEY (trial, from_position)
      );
      CREATE UNIQUE INDEX lottery_pause_now ON research.lottery_pause (trial) WHERE to_position IS NULL;

      CREATE TABLE research.sheet_list (
        list uuid NOT NULL,
        trial text NOT NULL,
        scheme text NOT NULL,
        site text NOT NULL,
        sheets integer NOT NULL,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        CONSTRAINT sheet_list_pkey PRIMARY KEY (list)
      );
      ALTER TABLE research.sheet_list ENABLE ROW LEVEL SECURITY;
      CREATE POLICY by_site ON research.sheet_list FOR SELECT TO lodtraek_research USING (research.in_scope(trial, site, NULL));
      GRANT SELECT ON research.sheet_list TO lodtraek_research;
      ALTER TABLE research.mishap ENABLE ROW LEVEL SECURITY;
      -- That another arm was given than the one drawn tells the arm: it is read where arms are.
      CREATE POLICY by_site ON research.mishap FOR SELECT TO lodtraek_research
        USING (research.in_scope(trial, site, NULL) AND (
          kind <> 'allocation-forced' OR research.reads('arms', trial) OR research.may_read_dataset(trial)));
      GRANT SELECT ON research.mishap, research.lottery_pause TO lodtraek_research;

      CREATE FUNCTION research.keep_mishap(f audit.fact, p_reason text, p_other uuid, p_detail jsonb) RETURNS void LANGUAGE sql AS $$
        INSERT INTO research.mishap SELECT x.participant, f.trial, x.site, f.kind, p_reason, p_other, p_detail, f.actor, f.occurred_at, f.position
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream)
      $$;
      CREATE FUNCTION ${nameOf('lottery-paused')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        INSERT INTO research.lottery_pause VALUES (f.trial, p->>'reason', f.actor, f.occurred_at, f.position, NULL);
      END $$;
      CREATE FUNCTION ${nameOf('lottery-resumed')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        UPDATE research.lottery_pause SET to_position = f.position WHERE trial = f.trial AND to_position IS NULL;
      END $$;
      CREATE FUNCTION ${nameOf('factor-corrected')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        PERFORM research.keep_mishap(f, NULL, NULL, p);
      END $$;
      -- Nothing was drawn for a replacement: it takes no place in a stratum, and each person is replaced once.
      CREATE FUNCTION ${nameOf('allocated-as-replacement')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        INSERT INTO allocation.allocation SELECT x.participant, f.trial, x.site, p->>'scheme', 'replaces=' || (p->>'replaces'), 1, p->>'arm',
            (p->>'cohort')::uuid, NULL, f.occurred_at, f.position
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
        PERFORM research.keep_mishap(f, NULL, (p->>'replaces')::uuid, '{}');
      END $$;
      CREATE FUNCTION ${nameOf('sheets-made')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        INSERT INTO research.sheet_list VALUES (
          (p->>'list')::uuid, f.trial, p->>'scheme', p->>'site', (p->>'sheets')::integer, f.actor, f.occurred_at, f.position);
      END $$;
      -- The fact is the whole of it.
      CREATE FUNCTION ${nameOf('sheets-printed')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
      END $$;
      CREATE FUNCTION ${nameOf('allocated-by-sheet')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        INSERT INTO allocation.allocation SELECT x.participant, f.trial, x.site, p->>'scheme', 'sheets=' || (p->>'list'),
            (p->>'sheet')::integer, p->>'arm', (p->>'cohort')::uuid, NULL, f.occurred_at, f.position
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
        PERFORM research.keep_mishap(f, NULL, NULL, jsonb_build_object('list', p->'list', 'sheet', p->'sheet'));
      END $$;
      CREATE FUNCTION ${nameOf('allocated-twice')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE sql AS $$
        SELECT research.keep_mishap(f, p->>'keep', (p->>'of')::uuid, '{}')
      $$;
      CREATE FUNCTION ${nameOf('in-error-reported')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE sql AS $$
        SELECT research.keep_mishap(f, p->>'reason', NULL, '{}')
      $$;
      CREATE FUNCTION ${nameOf('marked-in-error')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE sql AS $$
        SELECT research.keep_mishap(f, p->>'reason', NULL, '{}')
      $$;
      CREATE FUNCTION ${nameOf('replacement-proposed')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE sql AS $$
        SELECT research.keep_mishap(f, NULL, (p->>'replaces')::uuid, '{}')
      $$;
      CREATE FUNCTION ${nameOf('allocation-forced')}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE sql AS $$
        SELECT research.keep_mishap(f, p->>'reason', NULL, jsonb_build_object('intended', p->'intended', 'given', p->'given'))
      $$;

      -- How many were given another arm than the one drawn; whose and which stays with those who know arms.
      CREATE FUNCTION research.forced_count(p_trial text) RETURNS integer
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT count(*)::integer FROM research.mishap m
        WHERE m.trial = p_trial AND m.kind = 'allocation-forced' AND research.in_scope(m.trial, m.site, NULL)
      $$;

      -- That somebody was drawn, without what for; and how many were replaced in the whole trial, since that is what the protocol bounds.
      CREATE FUNCTION research.is_drawn(p_participant uuid) RETURNS boolean
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (SELECT FROM allocation.allocation a
          WHERE a.participant = p_participant AND research.in_scope(a.trial, a.site, NULL))
      $$;
      CREATE FUNCTION research.replacements(p_trial text, p_participant uuid) RETURNS TABLE (made integer, of_person integer)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT count(*)::integer, (count(*) FILTER (WHERE m.other = p_participant))::integer FROM research.mishap m
        WHERE m.trial = p_trial AND m.kind = 'allocated-as-replacement'
      $$;

      -- Draws share the lock, a pause takes it alone. @returns whether the lottery is paused.
      CREATE FUNCTION allocation.hold_open(p_trial text) RETURNS boolean
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended(p_trial, 724011));
        RETURN EXISTS (SELECT FROM research.lottery_pause q WHERE q.trial = p_trial AND q.to_position IS NULL);
      END $$;
      CREATE FUNCTION allocation.gather_pause(p_trial text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        s audit.stream;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(p_trial, 724011));
        SELECT * INTO s FROM audit.stream WHERE stream = 'trial/' || p_trial FOR UPDATE;
        IF NOT FOUND THEN RETURN NULL; END IF;
        RETURN jsonb_build_object(
          'stream', jsonb_build_object('seq', s.seq, 'head', s.head),
          'clock', coalesce((SELECT k.offset_milliseconds FROM research.clock k WHERE k.trial = p_trial), 0),
          'locked', EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL),
          'paused', EXISTS (SELECT FROM research.lottery_pause q WHERE q.trial = p_trial AND q.to_position IS NULL));
      END $$;

      -- Locks the person, then the stratum they were drawn in: no draw there looks back while what it looks at is corrected.
      CREATE FUNCTION allocation.gather_correction(p_trial text, p_code text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        who uuid;
        drawn allocation.allocation;
      BEGIN
        SELECT participant INTO who FROM research.participant WHERE trial = p_trial AND code = p_code;
        IF who IS NULL THEN RETURN NULL; END IF;
        PERFORM 1 FROM audit.stream WHERE stream = 'participant/' || who FOR UPDATE;
        SELECT * INTO drawn FROM allocation.allocation a WHERE a.participant = who;
        PERFORM 1 FROM allocation.slot s
          WHERE s.trial = p_trial AND s.scheme = drawn.scheme AND s.stratum = drawn.stratum FOR UPDATE;
        RETURN jsonb_build_object('way', research.way(who), 'scheme', drawn.scheme,
          'locked', EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL),
          'used', coalesce((SELECT x.payload->'factors' FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
            WHERE f.position = drawn.from_position), '{}'),
          'corrected', allocation.corrections_of(who));
      END $$;
      CREATE FUNCTION allocation.corrections_of(p_participant uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT coalesce(jsonb_object_agg(m.factor, m.corrected), '{}') FROM (
          SELECT DISTINCT ON (c.detail->>'factor') c.detail->>'factor' AS factor, c.detail->'corrected' AS corrected
          FROM research.mishap c WHERE c.participant = p_participant AND c.kind = 'factor-corrected'
          ORDER BY c.detail->>'factor', c.from_position DESC) m
      $$;
      CREATE FUNCTION allocation.corrections_in(p_trial text, p_scheme text, p_stratum text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('slot', a.slot, 'levels', allocation.corrections_of(a.participant)) ORDER BY a.slot), '[]')
        FROM allocation.allocation a
        WHERE a.trial = p_trial AND a.scheme = p_scheme AND a.stratum = p_stratum AND EXISTS (
          SELECT FROM research.mishap m WHERE m.participant = a.participant AND m.kind = 'factor-corrected')
      $$;

      -- Locks both people. One replacement of a trial at a time: how many there are is counted before another is made.
      CREATE FUNCTION allocation.gather_replacement(p_trial text, p_code text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        who uuid;
        asked research.mishap;
        old allocation.allocation;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(p_trial, 724012));
        SELECT participant INTO who FROM research.participant WHERE trial = p_trial AND code = p_code;
        IF who IS NULL THEN RETURN NULL; END IF;
        SELECT * INTO asked FROM research.mishap m WHERE m.participant = who AND m.kind = 'replacement-proposed'
          ORDER BY m.from_position DESC LIMIT 1;
        PERFORM 1 FROM audit.stream WHERE stream IN ('participant/' || who, 'participant/' || asked.other) ORDER BY stream FOR UPDATE;
        SELECT * INTO old FROM allocation.allocation a WHERE a.participant = asked.other;
        RETURN jsonb_build_object('way', research.way(who), 'proposer', asked.actor, 'replaces', asked.other, 'arm', old.arm,
          'replaced', EXISTS (SELECT FROM allocation.allocation a WHERE a.trial = p_trial AND a.stratum = 'replaces=' || asked.other),
          'made', (SELECT count(*) FROM research.mishap m WHERE m.trial = p_trial AND m.kind = 'allocated-as-replacement'),
          'locked', EXISTS (SELECT FROM research.plan_lock k WHERE k.trial = p_trial AND k.locked_by IS NOT NULL));
      END $$;

      -- Which sheets of a site's lists are used: their numbers, not what they gave.
      CREATE FUNCTION research.used_sheets(p_trial text) RETURNS TABLE (list uuid, sheet integer)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT (m.detail->>'list')::uuid, (m.detail->>'sheet')::integer FROM research.mishap m
        WHERE m.trial = p_trial AND m.kind = 'allocated-by-sheet' AND research.in_scope(m.trial, m.site, NULL)
      $$;
      CREATE FUNCTION allocation.sheet_list_of(p_trial text, p_list uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object('list', l.list, 'scheme', l.scheme, 'site', l.site, 'sheets', l.sheets, 'at', research.instant(l.occurred_at),
          'used', coalesce((SELECT jsonb_agg(a.slot ORDER BY a.slot) FROM allocation.allocation a
            WHERE a.trial = l.trial AND a.scheme = l.scheme AND a.stratum = 'sheets=' || l.list), '[]'))
        FROM research.sheet_list l WHERE l.trial = p_trial AND l.list = p_list
      $$;

      CREATE FUNCTION allocation.mishap(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        kinds CONSTANT text[] := ARRAY[${OF_THE_ALLOCATOR.map((kind) => `'${kind}'`).join(', ')}];
      BEGIN
        IF EXISTS (
          SELECT FROM jsonb_array_elements(p_streams) AS s(one), jsonb_array_elements(s.one->'facts') AS f(fact)
          WHERE f.fact->>'kind' <> ALL (kinds)) THEN
          RAISE EXCEPTION 'this door takes mishaps of the lottery alone' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;

      -- The proof rests on these too, whatever else it rests on by now.
      DO $do$ BEGIN
        EXECUTE regexp_replace(pg_get_functiondef('audit.lottery_facts(text)'::regprocedure), 'ARRAY\\[', 'ARRAY[${PROVED}, ');
      END $do$;

      REVOKE ALL ON FUNCTION ${projections}, research.keep_mishap(audit.fact, text, uuid, jsonb),
        research.forced_count(text), research.is_drawn(uuid), research.replacements(text, uuid), research.used_sheets(text),
        allocation.sheet_list_of(text, uuid), allocation.hold_open(text),
        allocation.gather_pause(text), allocation.gather_correction(text, text), allocation.corrections_of(uuid), allocation.corrections_in(text, text, text), allocation.gather_replacement(text, text), allocation.mishap(jsonb, jsonb, jsonb) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.forced_count(text), research.is_drawn(uuid), research.replacements(text, uuid), research.used_sheets(text) TO lodtraek_research;
      GRANT EXECUTE ON FUNCTION allocation.sheet_list_of(text, uuid), allocation.corrections_in(text, text, text), allocation.hold_open(text), allocation.gather_pause(text), allocation.gather_correction(text, text),
        allocation.gather_replacement(text, text), allocation.mishap(jsonb, jsonb, jsonb) TO lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $do$ BEGIN
        EXECUTE replace(pg_get_functiondef('audit.lottery_facts(text)'::regprocedure), 'ARRAY[${PROVED}, ', 'ARRAY[');
      END $do$;
      DROP FUNCTION ${projections}, research.forced_count, research.is_drawn, research.replacements, research.used_sheets, allocation.sheet_list_of, allocation.mishap, allocation.gather_replacement, allocation.corrections_in, allocation.corrections_of,
        allocation.gather_correction, allocation.gather_pause, allocation.hold_open, research.keep_mishap;
      DROP TABLE research.sheet_list, research.lottery_pause, research.mishap;
    `);
  }
}
