import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import type { App } from '../context';
import { USUAL } from '../rehearsal/assumptions';
import { rehearse } from '../rehearsal/rehearse';
import { stageOf, type Crew } from '../rehearsal/stage';
import { openTrial } from '../services/trial/open-trial';
import { ACCOUNTS, FINISHED, giveGrants, makeAccounts, ROLLOUT, type AccountKey } from './accounts';
import { appAt, systemAt } from './act-as';
import { invitationFile, type Invitation } from './introduce';
import { seedRollout } from './seed-rollout';

const DAY = 86_400_000;
/** As the trial that is modelled: its first day, how many were drawn, and how many came to each site a week. */
const BEGAN = new Date('2020-12-07T08:00:00.000Z');
const PEOPLE = 296;
const WEEKS = 95;
const TOLD_EVERY = 50;

const trialFile = (trial: string): Protocol =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'protocols', 'trials', trial, '1.0.0.json'), 'utf8')) as Protocol;

/**
 * Fills an empty evaluation with two marked demonstration trials, through the same services that people use: one recruiting, with a
 * cohort one person short, a group that meets tonight, a last questionnaire that is due and people to telephone; one rehearsed from the first person to the lock by two people.
 */
export async function seedDemonstration(app: App, say: (line: string) => void): Promise<void> {
  const now = app.clock();
  say('Nothing is here yet: making the demonstration, up to a minute …');
  const password = passwordFrom(app.entropy(10));
  const staff = await makeAccounts(app, password);

  say('  the recruiting trial …');
  const opened = new Date(now.getTime() - 120 * DAY);
  const rollout = await openTrial(appAt(app, opened), systemAt(app, opened), trialFile(ROLLOUT));
  await giveGrants(app, staff, ROLLOUT, opened);
  const links = await seedRollout(stageOf(app, rollout, crewOf(rollout, staff, app.uuid), opened), staff.facilitator, now);

  say(`  the finished trial: ${PEOPLE} simulated people from the first conversation to the lock …`);
  await seedFinished(app, staff, say);

  const invitation: Invitation = {
    password,
    accounts: ACCOUNTS.map(({ name, email, sees }) => ({ role: name, email, sees })),
    links,
  };
  const file = invitationFile(app.config.dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(invitation, null, 2), { mode: 0o600 });
}

async function seedFinished(app: App, staff: Record<AccountKey, string>, say: (line: string) => void): Promise<void> {
  const protocol = trialFile(FINISHED);
  let told = 0;
  await rehearse({
    app,
    protocol,
    seed: 1,
    startedAt: BEGAN,
    participants: PEOPLE,
    assumed: { ...USUAL, perSiteWeek: PEOPLE / WEEKS / protocol.sites.length / (1 - lostBefore()) },
    crew: crewOf(protocol, staff, app.uuid),
    // Real keys seal this database, so nothing that seals may repeat; who people are and what is drawn repeats all the same.
    sourceOf: () => ({ entropy: app.entropy, uuid: app.uuid }),
    progress: ({ date, drawn }) => {
      if (drawn < told + TOLD_EVERY) return;
      told = drawn;
      say(`    ${date}: ${drawn} of ${PEOPLE} drawn`);
    },
  });
  await giveGrants(app, staff, FINISHED, BEGAN, ['researcher', 'custodian', 'data-manager']);
}

/** The share of those registered who are not drawn. */
const lostBefore = (): number => Object.values(USUAL.stopsAt).reduce((sum, share) => sum + share, 0);

/** Who plays the parts; sites without an account of their own have a coordinator nobody can sign in as. */
function crewOf({ id, sites }: Protocol, staff: Record<AccountKey, string>, uuid: () => string): Crew {
  const at = (site: string): string => (id === ROLLOUT && (site === 'aalborg' || site === 'silkeborg') ? staff[site] : uuid());
  return {
    coordinators: Object.fromEntries(sites.map((site) => [site.id, at(site.id)])),
    researcher: staff.researcher,
    custodian: staff.custodian,
    dataManager: staff['data-manager'],
    secondDataManager: staff['second-data-manager'],
  };
}

/** Easy to type, hard to guess: ten random letters in two groups. */
function passwordFrom(bytes: Buffer): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  const drawn = [...bytes].map((byte) => letters[byte % letters.length]).join('');
  return `${drawn.slice(0, 5)}-${drawn.slice(5)}`;
}
