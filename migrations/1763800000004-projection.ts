import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * From one fact to the read tables. The same function serves appending and rebuilding, so the two cannot drift. A payload that was
 * lawfully erased arrives as NULL and leaves what a count needs, nothing more.
 */
export class Projection1763800000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.participant_of(p_stream text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
        SELECT substr(p_stream, 13)::uuid
      $$;

      CREATE FUNCTION research.lock_cohort(p_cohort uuid) RETURNS void LANGUAGE sql AS $$
        SELECT pg_advisory_xact_lock(hashtextextended(p_cohort::text, 724003))
      $$;

      CREATE FUNCTION research.project(f audit.fact, p jsonb, p_rebuilding boolean DEFAULT false) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        who uuid;
        place text;
        drawn timestamptz;
        room integer;
      BEGIN
        IF f.stream LIKE 'participant/%' THEN
          who := research.participant_of(f.stream);
        END IF;

        CASE f.kind
          WHEN 'item-answered', 'item-corrected' THEN
            IF p IS NULL THEN RETURN; END IF;
            UPDATE research.response SET to_position = f.position
              WHERE participant = who AND wave = p->>'wave' AND instrument = p->>'instrument' AND item = p->>'item' AND to_position IS NULL;
            INSERT INTO research.response VALUES (
              who, f.trial, p->>'wave', p->>'instrument', p->>'item', (p->>'code')::smallint, p->>'blank', (p->>'version')::integer,
              (p->>'key')::uuid, (p->>'session')::uuid, p->>'wording', p->>'language', coalesce((p->>'late')::boolean, false),
              f.occurred_at, f.position, NULL);

          WHEN 'wave-submitted' THEN
            SELECT site INTO STRICT place FROM research.participant WHERE participant = who;
            -- A baseline asked for again, because it had grown old, closes the earlier one.
            IF (p->>'baseline')::boolean THEN
              UPDATE research.submission SET to_position = f.position WHERE participant = who AND wave = p->>'wave' AND to_position IS NULL;
            END IF;
            INSERT INTO research.submission VALUES (
              who, f.trial, place, p->>'wave', (p->>'baseline')::boolean, (p->>'late')::boolean, f.occurred_at, f.position, NULL);

          WHEN 'registered' THEN
            INSERT INTO research.participant VALUES (
              who, f.trial, p->>'site', p->>'version', p->>'code', p->>'language', f.occurred_at, f.position);
            INSERT INTO research.milestone VALUES (f.position, who, f.trial, p->>'site', f.kind, f.actor, f.occurred_at, '{}');

          WHEN 'link-issued', 'informed-orally', 'information-read', 'comprehension-completed', 'consent-signed', 'consent-given', 'screened',
               'participation-changed', 'erasure-requested', 'erased' THEN
            SELECT site INTO STRICT place FROM research.participant WHERE participant = who;
            INSERT INTO research.milestone VALUES (
              f.position, who, f.trial, place, f.kind, f.actor, f.occurred_at, coalesce(p, '{"erased": true}'));
            -- Who leaves before the draw gives the seat back; after it, they stay where the draw found them.
            IF f.kind = 'participation-changed' AND p->>'change' IN ('no-more-data', 'unlink', 'erase', 'lost', 'died')
               AND NOT EXISTS (SELECT FROM allocation.allocation a WHERE a.participant = who) THEN
              UPDATE research.membership SET to_position = f.position WHERE participant = who AND to_position IS NULL;
            END IF;

          WHEN 'joined-cohort' THEN
            SELECT site INTO STRICT place FROM research.participant WHERE participant = who;
            -- This lock, on the cohort as such, serialises joining with drawing and rescheduling: who joins is in the draw, or is refused.
            PERFORM research.lock_cohort((p->>'cohort')::uuid);
            SELECT c.drawn_at, c.capacity INTO drawn, room FROM research.cohort c
              WHERE c.cohort = (p->>'cohort')::uuid AND c.trial = f.trial AND c.site = place AND c.to_position IS NULL;
            -- A rebuild repeats what was lawful when it happened: seats are freed in the order of commits, which positions do not keep.
            IF NOT p_rebuilding THEN
              IF room IS NULL OR drawn IS NOT NULL THEN
                RAISE EXCEPTION 'the cohort is drawn' USING ERRCODE = 'LT003';
              END IF;
              IF (SELECT count(*) FROM research.membership m
                  WHERE m.cohort = (p->>'cohort')::uuid AND m.to_position IS NULL AND m.participant <> who) >= room THEN
                RAISE EXCEPTION 'the cohort is full' USING ERRCODE = 'LT005';
              END IF;
            END IF;
            UPDATE research.membership SET to_position = f.position WHERE participant = who AND to_position IS NULL;
            INSERT INTO research.membership VALUES (who, f.trial, place, (p->>'cohort')::uuid, f.position, NULL);

          WHEN 'allocated' THEN
            SELECT site INTO STRICT place FROM research.participant WHERE participant = who;
            INSERT INTO allocation.allocation VALUES (
              who, f.trial, place, p->>'scheme', p->>'stratum', (p->>'position')::integer, p->>'arm', (p->>'cohort')::uuid,
              (p->>'rank')::integer, f.occurred_at, f.position);
            INSERT INTO allocation.slot AS s VALUES (f.trial, p->>'scheme', p->>'stratum', (p->>'position')::integer + 1)
              ON CONFLICT (trial, scheme, stratum) DO UPDATE SET next_position = greatest(s.next_position, excluded.next_position);

          WHEN 'letter-sent' THEN
            INSERT INTO research.letter VALUES (
              who, f.trial, coalesce(p->>'wave', ''), p->>'letter', (p->>'ordinal')::integer, p->>'channel', f.occurred_at, f.position);

          WHEN 'trial-opened' THEN
            INSERT INTO research.trial_version VALUES (
              f.trial, p->>'version', p->>'digest', p->'protocol', (p->>'simulated')::boolean, f.position);
          WHEN 'lottery-opened' THEN
            INSERT INTO research.lottery VALUES (f.trial, p->>'scheme', p->>'method', p->>'commitment', f.position);
          WHEN 'clock-moved' THEN
            INSERT INTO research.clock AS c VALUES (f.trial, (p->>'byMilliseconds')::bigint)
              ON CONFLICT (trial) DO UPDATE SET offset_milliseconds = c.offset_milliseconds + excluded.offset_milliseconds;
          WHEN 'grant-given' THEN
            INSERT INTO research.staff_grant VALUES (
              (p->>'grant')::uuid, (p->>'staff')::uuid, p->>'role', f.trial, p->>'site', f.position, NULL);
          WHEN 'grant-ended' THEN
            UPDATE research.staff_grant SET to_position = f.position WHERE grant_id = (p->>'grant')::uuid AND to_position IS NULL;
          WHEN 'cohort-planned' THEN
            INSERT INTO research.cohort VALUES (
              (p->>'cohort')::uuid, f.trial, p->>'site', p->>'name', (p->>'startsOn')::date, (p->>'endsOn')::date, (p->>'closesOn')::date,
              (p->>'minimum')::integer, (p->>'capacity')::integer, NULL, f.position, NULL);
          WHEN 'cohort-rescheduled', 'cohort-drawn' THEN
            WITH before AS (
              UPDATE research.cohort SET to_position = f.position
                WHERE cohort = (p->>'cohort')::uuid AND to_position IS NULL RETURNING *)
            INSERT INTO research.cohort
              SELECT b.cohort, b.trial, b.site, b.name, coalesce((p->>'startsOn')::date, b.starts_on), coalesce((p->>'endsOn')::date, b.ends_on),
                b.closes_on, b.minimum, b.capacity,
                CASE WHEN f.kind = 'cohort-drawn' THEN f.occurred_at ELSE b.drawn_at END, f.position, NULL FROM before b;
          WHEN 'lock-proposed' THEN
            INSERT INTO research.plan_lock VALUES (f.trial, p->>'plan', (p->>'cutoff')::bigint, f.actor, NULL, NULL, f.position)
              ON CONFLICT (trial) DO UPDATE SET plan = excluded.plan, cutoff = excluded.cutoff, proposed_by = excluded.proposed_by,
                from_position = excluded.from_position WHERE plan_lock.locked_by IS NULL;
          WHEN 'plan-locked' THEN
            UPDATE research.plan_lock SET locked_by = f.actor, locked_at = f.occurred_at, cutoff = (p->>'cutoff')::bigint WHERE trial = f.trial;
          WHEN 'exported' THEN
            INSERT INTO research.export VALUES (
              (p->>'export')::uuid, f.trial, p->>'preset', (p->>'rows')::integer, (p->>'cutoff')::bigint, p->>'sha256', f.actor,
              f.occurred_at, f.position);
          ELSE
            RAISE EXCEPTION 'no projection for a fact of kind %', f.kind USING ERRCODE = 'LT004';
        END CASE;
      END $$;

      CREATE FUNCTION research.rebuild() RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        f audit.fact;
        p jsonb;
        n bigint := 0;
      BEGIN
        -- Waits for appends under way and holds off new ones, as a cut-off does.
        PERFORM pg_advisory_xact_lock(724001);
        TRUNCATE research.trial_version, research.lottery, research.clock, research.staff_grant, research.plan_lock, research.export,
          research.cohort, research.participant, research.milestone, research.membership, research.response, research.submission,
          research.letter, allocation.slot, allocation.allocation;
        FOR f IN SELECT * FROM audit.fact ORDER BY position LOOP
          SELECT payload INTO p FROM audit.fact_payload WHERE fact = f.id;
          PERFORM research.project(f, p, true);
          n := n + 1;
        END LOOP;
        RETURN n;
      END $$;
      REVOKE ALL ON FUNCTION research.project(audit.fact, jsonb, boolean), research.rebuild(), research.lock_cohort(uuid) FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.rebuild, research.project, research.lock_cohort, research.participant_of');
  }
}
