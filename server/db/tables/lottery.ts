import { EntitySchema } from 'typeorm';

/** A scheme of drawing as it was opened, with the commitment to its seed. */
export interface LotteryRow {
  trial: string;
  scheme: string;
  method: string;
  commitment: string;
  from_position: string;
}

export const lotteryTable = new EntitySchema<LotteryRow>({
  name: 'lottery',
  schema: 'research',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'lottery_pkey' },
    scheme: { type: 'text', primary: true, primaryKeyConstraintName: 'lottery_pkey' },
    method: { type: 'text' },
    commitment: { type: 'text' },
    from_position: { type: 'bigint' },
  },
});
