import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two passages of audit.lottery_standing, as they are and as they are to be. */
const PASSAGES = [
  [
    'AS participant, x.payload AS p',
    `AS participant, x.payload || CASE f.kind
            WHEN 'allocated-as-replacement' THEN jsonb_build_object('stratum', 'replaces=' || (x.payload->>'replaces'), 'position', 1)
            WHEN 'allocated-by-sheet' THEN jsonb_build_object('stratum', 'sheets=' || (x.payload->>'list'), 'position', x.payload->'sheet')
            ELSE '{}' END AS p`,
  ],
  [`f.kind = 'allocated')`, `f.kind IN ('allocated', 'allocated-as-replacement', 'allocated-by-sheet'))`],
] as const;

/** An arm is also given by a replacement or a sheet: where the read tables stand beside the facts, these are facts like the others. */
export class MishapsStanding1763800139001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rewrite(
      runner,
      PASSAGES.map(([as, tobe]) => [as, tobe]),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await rewrite(
      runner,
      PASSAGES.map(([as, tobe]) => [tobe, as]),
    );
  }
}

/** The function with some passages for others, whatever else has become of it. */
async function rewrite(runner: QueryRunner, passages: [string, string][]): Promise<void> {
  const [{ written }] = (await runner.query(
    `SELECT pg_get_functiondef('audit.lottery_standing(text)'::regprocedure) AS written`,
  )) as [{ written: string }];
  const rewritten = passages.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error('audit.lottery_standing is not what it was');
    return text.replace(from, () => to);
  }, written);
  await runner.query(rewritten);
}
