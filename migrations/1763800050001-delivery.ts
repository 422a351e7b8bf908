import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Groups, sessions, attendance and matches. They exist in one arm only, so whoever may not know the arm may not see a row: open to a
 * coordinator at the site, to the one group of a facilitator, and to the dataset once it is locked.
 */
export class Delivery1763800050001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.peer_group (
        group_id uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        cohort uuid NOT NULL,
        delivery text NOT NULL,
        name text NOT NULL,
        meets_at text NOT NULL,
        sessions date[] NOT NULL,
        capacity integer NOT NULL,
        from_position bigint NOT NULL,
        PRIMARY KEY (group_id)
      );
      CREATE INDEX peer_group_of_site ON research.peer_group (trial, site);

      CREATE TABLE research.placement (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        delivery text NOT NULL,
        group_id uuid NOT NULL,
        placed_on date NOT NULL,
        -- Whether this is the group the person counts in: placed at first, or moved before that group had begun.
        assigned boolean NOT NULL,
        left_on date,
        reason text,
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (participant, from_position)
      );
      CREATE UNIQUE INDEX placement_now ON research.placement (participant, delivery) WHERE to_position IS NULL;
      CREATE INDEX placement_of_group ON research.placement (group_id);

      CREATE TABLE research.group_session (
        group_id uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        ordinal integer NOT NULL,
        held boolean NOT NULL,
        held_on date NOT NULL,
        theme integer,
        fidelity text,
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (group_id, ordinal, from_position)
      );
      CREATE UNIQUE INDEX group_session_now ON research.group_session (group_id, ordinal) WHERE to_position IS NULL;

      CREATE TABLE research.attendance (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        group_id uuid NOT NULL,
        ordinal integer NOT NULL,
        presence text NOT NULL,
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (participant, group_id, ordinal, from_position)
      );
      CREATE UNIQUE INDEX attendance_now ON research.attendance (participant, group_id, ordinal) WHERE to_position IS NULL;
      CREATE INDEX attendance_of_group ON research.attendance (group_id, ordinal) WHERE to_position IS NULL;

      CREATE TABLE research.match (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        match_id uuid NOT NULL,
        delivery text NOT NULL,
        partner uuid NOT NULL,
        starts_on date NOT NULL,
        ended_on date,
        how text,
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (match_id, from_position)
      );
      CREATE UNIQUE INDEX match_now ON research.match (match_id) WHERE to_position IS NULL;
      CREATE UNIQUE INDEX match_active ON research.match (participant, delivery) WHERE to_position IS NULL AND how IS NULL;

      CREATE TABLE research.evening_link (
        link uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        group_id uuid NOT NULL,
        staff uuid NOT NULL,
        ordinal integer NOT NULL,
        channel text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        PRIMARY KEY (link)
      );
      CREATE INDEX evening_link_of ON research.evening_link (group_id, ordinal);

      CREATE FUNCTION research.reads_group(p_trial text, p_site text, p_group uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT (research.reads('arms', p_trial) AND research.in_scope(p_trial, p_site, NULL))
          OR research.reads('group/' || p_group, p_trial) OR research.may_read_dataset(p_trial)
      $$;

      ALTER TABLE research.peer_group ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.placement ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.group_session ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.attendance ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.match ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.evening_link ENABLE ROW LEVEL SECURITY;
      -- The sending of evening links reads which groups meet tonight, and nobody who is in them.
      CREATE POLICY own_or_system ON research.peer_group FOR SELECT TO lodtraek_research
        USING (research.reads_group(trial, site, group_id) OR research.reads('system', trial));
      CREATE POLICY own_or_system ON research.evening_link FOR SELECT TO lodtraek_research
        USING (research.reads_group(trial, site, group_id) OR research.reads('system', trial));
      CREATE POLICY own_group ON research.placement FOR SELECT TO lodtraek_research USING (research.reads_group(trial, site, group_id));
      CREATE POLICY own_group ON research.group_session FOR SELECT TO lodtraek_research USING (research.reads_group(trial, site, group_id));
      CREATE POLICY own_group ON research.attendance FOR SELECT TO lodtraek_research USING (research.reads_group(trial, site, group_id));
      CREATE POLICY own_match ON research.match FOR SELECT TO lodtraek_research USING (research.reads_group(trial, site, match_id));
      GRANT SELECT ON research.peer_group, research.placement, research.group_session, research.attendance, research.match,
        research.evening_link TO lodtraek_research;

      CREATE FUNCTION research.project_group_formed(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.peer_group VALUES (
          (p->>'group')::uuid, f.trial, p->>'site', (p->>'cohort')::uuid, p->>'delivery', p->>'name', p->>'meetsAt',
          ARRAY(SELECT s::date FROM jsonb_array_elements_text(p->'sessions') AS s), (p->>'capacity')::integer, f.position);
      END $$;

      -- A group's room is checked where two coordinators place somebody at the same moment; a group formed with its people is written
      -- after them, in the order of streams, and is as full as it was formed. A rebuild repeats what was lawful.
      CREATE FUNCTION research.take_place(f audit.fact, p jsonb, p_rebuilding boolean, p_assigned boolean) RETURNS void
      LANGUAGE plpgsql AS $$
      DECLARE
        who uuid := research.participant_of(f.stream);
        place text;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(p->>'group', 724004));
        IF NOT p_rebuilding AND (SELECT count(*) FROM research.placement x
             WHERE x.group_id = (p->>'group')::uuid AND x.to_position IS NULL)
             >= (SELECT g.capacity FROM research.peer_group g WHERE g.group_id = (p->>'group')::uuid AND g.trial = f.trial) THEN
          RAISE EXCEPTION 'the group is full' USING ERRCODE = 'LT050';
        END IF;
        SELECT site INTO STRICT place FROM research.participant WHERE participant = who;
        INSERT INTO research.placement VALUES (
          who, f.trial, place, p->>'delivery', (p->>'group')::uuid, (p->>'on')::date, p_assigned, NULL, NULL, f.position, NULL);
      END $$;

      CREATE FUNCTION research.project_placed_in_group(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM research.take_place(f, p, p_rebuilding, NOT EXISTS (
          SELECT FROM research.placement x WHERE x.participant = research.participant_of(f.stream) AND x.delivery = p->>'delivery'));
      END $$;

      CREATE FUNCTION research.project_moved_group(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        was research.placement;
        begins date;
      BEGIN
        UPDATE research.placement x SET to_position = f.position, left_on = (p->>'on')::date, reason = 'moved'
          WHERE x.participant = research.participant_of(f.stream) AND x.delivery = p->>'delivery' AND x.to_position IS NULL
          RETURNING x.* INTO STRICT was;
        SELECT g.sessions[1] INTO STRICT begins FROM research.peer_group g WHERE g.group_id = was.group_id;
        PERFORM research.take_place(f, p, p_rebuilding, was.assigned AND (p->>'on')::date < begins);
      END $$;

      CREATE FUNCTION research.project_left_group(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE research.placement SET to_position = f.position, left_on = (p->>'on')::date, reason = p->>'reason'
          WHERE participant = research.participant_of(f.stream) AND group_id = (p->>'group')::uuid AND to_position IS NULL;
      END $$;

      CREATE FUNCTION research.project_session_held(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE research.group_session SET to_position = f.position
          WHERE group_id = (p->>'group')::uuid AND ordinal = (p->>'ordinal')::integer AND to_position IS NULL;
        INSERT INTO research.group_session
          SELECT g.group_id, f.trial, g.site, (p->>'ordinal')::integer, (p->>'held')::boolean, (p->>'heldOn')::date, (p->>'theme')::integer,
            p->>'fidelity', f.position, NULL
          FROM research.peer_group g WHERE g.group_id = (p->>'group')::uuid;
      END $$;

      CREATE FUNCTION research.project_attended(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        who uuid := research.participant_of(f.stream);
      BEGIN
        UPDATE research.attendance SET to_position = f.position
          WHERE participant = who AND group_id = (p->>'group')::uuid AND ordinal = (p->>'ordinal')::integer AND to_position IS NULL;
        INSERT INTO research.attendance
          SELECT who, f.trial, g.site, g.group_id, (p->>'ordinal')::integer, p->>'presence', f.position, NULL
          FROM research.peer_group g WHERE g.group_id = (p->>'group')::uuid;
      END $$;

      CREATE FUNCTION research.project_matched(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.match
          SELECT x.participant, f.trial, x.site, (p->>'match')::uuid, p->>'delivery', (p->>'partner')::uuid, (p->>'from')::date, NULL, NULL,
            f.position, NULL
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;

      CREATE FUNCTION research.project_match_ended(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        WITH before AS (
          UPDATE research.match SET to_position = f.position
            WHERE match_id = (p->>'match')::uuid AND participant = research.participant_of(f.stream) AND to_position IS NULL RETURNING *)
        INSERT INTO research.match
          SELECT b.participant, b.trial, b.site, b.match_id, b.delivery, b.partner, b.starts_on, (p->>'on')::date, p->>'how', f.position, NULL
          FROM before b;
      END $$;

      CREATE FUNCTION research.project_evening_link_issued(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.evening_link
          SELECT (p->>'link')::uuid, f.trial, g.site, g.group_id, (p->>'staff')::uuid, (p->>'ordinal')::integer, p->>'channel', f.occurred_at,
            f.position
          FROM research.peer_group g WHERE g.group_id = (p->>'group')::uuid;
      END $$;

      REVOKE ALL ON FUNCTION research.project_group_formed(audit.fact, jsonb, boolean), research.take_place(audit.fact, jsonb, boolean, boolean),
        research.project_placed_in_group(audit.fact, jsonb, boolean), research.project_moved_group(audit.fact, jsonb, boolean),
        research.project_left_group(audit.fact, jsonb, boolean), research.project_session_held(audit.fact, jsonb, boolean),
        research.project_attended(audit.fact, jsonb, boolean), research.project_matched(audit.fact, jsonb, boolean),
        research.project_match_ended(audit.fact, jsonb, boolean), research.project_evening_link_issued(audit.fact, jsonb, boolean) FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.project_evening_link_issued, research.project_match_ended, research.project_matched, research.project_attended,
        research.project_session_held, research.project_left_group, research.project_moved_group, research.project_placed_in_group,
        research.take_place, research.project_group_formed;
      DROP TABLE research.evening_link, research.match, research.attendance, research.group_session, research.placement, research.peer_group;
      DROP FUNCTION research.reads_group;
    `);
  }
}
