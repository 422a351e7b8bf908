import { EntitySchema } from 'typeorm';

/** A facilitator’s evening in one browser, known by the hash of its token. */
export interface EveningSessionRow {
  token_hash: string;
  link: string;
  created_at: Date;
  ended_at: Date | null;
}

export const eveningSessionTable = new EntitySchema<EveningSessionRow>({
  name: 'evening_session',
  schema: 'linkage',
  columns: {
    token_hash: { type: 'text', primary: true, primaryKeyConstraintName: 'evening_session_pkey' },
    link: { type: 'uuid' },
    created_at: { type: 'timestamptz' },
    ended_at: { type: 'timestamptz', nullable: true },
  },
  foreignKeys: [
    { name: 'evening_session_link_fkey', target: 'evening_link', columnNames: ['link'], referencedColumnNames: ['link'] },
  ],
});
