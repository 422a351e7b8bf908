import { EntitySchema } from 'typeorm';

/** A facilitator’s link for one evening and one group, known by the hash of its code. */
export interface EveningLinkRow {
  code_hash: string;
  link: string;
  staff: string;
  grant_id: string;
  group_id: string;
  trial: string;
  site: string;
  ordinal: number;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}

export const eveningLinkTable = new EntitySchema<EveningLinkRow>({
  name: 'evening_link',
  schema: 'linkage',
  columns: {
    code_hash: { type: 'text', primary: true, primaryKeyConstraintName: 'evening_link_pkey' },
    link: { type: 'uuid' },
    staff: { type: 'uuid' },
    grant_id: { type: 'uuid' },
    group_id: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    ordinal: { type: 'integer' },
    created_at: { type: 'timestamptz' },
    expires_at: { type: 'timestamptz' },
    revoked_at: { type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'evening_link_link_key', columns: ['link'] }],
  indices: [{ name: 'evening_link_of', columns: ['staff', 'group_id'] }],
});
