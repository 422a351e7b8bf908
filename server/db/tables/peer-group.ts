import { EntitySchema } from 'typeorm';

/** A group of a component of delivery: its people are drawn to that arm. */
export interface PeerGroupRow {
  group_id: string;
  trial: string;
  site: string;
  cohort: string;
  delivery: string;
  name: string;
  meets_at: string;
  sessions: string[];
  capacity: number;
  from_position: string;
}

export const peerGroupTable = new EntitySchema<PeerGroupRow>({
  name: 'peer_group',
  schema: 'research',
  columns: {
    group_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'peer_group_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    cohort: { type: 'uuid' },
    delivery: { type: 'text' },
    name: { type: 'text' },
    meets_at: { type: 'text' },
    sessions: { type: 'date', array: true },
    capacity: { type: 'integer' },
    from_position: { type: 'bigint' },
  },
  indices: [{ name: 'peer_group_of_site', columns: ['trial', 'site'] }],
});
