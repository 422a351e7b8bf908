import { EntitySchema } from 'typeorm';

/** The next position of each stratum. */
export interface SlotRow {
  trial: string;
  scheme: string;
  stratum: string;
  next_position: number;
}

export const slotTable = new EntitySchema<SlotRow>({
  name: 'slot',
  schema: 'allocation',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'slot_pkey' },
    scheme: { type: 'text', primary: true, primaryKeyConstraintName: 'slot_pkey' },
    stratum: { type: 'text', primary: true, primaryKeyConstraintName: 'slot_pkey' },
    next_position: { type: 'integer' },
  },
  checks: [{ name: 'slot_next_position_check', expression: 'next_position >= 1' }],
});
