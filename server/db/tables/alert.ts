import { EntitySchema } from 'typeorm';

/** What calls for the safety contact, and how far it has come. */
export interface AlertRow {
  alert: string;
  participant: string;
  trial: string;
  site: string;
  source: string;
  what: string;
  raised_at: Date;
  due_at: Date;
  notices: number;
  seen_at: Date | null;
  seen_by: string | null;
  contacted_at: Date | null;
  closed_at: Date | null;
  outcome: string | null;
  from_position: string;
}

export const alertTable = new EntitySchema<AlertRow>({
  name: 'alert',
  schema: 'research',
  columns: {
    alert: { type: 'uuid', primary: true, primaryKeyConstraintName: 'alert_pkey' },
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    source: { type: 'text' },
    what: { type: 'text' },
    raised_at: { type: 'timestamptz', precision: 3 },
    due_at: { type: 'timestamptz', precision: 3 },
    notices: { type: 'integer' },
    seen_at: { type: 'timestamptz', precision: 3, nullable: true },
    seen_by: { type: 'text', nullable: true },
    contacted_at: { type: 'timestamptz', precision: 3, nullable: true },
    closed_at: { type: 'timestamptz', precision: 3, nullable: true },
    outcome: { type: 'text', nullable: true },
    from_position: { type: 'bigint' },
  },
  indices: [{ name: 'alert_open', columns: ['trial', 'due_at'], where: 'closed_at IS NULL' }],
});
