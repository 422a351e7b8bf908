import type { Role } from '#protocols/model/role';
import { addStaff } from '../services/session/add-staff';
import { giveGrant } from '../services/trial/give-grant';
import type { App } from '../context';
import { appAt, systemAt } from './act-as';

/** The trial that recruits, and the one that is finished. */
export const ROLLOUT = 'peer-rollout';
export const FINISHED = 'peer-2020';

/** Somebody to sign in as. */
export interface Account {
  key: string;
  name: string;
  email: string;
  /** What there is to do and see, for whoever chooses whom to be. */
  sees: string;
  grants: readonly { trial: string; role: Role; site: string | null }[];
}

const everywhere = (role: Role, ...trials: string[]): Account['grants'] => trials.map((trial) => ({ trial, role, site: null }));

/** One account for every role, and a second coordinator and data manager, for some things take two people. */
export const ACCOUNTS = [
  {
    key: 'aalborg',
    name: 'Koordinator i Aalborg',
    email: 'aalborg@demo.example',
    sees: 'enrols and draws in Aalborg: one cohort lacks one person',
    grants: [{ trial: ROLLOUT, role: 'coordinator', site: 'aalborg' }],
  },
  {
    key: 'silkeborg',
    name: 'Koordinator i Silkeborg',
    email: 'silkeborg@demo.example',
    sees: 'enrols in Silkeborg: people at every step',
    grants: [{ trial: ROLLOUT, role: 'coordinator', site: 'silkeborg' }],
  },
  {
    key: 'facilitator',
    name: 'Gruppeleder i Aalborg',
    email: 'gruppeleder@demo.example',
    sees: 'leads one group in Aalborg: first names, and who came',
    // The grant to that group alone is given when the group is formed.
    grants: [],
  },
  {
    key: 'assessor',
    name: 'Interviewer',
    email: 'interviewer@demo.example',
    sees: 'telephones those who have not answered, two of them now, without knowing their arm',
    grants: everywhere('assessor', ROLLOUT),
  },
  {
    key: 'researcher',
    name: 'Forsker',
    email: 'forsker@demo.example',
    sees: 'the effect of the locked, simulated trial; why the other shows nothing yet',
    grants: everywhere('researcher', FINISHED, ROLLOUT),
  },
  {
    key: 'custodian',
    name: 'Statistiker',
    email: 'statistiker@demo.example',
    sees: 'the second of the two people who lock',
    grants: everywhere('custodian', FINISHED, ROLLOUT),
  },
  {
    key: 'safety-contact',
    name: 'Klinisk kontaktperson',
    email: 'kliniker@demo.example',
    sees: 'answers that call for somebody’s help; none is waiting',
    grants: everywhere('safety-contact', ROLLOUT),
  },
  {
    key: 'data-manager',
    name: 'Datamanager',
    email: 'data@demo.example',
    sees: 'corrections, erasures, exports',
    grants: everywhere('data-manager', ROLLOUT, FINISHED),
  },
  {
    key: 'second-data-manager',
    name: 'Datamanager nummer to',
    email: 'data-2@demo.example',
    sees: 'the second of the two people who erase',
    grants: everywhere('data-manager', ROLLOUT, FINISHED),
  },
  {
    key: 'monitor',
    name: 'Monitor',
    email: 'monitor@demo.example',
    sees: 'who did what when, without values',
    grants: everywhere('monitor', ROLLOUT, FINISHED),
  },
  {
    key: 'administrator',
    name: 'Administrator',
    email: 'administrator@demo.example',
    sees: 'accounts and grants',
    grants: everywhere('administrator', ROLLOUT, FINISHED),
  },
] as const satisfies readonly Account[];

export type AccountKey = (typeof ACCOUNTS)[number]['key'];

/** Makes the accounts, all with one password. @returns the id of each. */
export async function makeAccounts(app: App, password: string): Promise<Record<AccountKey, string>> {
  const ids: Partial<Record<AccountKey, string>> = {};
  for (const { key, name, email } of ACCOUNTS) ids[key] = await addStaff(app, { name, email, password });
  return ids as Record<AccountKey, string>;
}

/** Gives everybody their grants in one trial; `held` are roles whose grants were given already. */
export async function giveGrants(
  app: App,
  staff: Record<AccountKey, string>,
  trial: string,
  at: Date,
  held: readonly Role[] = [],
): Promise<void> {
  for (const { key, grants } of ACCOUNTS) {
    for (const grant of grants)
      if (grant.trial === trial && !held.includes(grant.role))
        await giveGrant(appAt(app, at), systemAt(app, at), { staff: staff[key], ...grant });
  }
}
