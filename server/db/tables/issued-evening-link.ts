import { EntitySchema } from 'typeorm';

/** That a link for an evening was issued, to whom, for which session and how it went out. */
export interface IssuedEveningLinkRow {
  link: string;
  trial: string;
  site: string;
  group_id: string;
  staff: string;
  ordinal: number;
  channel: string;
  occurred_at: Date;
  from_position: string;
}

export const issuedEveningLinkTable = new EntitySchema<IssuedEveningLinkRow>({
  name: 'issued_evening_link',
  tableName: 'evening_link',
  schema: 'research',
  columns: {
    link: { type: 'uuid', primary: true, primaryKeyConstraintName: 'evening_link_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    group_id: { type: 'uuid' },
    staff: { type: 'uuid' },
    ordinal: { type: 'integer' },
    channel: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint' },
  },
  indices: [{ name: 'evening_link_of', columns: ['group_id', 'ordinal'] }],
});
