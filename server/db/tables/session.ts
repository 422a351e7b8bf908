import { EntitySchema } from 'typeorm';

/** A participant's session, known by the hash of its token. */
export interface SessionRow {
  token_hash: string;
  session: string;
  participant: string;
  trial: string;
  created_at: Date;
  expires_at: Date;
  ended_at: Date | null;
}

export const sessionTable = new EntitySchema<SessionRow>({
  name: 'session',
  schema: 'linkage',
  columns: {
    token_hash: { type: 'text', primary: true, primaryKeyConstraintName: 'session_pkey' },
    session: { type: 'uuid' },
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    created_at: { type: 'timestamptz' },
    expires_at: { type: 'timestamptz' },
    ended_at: { type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'session_session_key', columns: ['session'] }],
  indices: [{ name: 'session_of', columns: ['participant'] }],
});
