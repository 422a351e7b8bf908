import type { Queryable } from '../zone';

/** What can be wrong with a lottery: the chain of facts, the places drawn at, the commitment, the tables read from, what was kept before. */
export const LOTTERY_FAULTS = ['facts', 'places', 'commitments', 'seeds', 'tables', 'kept'] as const;
export type LotteryFault = (typeof LOTTERY_FAULTS)[number];

/** What was found whole: all facts up to a position, so many lots, and the lottery's own facts in one running hash. */
export interface LotteryStanding {
  upto: number;
  facts: number;
  lots: number;
  entries: number;
  head: string;
}

export interface LotteryCheck extends LotteryStanding {
  checkedAt: Date;
  wrong: { code: LotteryFault; n: number }[];
  wrongSince: Date | null;
  signature: string;
}

/** The last look at the trial's lottery, if there was one. */
export async function lotteryCheckOf(auditor: Queryable, trial: string): Promise<LotteryCheck | undefined> {
  const [row] = await auditor.query<LotteryCheck>(
    `SELECT checked_at AS "checkedAt", wrong, wrong_since AS "wrongSince", upto::float8 AS upto, facts, lots, entries, head, signature
     FROM audit.lottery_check WHERE trial = $1`,
    [trial],
  );
  return row;
}

/** Keeps a look at the trial's lottery in the place of the one before. */
export async function keepLotteryCheck(auditor: Queryable, trial: string, check: LotteryCheck): Promise<void> {
  const { checkedAt, wrong, wrongSince, upto, facts, lots, entries, head, signature } = check;
  await auditor.query(
    `INSERT INTO audit.lottery_check (trial, checked_at, wrong, wrong_since, upto, facts, lots, entries, head, signature)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (trial) DO UPDATE SET (checked_at, wrong, wrong_since, upto, facts, lots, entries, head, signature) =
       (excluded.checked_at, excluded.wrong, excluded.wrong_since, excluded.upto, excluded.facts, excluded.lots, excluded.entries,
        excluded.head, excluded.signature)`,
    [trial, checkedAt, JSON.stringify(wrong), wrongSince, upto, facts, lots, entries, head, signature],
  );
}

/** How many rows of the read tables differ from the lottery's facts. */
export async function tablesBesideFacts(
  auditor: Queryable,
  trial: string,
): Promise<{ allocations: number; next: number; commitments: number; seeds: number }> {
  const [row] = await auditor.query<{ standing: { allocations: number; next: number; commitments: number; seeds: number } }>(
    'SELECT audit.lottery_standing($1) AS standing',
    [trial],
  );
  return row!.standing;
}

/** The commitment to the seed of each scheme and when it was recorded, oldest first. */
export async function listLotteriesOpened(
  auditor: Queryable,
  trial: string,
): Promise<{ scheme: string; commitment: string; at: string }[]> {
  return auditor.query(
    `SELECT x.payload->>'scheme' AS scheme, x.payload->>'commitment' AS commitment, research.instant(f.occurred_at) AS at
     FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
     WHERE f.stream = 'trial/' || $1 AND f.kind = 'lottery-opened' ORDER BY f.position`,
    [trial],
  );
}
