import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a receipt of an allocation names: the fact by its hash, for whoever may see the arm. */
export class Receipt1763800090003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.receipt_of(p_participant uuid) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object('arm', a.arm, 'at', research.instant(f.occurred_at), 'seq', f.seq, 'fact', f.hash)
        FROM allocation.allocation a JOIN audit.fact f ON f.position = a.from_position
        WHERE a.participant = p_participant AND research.reads('arms', a.trial) AND research.in_scope(a.trial, a.site, NULL)
      $$;
      REVOKE ALL ON FUNCTION research.receipt_of(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.receipt_of(uuid) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.receipt_of');
  }
}
