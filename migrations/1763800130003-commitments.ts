import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What blinded readers keep of each lot before the lock: its digest under a secret nonce. Neither arm nor nonce is told. */
export class Commitments1763800130003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.commitments_of(p_trial text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(jsonb_agg(jsonb_build_object('participant', p.code, 'at', research.instant(f.occurred_at), 'commitment', f.payload_digest)
          ORDER BY p.code), '[]')
        FROM allocation.allocation a
          JOIN audit.fact f ON f.position = a.from_position
          JOIN research.participant p ON p.participant = a.participant
        WHERE a.trial = p_trial AND research.in_scope(a.trial, a.site, NULL)
      $$;
      REVOKE ALL ON FUNCTION research.commitments_of(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.commitments_of(text) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.commitments_of');
  }
}
