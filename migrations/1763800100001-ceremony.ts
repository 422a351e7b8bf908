import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = [
  'ceremony-announced',
  'share-committed',
  'public-value-entered',
  'share-brought',
  'ceremony-completed',
  'ceremony-aborted',
  'escrow-sheet-given',
  'recovery-rehearsed',
  'lottery-recovered',
];
/** What only whoever holds the shares can say. The others bind somebody in public, and are said where staff are heard. */
const OF_THE_ALLOCATOR = KINDS.slice(3);
const nameOf = (kind: string): string => `research.project_${kind.replaceAll('-', '_')}`;
const projections = [...KINDS, 'lottery-opened'].map((kind) => `${nameOf(kind)}(audit.fact, jsonb, boolean)`).join(', ');

/**
 * The ceremonies in which seeds are made: their steps as a read table, the shares sealed beside the seed, and a door for the allocator.
 * A seed that may be given up before anybody is drawn is held fast by every draw.
 */
export class Ceremony1763800100001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.ceremony_step (
        trial text NOT NULL,
        ceremony integer NOT NULL,
        kind text NOT NULL,
        place text NOT NULL,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        detail jsonb NOT NULL,
        from_position bigint NOT NULL,
        CONSTRAINT ceremony_step_pkey PRIMARY KEY (from_position)
      );
      CREATE INDEX ceremony_step_of ON research.ceremony_step (trial, from_position);
      -- Each step once, each share once; a rehearsal and a recovery as often as they are held.
      CREATE UNIQUE INDEX ceremony_step_once ON research.ceremony_step (trial, ceremony, kind, place)
        WHERE kind <> ALL (ARRAY['recovery-rehearsed', 'lottery-recovered']);

      CREATE TABLE allocation.seed_share (
        trial text NOT NULL,
        ceremony integer NOT NULL,
        place text NOT NULL,
        sealed text NOT NULL,
        CONSTRAINT seed_share_pkey PRIMARY KEY (trial, ceremony, place)
      );

      -- Whoever is logged in, not whose function runs: the door a fact came by is one of several.
      CREATE FUNCTION research.by_the_allocator(p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT p_rebuilding AND NOT pg_has_role(session_user, 'lodtraek_allocator', 'MEMBER') THEN
          RAISE EXCEPTION 'this login may not append that kind' USING ERRCODE = 'LT007';
        END IF;
      END $$;
      CREATE FUNCTION research.keep_step(f audit.fact, p jsonb) RETURNS void LANGUAGE sql AS $$
        INSERT INTO research.ceremony_step
          VALUES (f.trial, (p->>'ceremony')::integer, f.kind, coalesce(p->>'place', ''), f.actor, f.occurred_at, p, f.position)
      $$;
      ${KINDS.filter((kind) => kind !== 'ceremony-aborted')
        .map(projection)
        .join('\n')}
      CREATE FUNCTION research.project_lottery_opened(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        INSERT INTO research.lottery VALUES (f.trial, p->>'scheme', p->>'method', p->>'commitment', f.position)
          ON CONFLICT (trial, scheme) DO UPDATE
          SET method = excluded.method, commitment = excluded.commitment, from_position = excluded.from_position;
      END $$;
      -- A ceremony given up after it was complete takes its lottery with it, and never one of another ceremony.
      CREATE FUNCTION research.project_ceremony_aborted(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.by_the_allocator(p_rebuilding);
        PERFORM research.keep_step(f, p);
        DELETE FROM research.lottery l USING research.ceremony_step a, research.ceremony_step c
          WHERE l.trial = f.trial AND a.trial = f.trial AND c.trial = f.trial
            AND a.ceremony = (p->>'ceremony')::integer AND a.kind = 'ceremony-announced' AND a.detail->>'scheme' = l.scheme
            AND c.ceremony = a.ceremony AND c.kind = 'ceremony-completed';
      END $$;

      CREATE FUNCTION research.ceremony_steps(p_trial text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object(
          'steps', coalesce((
            SELECT jsonb_agg(jsonb_build_object('kind', s.kind, 'actor', s.actor, 'at', research.instant(s.occurred_at), 'detail', s.detail)
              ORDER BY s.from_position)
            FROM research.ceremony_step s WHERE s.trial = p_trial), '[]'),
          'drawn', coalesce((SELECT jsonb_agg(DISTINCT a.scheme) FROM allocation.allocation a WHERE a.trial = p_trial), '[]'))
      $$;

      CREATE FUNCTION allocation.gather_ceremony(p_trial text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        s audit.stream;
      BEGIN
        SELECT * INTO s FROM audit.stream WHERE stream = 'trial/' || p_trial FOR UPDATE;
        IF NOT FOUND THEN RETURN NULL; END IF;
        RETURN research.ceremony_steps(p_trial) || jsonb_build_object(
          'stream', jsonb_build_object('seq', s.seq, 'head', s.head),
          'clock', coalesce((SELECT k.offset_milliseconds FROM research.clock k WHERE k.trial = p_trial), 0));
      END $$;

      CREATE FUNCTION allocation.ceremony(p_scope jsonb, p_streams jsonb, p_jobs jsonb DEFAULT NULL) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        kinds CONSTANT text[] := ARRAY['lottery-opened', ${KINDS.map((kind) => `'${kind}'`).join(', ')}];
      BEGIN
        IF EXISTS (
          SELECT FROM jsonb_array_elements(p_streams) AS s(one), jsonb_array_elements(s.one->'facts') AS f(fact)
          WHERE f.fact->>'kind' <> ALL (kinds)) THEN
          RAISE EXCEPTION 'this door takes steps of a ceremony alone' USING ERRCODE = 'LT007';
        END IF;
        RETURN audit.append_facts(p_scope, p_streams, p_jobs);
      END $$;

      -- A draw holds its seed fast: who gives the seed up waits for it, and then finds that somebody is drawn.
      CREATE FUNCTION allocation.hold_seed(p_trial text, p_scheme text) RETURNS text
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        found_sealed text;
      BEGIN
        SELECT s.sealed INTO found_sealed FROM allocation.seed s WHERE s.trial = p_trial AND s.scheme = p_scheme FOR KEY SHARE;
        IF NOT FOUND THEN RAISE EXCEPTION 'the scheme has no seed' USING ERRCODE = 'LT061'; END IF;
        RETURN found_sealed;
      END $$;
      CREATE FUNCTION allocation.keep_seed(p_trial text, p_scheme text, p_sealed text) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        INSERT INTO allocation.seed VALUES (p_trial, p_scheme, p_sealed)
          ON CONFLICT (trial, scheme) DO UPDATE SET sealed = excluded.sealed
      $$;
      CREATE FUNCTION allocation.keep_share(p_trial text, p_ceremony integer, p_place text, p_sealed text) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
        INSERT INTO allocation.seed_share VALUES (p_trial, p_ceremony, p_place, p_sealed)
          ON CONFLICT (trial, ceremony, place) DO UPDATE SET sealed = excluded.sealed
      $$;
      CREATE FUNCTION allocation.forget_ceremony(p_trial text, p_ceremony integer, p_scheme text) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        DELETE FROM allocation.seed_share WHERE trial = p_trial AND ceremony = p_ceremony;
        -- A seed of another ceremony is not this one's to give up.
        IF EXISTS (SELECT FROM research.ceremony_step c WHERE c.trial = p_trial AND c.ceremony = p_ceremony AND c.kind = 'ceremony-completed') THEN
          DELETE FROM allocation.seed WHERE trial = p_trial AND scheme = p_scheme;
          IF EXISTS (SELECT FROM allocation.allocation a WHERE a.trial = p_trial AND a.scheme = p_scheme) THEN
            RAISE EXCEPTION 'lots are drawn from this seed' USING ERRCODE = 'LT060';
          END IF;
        END IF;
      END $$;

      REVOKE ALL ON FUNCTION ${projections}, research.by_the_allocator(boolean), research.keep_step(audit.fact, jsonb),
        research.ceremony_steps(text), allocation.gather_ceremony(text), allocation.ceremony(jsonb, jsonb, jsonb),
        allocation.hold_seed(text, text), allocation.keep_seed(text, text, text), allocation.keep_share(text, integer, text, text),
        allocation.forget_ceremony(text, integer, text) FROM PUBLIC;
      GRANT SELECT ON research.ceremony_step TO lodtraek_research;
      GRANT SELECT ON allocation.seed_share TO lodtraek_allocator;
      GRANT EXECUTE ON FUNCTION research.ceremony_steps(text) TO lodtraek_research;
      GRANT EXECUTE ON FUNCTION allocation.gather_ceremony(text), allocation.ceremony(jsonb, jsonb, jsonb), allocation.hold_seed(text, text),
        allocation.keep_seed(text, text, text), allocation.keep_share(text, integer, text, text),
        allocation.forget_ceremony(text, integer, text) TO lodtraek_allocator;
      REVOKE INSERT ON allocation.seed FROM lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT INSERT ON allocation.seed TO lodtraek_allocator;
      DROP FUNCTION ${projections}, research.by_the_allocator, research.keep_step, research.ceremony_steps, allocation.gather_ceremony,
        allocation.ceremony, allocation.hold_seed, allocation.keep_seed, allocation.keep_share, allocation.forget_ceremony;
      DROP TABLE allocation.seed_share, research.ceremony_step;
    `);
  }
}

function projection(kind: string): string {
  const guard = OF_THE_ALLOCATOR.includes(kind) ? 'PERFORM research.by_the_allocator(p_rebuilding);' : '';
  return `
      CREATE FUNCTION ${nameOf(kind)}(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        ${guard}
        PERFORM research.keep_step(f, p);
      END $$;`;
}
