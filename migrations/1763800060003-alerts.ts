import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What calls for the safety contact: that it was raised, until when somebody must act, who was told, and how it ended. Never the answer
 * itself. Whoever stands on the roster sees it at their sites; others see how many. `staff_notice` is taken before a notice is sent.
 */
export class Alerts1763800060003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE research.alert (
        alert uuid PRIMARY KEY,
        participant uuid NOT NULL,
        trial text NOT NULL,
        site text NOT NULL,
        source text NOT NULL,
        what text NOT NULL,
        raised_at timestamptz(3) NOT NULL,
        due_at timestamptz(3) NOT NULL,
        notices integer NOT NULL,
        seen_at timestamptz(3),
        seen_by text,
        contacted_at timestamptz(3),
        closed_at timestamptz(3),
        outcome text,
        from_position bigint NOT NULL
      );
      CREATE INDEX alert_open ON research.alert (trial, due_at) WHERE closed_at IS NULL;
      ALTER TABLE research.alert ENABLE ROW LEVEL SECURITY;
      CREATE POLICY by_roster ON research.alert FOR SELECT TO lodtraek_research
        USING ((research.reads('alerts', trial) AND research.in_scope(trial, site, NULL)) OR research.reads('system', trial));
      GRANT SELECT ON research.alert TO lodtraek_research;

      CREATE TABLE identity.staff_notice (
        alert uuid NOT NULL,
        ordinal integer NOT NULL,
        staff uuid NOT NULL,
        taken_at timestamptz NOT NULL,
        sent_at timestamptz,
        PRIMARY KEY (alert, ordinal)
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.staff_notice TO lodtraek_identity;

      CREATE FUNCTION research.project_alert_raised(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO research.alert SELECT (p->>'alert')::uuid, x.participant, f.trial, x.site, p->>'source', p->>'what', f.occurred_at,
          (p->>'dueAt')::timestamptz, 0, NULL, NULL, NULL, NULL, NULL, f.position
          FROM research.participant x WHERE x.participant = research.participant_of(f.stream);
      END $$;
      CREATE FUNCTION research.project_alert_notified(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE research.alert SET notices = greatest(notices, (p->>'ordinal')::integer) WHERE alert = (p->>'alert')::uuid;
      END $$;
      CREATE FUNCTION research.project_alert_acknowledged(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE research.alert SET seen_at = f.occurred_at, seen_by = f.actor WHERE alert = (p->>'alert')::uuid AND seen_at IS NULL;
      END $$;
      CREATE FUNCTION research.project_alert_contacted(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE research.alert SET contacted_at = f.occurred_at WHERE alert = (p->>'alert')::uuid AND contacted_at IS NULL;
      END $$;
      CREATE FUNCTION research.project_alert_closed(f audit.fact, p jsonb, p_rebuilding boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE research.alert SET closed_at = f.occurred_at, outcome = p->>'outcome' WHERE alert = (p->>'alert')::uuid AND closed_at IS NULL;
      END $$;

      -- How many, never who: for those who see to it that somebody acts.
      CREATE FUNCTION research.alert_counts(p_trial text, p_now timestamptz) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object('open', count(*) FILTER (WHERE a.closed_at IS NULL),
          'overdue', count(*) FILTER (WHERE a.closed_at IS NULL AND a.contacted_at IS NULL AND a.due_at < p_now),
          'closed', count(*) FILTER (WHERE a.closed_at IS NOT NULL))
        FROM research.alert a WHERE a.trial = p_trial AND research.in_scope(a.trial, a.site, NULL)
      $$;

      -- The participant behind an alert, with what writing to their stream needs and nothing else of them.
      CREATE FUNCTION research.alert_of(p_alert uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object('alert', a.alert, 'trial', a.trial, 'participant', a.participant, 'site', a.site,
          'seen', a.seen_at IS NOT NULL, 'contacted', a.contacted_at IS NOT NULL, 'outcome', a.outcome,
          'stream', (SELECT jsonb_build_object('seq', s.seq, 'head', s.head) FROM audit.stream s WHERE s.stream = 'participant/' || a.participant))
        FROM research.alert a WHERE a.alert = p_alert AND (research.reads('system', a.trial)
          OR (research.reads('alerts', a.trial) AND research.in_scope(a.trial, a.site, NULL)))
      $$;

      REVOKE ALL ON FUNCTION research.project_alert_raised(audit.fact, jsonb, boolean), research.project_alert_notified(audit.fact, jsonb, boolean),
        research.project_alert_acknowledged(audit.fact, jsonb, boolean), research.project_alert_contacted(audit.fact, jsonb, boolean),
        research.project_alert_closed(audit.fact, jsonb, boolean), research.alert_counts(text, timestamptz), research.alert_of(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.alert_counts(text, timestamptz), research.alert_of(uuid) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION research.alert_of, research.alert_counts, research.project_alert_closed, research.project_alert_contacted,
        research.project_alert_acknowledged, research.project_alert_notified, research.project_alert_raised;
      DROP TABLE identity.staff_notice, research.alert;
    `);
  }
}
