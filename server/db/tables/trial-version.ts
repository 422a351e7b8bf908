import { EntitySchema } from 'typeorm';

/** A protocol as it was opened. */
export interface TrialVersionRow {
  trial: string;
  version: string;
  digest: string;
  document: unknown;
  simulated: boolean;
  from_position: string;
}

export const trialVersionTable = new EntitySchema<TrialVersionRow>({
  name: 'trial_version',
  schema: 'research',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'trial_version_pkey' },
    version: { type: 'text', primary: true, primaryKeyConstraintName: 'trial_version_pkey' },
    digest: { type: 'text' },
    document: { type: 'jsonb' },
    simulated: { type: 'boolean' },
    from_position: { type: 'bigint' },
  },
});
