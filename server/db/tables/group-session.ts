import { EntitySchema } from 'typeorm';

/** Whether and how a session of a group was held, as known between two positions. */
export interface GroupSessionRow {
  group_id: string;
  trial: string;
  site: string;
  ordinal: number;
  held: boolean;
  held_on: string;
  theme: number | null;
  fidelity: string | null;
  from_position: string;
  to_position: string | null;
}

export const groupSessionTable = new EntitySchema<GroupSessionRow>({
  name: 'group_session',
  schema: 'research',
  columns: {
    group_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'group_session_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    ordinal: { type: 'integer', primary: true, primaryKeyConstraintName: 'group_session_pkey' },
    held: { type: 'boolean' },
    held_on: { type: 'date' },
    theme: { type: 'integer', nullable: true },
    fidelity: { type: 'text', nullable: true },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'group_session_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [{ name: 'group_session_now', columns: ['group_id', 'ordinal'], unique: true, where: 'to_position IS NULL' }],
});
