import { EntitySchema } from 'typeorm';

/** Who leads groups without an account: name and telephone sealed under a key of their own. */
export interface FacilitatorRow {
  staff: string;
  trial: string;
  site: string;
  wrapped_key: string;
  name: string;
  telephone: string;
  created_on: string;
}

export const facilitatorTable = new EntitySchema<FacilitatorRow>({
  name: 'facilitator',
  schema: 'identity',
  columns: {
    staff: { type: 'uuid', primary: true, primaryKeyConstraintName: 'facilitator_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    wrapped_key: { type: 'text' },
    name: { type: 'text' },
    telephone: { type: 'text' },
    created_on: { type: 'date' },
  },
  indices: [{ name: 'facilitator_of_site', columns: ['trial', 'site'] }],
});
