import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the guard against selection rests on: who was judged at the door, when and by whom, and what had been drawn by then. The allocator
 * alone reads it, and gives away nothing but sums.
 */
export class Guard1763800110003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION allocation.guard_rows(p_trial text) RETURNS jsonb
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        RETURN jsonb_build_object(
          'judged', coalesce((
            SELECT jsonb_agg(jsonb_build_object('participant', s.participant, 'site', s.site, 'actor', s.actor, 'at', research.instant(s.occurred_at),
              'position', s.from_position, 'eligible', s.detail->'eligible', 'answers', s.detail->'answers',
              'drawnAt', (SELECT research.instant(a.occurred_at) FROM allocation.allocation a
                WHERE a.participant = s.participant AND a.stratum NOT LIKE 'replaces=%' AND a.stratum NOT LIKE 'sheets=%'),
              'stopped', EXISTS (SELECT FROM research.milestone c WHERE c.participant = s.participant AND c.kind = 'participation-changed'
                AND c.detail->>'change' IN ('no-more-data', 'unlink', 'erase', 'lost', 'died'))) ORDER BY s.from_position)
            FROM (SELECT DISTINCT ON (m.participant) m.* FROM research.milestone m
              WHERE m.trial = p_trial AND m.kind = 'screened' AND m.detail ? 'eligible' ORDER BY m.participant, m.from_position DESC) s), '[]'),
          'drawn', coalesce((
            SELECT jsonb_agg(jsonb_build_object('position', f.position, 'scheme', x.payload->'scheme', 'stratum', x.payload->'stratum',
              'arm', x.payload->'arm', 'levels', x.payload->'factors', 'covariates', coalesce(x.payload->'covariates', '{}')) ORDER BY f.position)
            FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
            WHERE f.trial = p_trial AND f.kind = 'allocated'), '[]'));
      END $$;
      REVOKE ALL ON FUNCTION allocation.guard_rows(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION allocation.guard_rows(text) TO lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION allocation.guard_rows');
  }
}
