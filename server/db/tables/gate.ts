import { EntitySchema } from 'typeorm';

/** A condition of a trial's opening as somebody registered it. */
export interface GateRow {
  trial: string;
  condition: string;
  site: string | null;
  reference: string;
  registered_by: string;
  registered_at: Date;
  from_position: string;
}

export const gateTable = new EntitySchema<GateRow>({
  name: 'gate',
  schema: 'research',
  columns: {
    trial: { type: 'text' },
    condition: { type: 'text' },
    site: { type: 'text', nullable: true },
    reference: { type: 'text' },
    registered_by: { type: 'text' },
    registered_at: { type: 'timestamptz' },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'gate_pkey' },
  },
});
