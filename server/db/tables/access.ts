import { EntitySchema } from 'typeorm';

/** Who read identities, when and what for. */
export interface AccessRow {
  id: string;
  at: Date;
  actor: string;
  purpose: string;
  contacts: number;
  request: string;
}

export const accessTable = new EntitySchema<AccessRow>({
  name: 'access',
  schema: 'audit',
  columns: {
    id: { type: 'bigint', primary: true, primaryKeyConstraintName: 'access_pkey', generated: 'increment' },
    at: { type: 'timestamptz' },
    actor: { type: 'text' },
    purpose: { type: 'text' },
    contacts: { type: 'integer' },
    request: { type: 'text' },
  },
});
