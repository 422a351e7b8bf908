import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the last look at each trial's lottery found, and where the read tables stand beside the facts they were made from. */
export class LotteryCheck1763800120001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit.lottery_check (
        trial text PRIMARY KEY,
        checked_at timestamptz NOT NULL,
        wrong jsonb NOT NULL,
        wrong_since timestamptz,
        -- What was found whole: facts up to that position, lots, and the lottery's own facts in one running hash, signed.
        upto bigint NOT NULL,
        facts integer NOT NULL,
        lots integer NOT NULL,
        entries integer NOT NULL,
        head text NOT NULL CHECK (head ~ '^[0-9a-f]{64}$'),
        signature text NOT NULL
      );
      GRANT SELECT, INSERT, UPDATE ON audit.lottery_check TO lodtraek_auditor;

      -- How many rows of the read tables differ from the facts, as one moment saw both; counts alone leave this function. Values are
      -- compared as text: what somebody wrote into a payload need not be a number any more.
      CREATE FUNCTION audit.lottery_standing(p_trial text) RETURNS jsonb
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH drawn AS (
          SELECT f.position, substr(f.stream, 13) AS participant, x.payload AS p
          FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
          WHERE f.trial = p_trial AND f.kind = 'allocated'),
        opened AS (
          SELECT f.position, x.payload AS p FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
          -- A ceremony given up before anybody was drawn took its lottery with it.
          WHERE f.trial = p_trial AND f.kind = 'lottery-opened' AND NOT EXISTS (
            SELECT FROM audit.fact g JOIN audit.fact_payload y ON y.fact = g.id
            WHERE g.trial = p_trial AND g.kind = 'ceremony-aborted' AND y.payload->>'ceremony' = x.payload->>'ceremony')),
        latest AS (
          SELECT p->>'scheme' AS scheme, p->>'stratum' AS stratum, max((p->>'position')::integer) AS position FROM drawn
          WHERE p->>'position' ~ '^[0-9]{1,9}$' GROUP BY 1, 2)
        SELECT jsonb_build_object(
          'allocations', (
            SELECT count(*) FROM drawn d FULL JOIN (SELECT * FROM allocation.allocation WHERE trial = p_trial) a ON a.from_position = d.position
            WHERE (a.participant::text, a.scheme, a.stratum, a.slot::text, a.arm, a.cohort::text, a.rank::text) IS DISTINCT FROM
              (d.participant, d.p->>'scheme', d.p->>'stratum', d.p->>'position', d.p->>'arm', d.p->>'cohort', d.p->>'rank')),
          'next', (
            SELECT count(*) FROM allocation.slot s LEFT JOIN latest USING (scheme, stratum)
            WHERE s.trial = p_trial AND s.next_position <> coalesce(latest.position, 0) + 1),
          'commitments', (
            SELECT count(*) FROM opened o FULL JOIN (SELECT * FROM research.lottery WHERE trial = p_trial) l ON l.from_position = o.position
            WHERE (l.scheme, l.commitment) IS DISTINCT FROM (o.p->>'scheme', o.p->>'commitment')),
          'seeds', (
            SELECT count(*) FROM opened o
            WHERE NOT EXISTS (SELECT FROM allocation.seed s WHERE s.trial = p_trial AND s.scheme = o.p->>'scheme')))
      $$;
      REVOKE ALL ON FUNCTION audit.lottery_standing(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit.lottery_standing(text) TO lodtraek_auditor;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION audit.lottery_standing; DROP TABLE audit.lottery_check');
  }
}
