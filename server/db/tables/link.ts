import { EntitySchema } from 'typeorm';

/** Which contact is which participant, sealed. */
export interface LinkRow {
  participant_index: string;
  contact_index: string;
  trial: string;
  sealed: string;
}

export const linkTable = new EntitySchema<LinkRow>({
  name: 'link',
  schema: 'linkage',
  columns: {
    participant_index: { type: 'text', primary: true, primaryKeyConstraintName: 'link_pkey' },
    contact_index: { type: 'text' },
    trial: { type: 'text' },
    sealed: { type: 'text' },
  },
  uniques: [{ name: 'link_contact_index_key', columns: ['contact_index'] }],
});
