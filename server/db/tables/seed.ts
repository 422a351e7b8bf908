import { EntitySchema } from 'typeorm';

/** The sealed seed of a scheme; only the allocator's login reads it. */
export interface SeedRow {
  trial: string;
  scheme: string;
  sealed: string;
}

export const seedTable = new EntitySchema<SeedRow>({
  name: 'seed',
  schema: 'allocation',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'seed_pkey' },
    scheme: { type: 'text', primary: true, primaryKeyConstraintName: 'seed_pkey' },
    sealed: { type: 'text' },
  },
});
