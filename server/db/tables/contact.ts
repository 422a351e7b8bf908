import { EntitySchema } from 'typeorm';

/** Who somebody is: ciphertext under a key of their own, and blind indexes to look them up by. */
export interface ContactRow {
  contact: string;
  trial: string;
  site: string;
  wrapped_key: string | null;
  name: string | null;
  telephone: string | null;
  email: string | null;
  email_index: string | null;
  telephone_index: string | null;
  created_on: string;
}

export const contactTable = new EntitySchema<ContactRow>({
  name: 'contact',
  schema: 'identity',
  columns: {
    contact: { type: 'uuid', primary: true, primaryKeyConstraintName: 'contact_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    wrapped_key: { type: 'text', nullable: true },
    name: { type: 'text', nullable: true },
    telephone: { type: 'text', nullable: true },
    email: { type: 'text', nullable: true },
    email_index: { type: 'text', nullable: true },
    telephone_index: { type: 'text', nullable: true },
    created_on: { type: 'date' },
  },
  indices: [
    { name: 'contact_email_index', columns: ['trial', 'email_index'] },
    { name: 'contact_telephone_index', columns: ['trial', 'telephone_index'] },
  ],
});
