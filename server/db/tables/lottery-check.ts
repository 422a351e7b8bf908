import { EntitySchema } from 'typeorm';

/** What the last look at a trial's lottery found. */
export interface LotteryCheckRow {
  trial: string;
  checked_at: Date;
  wrong: unknown;
  wrong_since: Date | null;
  upto: string;
  facts: number;
  lots: number;
  entries: number;
  head: string;
  signature: string;
}

export const lotteryCheckTable = new EntitySchema<LotteryCheckRow>({
  name: 'lottery_check',
  schema: 'audit',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'lottery_check_pkey' },
    checked_at: { type: 'timestamptz' },
    wrong: { type: 'jsonb' },
    wrong_since: { type: 'timestamptz', nullable: true },
    upto: { type: 'bigint' },
    facts: { type: 'integer' },
    lots: { type: 'integer' },
    entries: { type: 'integer' },
    head: { type: 'text' },
    signature: { type: 'text' },
  },
  checks: [{ name: 'lottery_check_head_check', expression: `head ~ '^[0-9a-f]{64}$'` }],
});
