import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the day and the time line read beyond a site's own rows: since when facts of a trial wait for a checkpoint, and when somebody was placed in a group, moved or left it. Numbers and moments; groups only to whom the group's own rows are shown.
 */
export class Today1763800070011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION audit.waits_since(p_trial text) RETURNS timestamptz
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT f.recorded_at FROM audit.fact f
        WHERE f.trial = p_trial AND f.position > coalesce((SELECT max(c.upto) FROM audit.checkpoint c), 0)
        ORDER BY f.position LIMIT 1
      $$;
      REVOKE ALL ON FUNCTION audit.waits_since(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit.waits_since(text) TO lodtraek_research;

      CREATE FUNCTION research.placings_of(p_participant uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'at', research.instant(f.occurred_at), 'actor', f.actor,
          'detail', jsonb_strip_nulls(jsonb_build_object('name', t.name, 'reason', t.reason))) ORDER BY f.position), '[]')
        FROM (
          SELECT p.from_position AS position, g.name, NULL AS reason, p.trial, p.site, p.group_id
          FROM research.placement p JOIN research.peer_group g ON g.group_id = p.group_id WHERE p.participant = p_participant
          UNION ALL
          SELECT p.to_position, g.name, p.reason, p.trial, p.site, p.group_id
          FROM research.placement p JOIN research.peer_group g ON g.group_id = p.group_id
          WHERE p.participant = p_participant AND p.to_position IS NOT NULL AND p.reason IS DISTINCT FROM 'moved') t
          JOIN audit.fact f ON f.position = t.position
        WHERE research.reads_group(t.trial, t.site, t.group_id)
      $$;
      REVOKE ALL ON FUNCTION research.placings_of(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.placings_of(uuid) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.placings_of(uuid), audit.waits_since(text)');
  }
}
