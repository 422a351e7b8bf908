import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Most methods look at what was drawn before: within a stratum, or, where factors take the place of strata, in the whole scheme. Read after
 * the stratum's row is locked, so that it is everybody before the position in hand, with the levels used then.
 */
export class DrawnBefore1763800090001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION allocation.drawn_before(p_trial text, p_scheme text, p_stratum text) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        RETURN (
          SELECT coalesce(jsonb_agg(jsonb_build_object('arm', a.arm, 'levels', x.payload->'factors',
              'covariates', coalesce(x.payload->'covariates', '{}')) ORDER BY a.slot), '[]')
          FROM allocation.allocation a
            JOIN audit.fact f ON f.position = a.from_position
            JOIN audit.fact_payload x ON x.fact = f.id
          WHERE a.trial = p_trial AND a.scheme = p_scheme AND a.stratum = p_stratum);
      END $$;
      REVOKE ALL ON FUNCTION allocation.drawn_before(text, text, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION allocation.drawn_before(text, text, text) TO lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION allocation.drawn_before');
  }
}
