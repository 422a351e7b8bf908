import { EntitySchema } from 'typeorm';

/** A personal link, known by the hash of its code. */
export interface CapabilityRow {
  code_hash: string;
  link: string;
  participant: string;
  trial: string;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}

export const capabilityTable = new EntitySchema<CapabilityRow>({
  name: 'capability',
  schema: 'linkage',
  columns: {
    code_hash: { type: 'text', primary: true, primaryKeyConstraintName: 'capability_pkey' },
    link: { type: 'uuid' },
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    created_at: { type: 'timestamptz' },
    expires_at: { type: 'timestamptz' },
    revoked_at: { type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'capability_link_key', columns: ['link'] }],
  indices: [{ name: 'capability_of', columns: ['participant'] }],
});
