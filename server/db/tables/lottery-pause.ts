import { EntitySchema } from 'typeorm';

/** A time in which no lots are drawn. */
export interface LotteryPauseRow {
  trial: string;
  reason: string;
  actor: string;
  occurred_at: Date;
  from_position: string;
  to_position: string | null;
}

export const lotteryPauseTable = new EntitySchema<LotteryPauseRow>({
  name: 'lottery_pause',
  schema: 'research',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'lottery_pause_pkey' },
    reason: { type: 'text' },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'lottery_pause_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [{ name: 'lottery_pause_now', columns: ['trial'], unique: true, where: 'to_position IS NULL' }],
});
