import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The trail, for whoever reads it: which facts there are, when, and by whom in which role. No payload leaves, no place in a stream that
 * would show a gap, and none of the kinds that the caller's rule seals. A person of another site is not there.
 */
export class Trail1763800060011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.trail(p_trial text, p_code text, p_sealed text[], p_kind text, p_before bigint, p_limit integer) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('position', t.position::text, 'kind', t.kind, 'at', research.instant(t.occurred_at),
          'actor', t.actor, 'role', t.role, 'code', t.code) ORDER BY t.position DESC), '[]')
        FROM (
          SELECT f.position, f.kind, f.occurred_at, f.actor, p.code,
            (SELECT g.role FROM research.staff_grant g WHERE g.grant_id::text = f.grant_id) AS role
          FROM audit.fact f LEFT JOIN research.participant p ON f.stream = 'participant/' || p.participant
          WHERE f.trial = p_trial AND research.reads('trail', f.trial)
            AND (f.stream = 'trial/' || f.trial OR research.in_scope(p.trial, p.site, NULL))
            AND (p_code IS NULL OR p.code = p_code) AND f.kind <> ALL (p_sealed)
            AND (p_kind IS NULL OR f.kind = p_kind) AND (p_before IS NULL OR f.position < p_before)
          ORDER BY f.position DESC LIMIT p_limit) t
      $$;
      REVOKE ALL ON FUNCTION research.trail(text, text, text[], text, bigint, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.trail(text, text, text[], text, bigint, integer) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.trail');
  }
}
