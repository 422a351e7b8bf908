import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The allocator remembers what a stratum drew as far as it has seen it, so it asks only for what came since: a draw takes no longer when
 * twenty thousand came before it. Read after the stratum's row is locked, with the levels used then.
 */
export class DrawnSince1763800130001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION allocation.drawn_before;
      CREATE FUNCTION allocation.drawn_since(p_trial text, p_scheme text, p_stratum text, p_slot integer) RETURNS jsonb
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        RETURN (
          SELECT coalesce(jsonb_agg(jsonb_build_object('slot', a.slot, 'fact', f.hash, 'arm', a.arm, 'levels', x.payload->'factors',
              'covariates', coalesce(x.payload->'covariates', '{}')) ORDER BY a.slot), '[]')
          FROM allocation.allocation a
            JOIN audit.fact f ON f.position = a.from_position
            JOIN audit.fact_payload x ON x.fact = f.id
          WHERE a.trial = p_trial AND a.scheme = p_scheme AND a.stratum = p_stratum AND a.slot >= p_slot);
      END $$;
      REVOKE ALL ON FUNCTION allocation.drawn_since(text, text, text, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION allocation.drawn_since(text, text, text, integer) TO lodtraek_allocator;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION allocation.drawn_since;
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
}
