import { EntitySchema } from 'typeorm';

/** How far a demonstration's clock stands ahead. */
export interface ClockRow {
  trial: string;
  offset_milliseconds: string;
}

export const clockTable = new EntitySchema<ClockRow>({
  name: 'clock',
  schema: 'research',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'clock_pkey' },
    offset_milliseconds: { type: 'bigint' },
  },
});
