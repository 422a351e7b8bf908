import { EntitySchema } from 'typeorm';

/** A signature or signed paper, sealed. */
export interface DocumentRow {
  document: string;
  contact: string;
  kind: string;
  sealed: string;
  digest: string;
}

export const documentTable = new EntitySchema<DocumentRow>({
  name: 'document',
  schema: 'identity',
  columns: {
    document: { type: 'uuid', primary: true, primaryKeyConstraintName: 'document_pkey' },
    contact: { type: 'uuid' },
    kind: { type: 'text' },
    sealed: { type: 'text' },
    digest: { type: 'text' },
  },
  checks: [
    {
      name: 'document_kind_check',
      expression: "kind IN ('participant-signature', 'informer-signature', 'consent', 'unblinding-reason', 'mishap-reason')",
    },
    { name: 'document_digest_check', expression: "digest ~ '^[0-9a-f]{64}$'" },
  ],
  foreignKeys: [
    { name: 'document_contact_fkey', target: 'contact', columnNames: ['contact'], referencedColumnNames: ['contact'] },
  ],
  indices: [{ name: 'document_of_contact', columns: ['contact', 'kind'] }],
});
