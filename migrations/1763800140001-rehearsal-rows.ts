import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a plan is rehearsed on before the lock: answers without arms. Everybody drawn stands under a number in an order that hangs on a
 * nonce which no login but the auditor reads, with days from the draw instead of dates and without group or match, so that no second reading can join
 * an arm to it. Who was erased, or asked to be, is left out.
 */
export class RehearsalRows1763800140001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION research.rehearsal_rows(p_trial text) RETURNS jsonb
      LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH secret AS (
          SELECT x.nonce::text AS nonce FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id WHERE f.trial = p_trial ORDER BY f.position LIMIT 1),
        who AS MATERIALIZED (
          SELECT a.participant, row_number() OVER (ORDER BY sha256(convert_to(a.participant::text || secret.nonce, 'UTF8')))::integer AS key, p.version, a.site, a.cohort, a.scheme, a.stratum,
            a.occurred_at AS drawn
          FROM allocation.allocation a JOIN research.participant p ON p.participant = a.participant, secret
          WHERE a.trial = p_trial AND research.reads('rehearsal', p_trial) AND NOT EXISTS (
            SELECT FROM research.milestone m WHERE m.participant = a.participant
              AND (m.kind = 'erased' OR (m.kind = 'participation-changed' AND m.detail->>'change' = 'erase')))),
        answered AS (
          SELECT w.key, r.wave, r.instrument, bool_or(r.late) AS late, min(extract(epoch FROM r.occurred_at - w.drawn))::float8 AS after,
            jsonb_object_agg(r.item, coalesce(to_jsonb(r.code), to_jsonb(r.blank))) AS items
          FROM who w JOIN research.response r ON r.participant = w.participant
          WHERE r.to_position IS NULL GROUP BY w.key, r.wave, r.instrument),
        handed AS (
          SELECT w.key, s.wave, s.late, extract(epoch FROM s.occurred_at - w.drawn)::float8 AS after
          FROM who w JOIN research.submission s ON s.participant = w.participant WHERE s.to_position IS NULL),
        changed AS (
          SELECT w.key, m.detail->>'change' AS change, extract(epoch FROM m.occurred_at - w.drawn)::float8 AS after
          FROM who w JOIN research.milestone m ON m.participant = w.participant WHERE m.kind = 'participation-changed'),
        screened AS (
          SELECT DISTINCT ON (w.key) w.key, m.detail->'answers' AS answers
          FROM who w JOIN research.milestone m ON m.participant = w.participant
          WHERE m.kind = 'screened' AND m.detail ? 'answers' ORDER BY w.key, m.from_position DESC)
        SELECT jsonb_build_object(
          'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'version', version, 'site', site, 'cohort', cohort,
            'scheme', scheme, 'stratum', stratum) ORDER BY key), '[]') FROM who),
          'answers', (SELECT coalesce(jsonb_agg(to_jsonb(answered) ORDER BY key, wave, instrument), '[]') FROM answered),
          'submissions', (SELECT coalesce(jsonb_agg(to_jsonb(handed) ORDER BY key, after), '[]') FROM handed),
          'changes', (SELECT coalesce(jsonb_agg(to_jsonb(changed) ORDER BY key, after), '[]') FROM changed),
          'screenings', (SELECT coalesce(jsonb_agg(to_jsonb(screened) ORDER BY key), '[]') FROM screened))
      $$;
      REVOKE ALL ON FUNCTION research.rehearsal_rows(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION research.rehearsal_rows(text) TO lodtraek_research;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION research.rehearsal_rows;');
  }
}
