import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from '../context';
import type { Role } from '#protocols/model/role';
import { replyOf } from '../http/serve';
import { addStaff } from '../services/session/add-staff';
import { giveGrant } from '../services/trial/give-grant';
import { openTrial } from '../services/trial/open-trial';
import { planCohort } from '../services/cohorts/plan-cohort';
import { allocateCohort } from '../services/allocation/allocate-cohort';
import { addDays, dayOf } from '#protocols/rules/calendar';
import { appAt, staffAt } from './act-as';
import { invitationFile, type Invitation } from './introduce';
import { walk, type Person } from './walk';
import { scriptedChance } from './scripted-chance';
import { simulateTrial } from './simulate-trial';

const DAY = 86_400_000;
const ROLLOUT = 'peer-rollout';
const SIMULATED = 'peer-simulated';

const trialFile = (trial: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'protocols', 'trials', trial, '1.0.0.json'), 'utf8'));

interface Account {
  key: string;
  name: string;
  email: string;
  sees: string;
  grants: { trial: string; role: Role; site: string | null }[];
}

const ACCOUNTS: readonly Account[] = [
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
    key: 'researcher',
    name: 'Forsker',
    email: 'forsker@demo.example',
    sees: 'the effect of the locked, simulated trial; why the other shows nothing yet',
    grants: [
      { trial: SIMULATED, role: 'researcher', site: null },
      { trial: ROLLOUT, role: 'researcher', site: null },
    ],
  },
  {
    key: 'custodian',
    name: 'Statistiker',
    email: 'statistiker@demo.example',
    sees: 'the second of the two people who lock',
    grants: [
      { trial: SIMULATED, role: 'custodian', site: null },
      { trial: ROLLOUT, role: 'custodian', site: null },
    ],
  },
  {
    key: 'data-manager',
    name: 'Datamanager',
    email: 'data@demo.example',
    sees: 'corrections, erasures, exports',
    grants: [
      { trial: ROLLOUT, role: 'data-manager', site: null },
      { trial: SIMULATED, role: 'data-manager', site: null },
    ],
  },
];

/**
 * Fills an empty evaluation with two marked demonstration trials, through the same services that people use: one recruiting, with a
 * cohort one person short and a last questionnaire that is due; one simulated, finished and locked by two people.
 */
export async function seedDemonstration(app: App, say: (line: string) => void): Promise<void> {
  const started = app.clock();
  say('Nothing is here yet: making the demonstration, about half a minute …');
  const opened = new Date(started.getTime() - 120 * DAY);
  await openTrial(appAt(app, opened), systemAt(app, opened), trialFile(ROLLOUT));
  // The simulated trial repeats exactly, its lottery too: everybody who tries the product meets the same effect.
  const { entropy } = scriptedChance(1, 'lottery');
  await openTrial({ ...appAt(app, opened), entropy }, systemAt(app, opened), trialFile(SIMULATED));

  const password = passwordFrom(app.entropy(10));
  const staff: Record<string, string> = {};
  for (const account of ACCOUNTS) {
    staff[account.key] = await addStaff(app, { name: account.name, email: account.email, password });
    for (const grant of account.grants)
      await giveGrant(appAt(app, opened), systemAt(app, opened), { staff: staff[account.key]!, ...grant });
  }

  say('  the recruiting trial …');
  const links = await seedRollout(app, started, staff.aalborg!, staff.silkeborg!);
  say('  the simulated trial …');
  await simulateTrial(app, {
    seed: 1,
    startedAt: opened,
    people: 96,
    lockers: [staff.researcher!, staff.custodian!],
    progress: (done, of) => {
      if (done % 24 === 0) say(`    ${done} of ${of} people`);
    },
  });

  const invitation: Invitation = {
    password,
    accounts: ACCOUNTS.map(({ name, email, sees }) => ({ role: name, email, sees })),
    links,
  };
  const file = invitationFile(app.config.dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(invitation, null, 2), { mode: 0o600 });
}

/** People on their way in the recruiting trial. @returns the personal links worth trying. */
async function seedRollout(app: App, now: Date, aalborg: string, silkeborg: string): Promise<Invitation['links']> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const on = (days: number) => addDays(dayOf(now), days);
  const coordinator = (staff: string, at: Date) => staffAt(app, staff, 'coordinator', ROLLOUT, at);
  const plan = async (staff: string, at: Date, site: string, name: string, startsOn: string, endsOn: string, closesOn: string) =>
    replyOf(
      await planCohort(await coordinator(staff, at), {
        params: { trial: ROLLOUT },
        query: {},
        body: { site, name, startsOn, endsOn, closesOn },
      }),
    ).cohort;

  // Drawn ten weeks ago, ending in three days: its last questionnaire opened four days ago.
  const earlier = await plan(aalborg, ago(90), 'aalborg', 'Aalborg efterår', on(-67), on(3), on(-75));
  const first: Person[] = [];
  for (let n = 1; n <= 6; n += 1)
    first.push(
      await walk(app, {
        trial: ROLLOUT,
        site: 'aalborg',
        staff: aalborg,
        number: n,
        at: ago(82),
        upTo: 'cohort',
        cohort: earlier,
      }),
    );
  await allocateCohort(await coordinator(aalborg, ago(75)), { params: { trial: ROLLOUT, cohort: earlier }, query: {}, body: {} });

  const next = await plan(aalborg, ago(10), 'aalborg', 'Aalborg vinter', on(5), on(75), on(4));
  for (let n = 11; n <= 15; n += 1)
    await walk(app, { trial: ROLLOUT, site: 'aalborg', staff: aalborg, number: n, at: ago(5), upTo: 'cohort', cohort: next });
  const newcomer = await walk(app, { trial: ROLLOUT, site: 'aalborg', staff: aalborg, number: 16, at: ago(1), upTo: 'informed' });

  const winter = await plan(silkeborg, ago(8), 'silkeborg', 'Silkeborg vinter', on(20), on(90), on(15));
  const steps = ['registered', 'informed', 'signed', 'consented', 'screened', 'baseline', 'cohort'] as const;
  for (const [index, upTo] of steps.entries()) {
    await walk(app, {
      trial: ROLLOUT,
      site: 'silkeborg',
      staff: silkeborg,
      number: 21 + index,
      at: ago(3),
      upTo,
      cohort: winter,
    });
  }
  return [
    {
      who: 'a newcomer: read, say yes, answer; the coordinator in Aalborg then completes the cohort and draws',
      url: newcomer.link,
    },
    { who: 'somebody whose last questionnaire is due', url: first[0]!.link },
  ];
}

const systemAt = (app: App, at: Date) => ({
  now: at,
  actor: 'system',
  grant: null,
  request: 'demonstration',
  entropy: app.entropy,
  uuid: app.uuid,
});

/** Easy to type, hard to guess: ten random letters in two groups. */
function passwordFrom(bytes: Buffer): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  const drawn = [...bytes].map((byte) => letters[byte % letters.length]).join('');
  return `${drawn.slice(0, 5)}-${drawn.slice(5)}`;
}
