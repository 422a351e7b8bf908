import { EntitySchema } from 'typeorm';

/** Where a participant stands: when each step up to the draw last happened. Kept by triggers on the other read tables. */
export interface StandingRow {
  participant: string;
  trial: string;
  site: string;
  version: string;
  code: string;
  language: string;
  position: string;
  registered_at: Date;
  informed_at: Date | null;
  read_text: string | null;
  comprehended_text: string | null;
  signed_text: string | null;
  signed_at: Date | null;
  consented_at: Date | null;
  screened_at: Date | null;
  eligible: boolean | null;
  unmet: string[] | null;
  baseline_at: Date | null;
  cohort: string | null;
  drawn_at: Date | null;
  changes: string[];
  erasure_asked_at: Date | null;
  erased_at: Date | null;
}

const instant = { type: 'timestamptz', precision: 3 } as const;

export const standingTable = new EntitySchema<StandingRow>({
  name: 'standing',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'standing_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    version: { type: 'text' },
    code: { type: 'text' },
    language: { type: 'text' },
    position: { type: 'bigint' },
    registered_at: instant,
    informed_at: { ...instant, nullable: true },
    read_text: { type: 'text', nullable: true },
    comprehended_text: { type: 'text', nullable: true },
    signed_text: { type: 'text', nullable: true },
    signed_at: { ...instant, nullable: true },
    consented_at: { ...instant, nullable: true },
    screened_at: { ...instant, nullable: true },
    eligible: { type: 'boolean', nullable: true },
    unmet: { type: 'text', array: true, nullable: true },
    baseline_at: { ...instant, nullable: true },
    cohort: { type: 'uuid', nullable: true },
    drawn_at: { ...instant, nullable: true },
    changes: { type: 'text', array: true, default: '{}' },
    erasure_asked_at: { ...instant, nullable: true },
    erased_at: { ...instant, nullable: true },
  },
  indices: [
    { name: 'standing_of_site', columns: ['trial', 'site', 'position'] },
    { name: 'standing_of_trial', columns: ['trial', 'position'] },
    { name: 'standing_undrawn', columns: ['trial', 'position'], where: 'drawn_at IS NULL' },
  ],
});
