import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Read tables: what is true in the interval of positions [from_position, to_position). They hold nothing that the facts do not,
 * can be dropped and rebuilt, and are filtered by row-level security wherever a site or a person is concerned.
 */
export class Research1763800000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.trial_version (
        trial text NOT NULL,
        version text NOT NULL,
        digest text NOT NULL,
        document jsonb NOT NULL,
        simulated boolean NOT NULL,
        from_position bigint NOT NULL,
        PRIMARY KEY (trial, version)
      );
      CREATE TABLE research.lottery (
        trial text NOT NULL,
        scheme text NOT NULL,
        method text NOT NULL,
        commitment text NOT NULL,
        from_position bigint NOT NULL,
        PRIMARY KEY (trial, scheme)
      );
      CREATE TABLE research.clock (
        trial text PRIMARY KEY,
        offset_milliseconds bigint NOT NULL
      );
      CREATE TABLE research.staff_grant (
        grant_id uuid PRIMARY KEY,
        staff uuid NOT NULL,
        role text NOT NULL,
        trial text NOT NULL,
        site text,
        from_position bigint NOT NULL,
        to_position bigint
      );
      CREATE INDEX staff_grant_of ON research.staff_grant (staff) WHERE to_position IS NULL;
      CREATE TABLE research.plan_lock (
        trial text PRIMARY KEY,
        plan text NOT NULL,
        cutoff bigint NOT NULL,
        proposed_by text NOT NULL,
        locked_by text,
        locked_at timestamptz(3),
        from_position bigint NOT NULL
      );
      CREATE TABLE research.export (
        export uuid PRIMARY KEY,
        trial text NOT NULL,
        preset text NOT NULL,
        rows integer NOT NULL,
        cutoff bigint NOT NULL,
        sha256 text NOT NULL,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL
      );

      CREATE TABLE research.cohort (
        cohort uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        name text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        closes_on date NOT NULL,
        minimum integer NOT NULL,
        capacity integer NOT NULL,
        drawn_at timestamptz(3),
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (cohort, from_position)
      );
      CREATE UNIQUE INDEX cohort_now ON research.cohort (cohort) WHERE to_position IS NULL;
      CREATE INDEX cohort_of_site ON research.cohort (trial, site) WHERE to_position IS NULL;

      CREATE TABLE research.participant (
        participant uuid PRIMARY KEY,
        trial text NOT NULL,
        site text NOT NULL,
        version text NOT NULL,
        code text NOT NULL,
        language text NOT NULL,
        registered_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        UNIQUE (trial, code)
      );
      CREATE INDEX participant_of_site ON research.participant (trial, site, from_position);

      CREATE TABLE research.milestone (
        from_position bigint PRIMARY KEY,
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        kind text NOT NULL,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        detail jsonb NOT NULL
      );
      CREATE INDEX milestone_of ON research.milestone (participant, from_position);

      CREATE TABLE research.membership (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        cohort uuid NOT NULL,
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (participant, from_position)
      );
      CREATE UNIQUE INDEX membership_now ON research.membership (participant) WHERE to_position IS NULL;
      CREATE INDEX membership_of_cohort ON research.membership (cohort) WHERE to_position IS NULL;

      CREATE TABLE research.response (
        participant uuid NOT NULL,
        trial text NOT NULL,
        wave text NOT NULL,
        instrument text NOT NULL,
        item text NOT NULL,
        code smallint,
        blank text,
        version integer NOT NULL,
        key uuid NOT NULL,
        session uuid,
        wording text,
        language text,
        late boolean NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (participant, wave, instrument, item, from_position),
        CHECK ((code IS NULL) <> (blank IS NULL))
      );
      CREATE UNIQUE INDEX response_now ON research.response (participant, wave, instrument, item) WHERE to_position IS NULL;
      CREATE UNIQUE INDEX response_key ON research.response (participant, key);

      CREATE TABLE research.submission (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        wave text NOT NULL,
        baseline boolean NOT NULL,
        late boolean NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        to_position bigint,
        PRIMARY KEY (participant, wave, from_position)
      );
      CREATE UNIQUE INDEX submission_now ON research.submission (participant, wave) WHERE to_position IS NULL;

      CREATE TABLE research.letter (
        participant uuid NOT NULL,
        trial text NOT NULL,
        wave text NOT NULL,
        letter text NOT NULL,
        ordinal integer NOT NULL,
        channel text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        PRIMARY KEY (participant, wave, letter, ordinal)
      );

      CREATE TABLE allocation.seed (
        trial text NOT NULL,
        scheme text NOT NULL,
        sealed text NOT NULL,
        PRIMARY KEY (trial, scheme)
      );
      CREATE TABLE allocation.slot (
        trial text NOT NULL,
        scheme text NOT NULL,
        stratum text NOT NULL,
        next_position integer NOT NULL CHECK (next_position >= 1),
        PRIMARY KEY (trial, scheme, stratum)
      );
      CREATE TABLE allocation.allocation (
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        scheme text NOT NULL,
        stratum text NOT NULL,
        slot integer NOT NULL,
        arm text NOT NULL,
        cohort uuid NOT NULL,
        rank integer,
        occurred_at timestamptz(3) NOT NULL,
        from_position bigint NOT NULL,
        PRIMARY KEY (participant),
        UNIQUE (trial, scheme, stratum, slot)
      );
      CREATE INDEX allocation_of_cohort ON allocation.allocation (cohort);

      CREATE FUNCTION research.in_scope(p_trial text, p_site text, p_participant uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT coalesce(current_setting('app.participant', true) = p_participant::text, false)
          OR coalesce(
               current_setting('app.trial', true) = p_trial
               AND (current_setting('app.sites', true) = '*' OR p_site = ANY (string_to_array(current_setting('app.sites', true), ','))),
               false)
      $$;
      -- A dataset by arm is readable only where the database itself knows that the plan is locked.
      CREATE FUNCTION research.may_read_dataset(p_trial text) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT coalesce(
          current_setting('app.reads', true) = 'dataset' AND current_setting('app.trial', true) = p_trial
          AND EXISTS (SELECT FROM research.plan_lock l WHERE l.trial = p_trial AND l.locked_by IS NOT NULL), false)
      $$;
      CREATE FUNCTION research.reads(p_what text, p_trial text) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT coalesce(current_setting('app.reads', true) = p_what AND current_setting('app.trial', true) = p_trial, false)
      $$;

      ALTER TABLE research.cohort ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.participant ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.milestone ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.membership ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.response ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.submission ENABLE ROW LEVEL SECURITY;
      ALTER TABLE research.letter ENABLE ROW LEVEL SECURITY;
      ALTER TABLE allocation.allocation ENABLE ROW LEVEL SECURITY;

      CREATE POLICY by_site ON research.cohort FOR SELECT TO lodtraek_research USING (research.in_scope(trial, site, NULL));
      CREATE POLICY by_site ON research.participant FOR SELECT TO lodtraek_research USING (research.in_scope(trial, site, participant));
      CREATE POLICY by_site ON research.milestone FOR SELECT TO lodtraek_research USING (research.in_scope(trial, site, participant));
      CREATE POLICY by_site ON research.membership FOR SELECT TO lodtraek_research USING (research.in_scope(trial, site, participant));
      CREATE POLICY own_or_locked ON research.response FOR SELECT TO lodtraek_research
        USING (current_setting('app.participant', true) = participant::text OR research.may_read_dataset(trial));
      -- Only the fact of a finished baseline reaches those who enrol: who owes a later questionnaire would reveal the reminders' effect.
      CREATE POLICY own_or_baseline ON research.submission FOR SELECT TO lodtraek_research
        USING (
          current_setting('app.participant', true) = participant::text
          OR (baseline AND research.in_scope(trial, site, participant))
          OR research.may_read_dataset(trial) OR research.reads('system', trial));
      CREATE POLICY own_or_system ON research.letter FOR SELECT TO lodtraek_research
        USING (current_setting('app.participant', true) = participant::text OR research.reads('system', trial));
      CREATE POLICY own_or_site ON allocation.allocation FOR SELECT TO lodtraek_research
        USING (
          current_setting('app.participant', true) = participant::text
          OR (research.reads('arms', trial) AND research.in_scope(trial, site, NULL)) OR research.reads('system', trial)
          OR research.may_read_dataset(trial));

      GRANT SELECT ON research.trial_version, research.lottery, research.clock, research.staff_grant, research.plan_lock, research.export,
        research.cohort, research.participant, research.milestone, research.membership, research.response, research.submission,
        research.letter TO lodtraek_research;
      GRANT SELECT ON allocation.allocation TO lodtraek_research;
      GRANT SELECT ON allocation.seed TO lodtraek_allocator;
      GRANT INSERT ON allocation.seed TO lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE allocation.allocation, allocation.slot, allocation.seed, research.letter, research.submission, research.response,
        research.membership, research.milestone, research.participant, research.cohort, research.export, research.plan_lock,
        research.staff_grant, research.clock, research.lottery, research.trial_version;
      DROP FUNCTION research.reads, research.may_read_dataset, research.in_scope;
    `);
  }
}
