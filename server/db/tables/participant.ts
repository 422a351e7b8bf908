import { EntitySchema } from 'typeorm';

/** A pseudonymous person in one trial. */
export interface ParticipantRow {
  participant: string;
  trial: string;
  site: string;
  version: string;
  code: string;
  language: string;
  registered_at: Date;
  from_position: string;
}

export const participantTable = new EntitySchema<ParticipantRow>({
  name: 'participant',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'participant_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    version: { type: 'text' },
    code: { type: 'text' },
    language: { type: 'text' },
    registered_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint' },
  },
  uniques: [{ name: 'participant_trial_code_key', columns: ['trial', 'code'] }],
  indices: [{ name: 'participant_of_site', columns: ['trial', 'site', 'from_position'] }],
});
