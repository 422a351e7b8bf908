import { EntitySchema } from 'typeorm';

/** A file that left the house. */
export interface ExportRow {
  export: string;
  trial: string;
  preset: string;
  rows: number;
  cutoff: string;
  sha256: string;
  actor: string;
  occurred_at: Date;
  from_position: string;
}

export const exportTable = new EntitySchema<ExportRow>({
  name: 'export',
  schema: 'research',
  columns: {
    export: { type: 'uuid', primary: true, primaryKeyConstraintName: 'export_pkey' },
    trial: { type: 'text' },
    preset: { type: 'text' },
    rows: { type: 'integer' },
    cutoff: { type: 'bigint' },
    sha256: { type: 'text' },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint' },
  },
});
