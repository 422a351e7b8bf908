import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A stratum may rest on what was chosen at screening: the allocator reads it under the lock of the participant's stream. */
export class LockWay1763800040001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION allocation.lock_way(p_trial text, p_code text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        who uuid;
      BEGIN
        SELECT participant INTO who FROM research.participant WHERE trial = p_trial AND code = p_code;
        IF who IS NULL THEN RETURN NULL; END IF;
        PERFORM 1 FROM audit.stream WHERE stream = 'participant/' || who FOR UPDATE;
        RETURN research.way(who);
      END $$;
      REVOKE ALL ON FUNCTION allocation.lock_way(text, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION allocation.lock_way(text, text) TO lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION allocation.lock_way');
  }
}
