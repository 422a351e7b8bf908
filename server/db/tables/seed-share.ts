import { EntitySchema } from 'typeorm';

/** A share of a seed, sealed; only the allocator's login reads it. */
export interface SeedShareRow {
  trial: string;
  ceremony: number;
  place: string;
  sealed: string;
}

export const seedShareTable = new EntitySchema<SeedShareRow>({
  name: 'seed_share',
  schema: 'allocation',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'seed_share_pkey' },
    ceremony: { type: 'integer', primary: true, primaryKeyConstraintName: 'seed_share_pkey' },
    place: { type: 'text', primary: true, primaryKeyConstraintName: 'seed_share_pkey' },
    sealed: { type: 'text' },
  },
});
