import { EntitySchema } from 'typeorm';

/** Which group a participant was in between two positions, and whether they count in it. */
export interface PlacementRow {
  participant: string;
  trial: string;
  site: string;
  delivery: string;
  group_id: string;
  placed_on: string;
  assigned: boolean;
  left_on: string | null;
  reason: string | null;
  from_position: string;
  to_position: string | null;
}

export const placementTable = new EntitySchema<PlacementRow>({
  name: 'placement',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'placement_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    delivery: { type: 'text' },
    group_id: { type: 'uuid' },
    placed_on: { type: 'date' },
    assigned: { type: 'boolean' },
    left_on: { type: 'date', nullable: true },
    reason: { type: 'text', nullable: true },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'placement_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [
    { name: 'placement_now', columns: ['participant', 'delivery'], unique: true, where: 'to_position IS NULL' },
    { name: 'placement_of_group', columns: ['group_id'] },
  ],
});
