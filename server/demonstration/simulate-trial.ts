import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { participantStream, trialStream, type NewFact } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { pseudonymFrom } from '#protocols/model/pseudonym';
import { addDays, dayOf, daysOf, startOfDay } from '#protocols/rules/calendar';
import { capacityOf, splitEvenly, weeklyFrom } from '#protocols/rules/delivery';
import type { App } from '../context';
import { grantsOf } from '../db/stores/sessions';
import { lockPlan } from '../services/results/lock-plan';
import { giveGrant } from '../services/trial/give-grant';
import { openTrial } from '../services/trial/open-trial';
import { staffAt } from './act-as';
import { scriptedChance } from './scripted-chance';
import { lifeOf, type Cohort, type Moment, type Place } from './simulated-life';
import { simulatedPerson } from './simulated-person';
import { recorder, recordingOf, type Record } from './simulated-record';

const TRIAL = 'peer-simulated';
const HOUR = 3_600_000;
const LOCKS = ['researcher', 'custodian', 'data-manager'];

/** Days from the start: when the first cohort of each site enrols, how far the next lies behind, how long groups last. */
const COHORT_EVERY = 6;
const ENROLLING_DAYS = 8;
const DELIVERY_DAYS = 69;

export interface Simulation {
  /** The same seed, start and people give the same streams, hash for hash, where the trial was opened here too. */
  seed: number;
  startedAt: Date;
  /** How many are drawn, over all sites. */
  people: number;
  /** Ids of two members of staff: the first proposes the lock, the second locks. Without them the trial ends and stays unlocked. */
  lockers?: readonly [string, string];
  progress?: (done: number, of: number) => void;
}

/**
 * Plays a whole trial of people who do not exist, 118 days from `startedAt` (with two cohorts a site, six days more for each further one), through the one writer and the real lottery: registration,
 * consent, baseline, cohorts, draws, changes, letters, the last questionnaire with people missing from it, and the lock by two people. Every fact
 * names its actor `simulation/…`; the facts of one visit are recorded together.
 */
export async function simulateTrial(app: App, simulation: Simulation): Promise<void> {
  const { seed, startedAt, people, lockers, progress } = simulation;
  const chance = scriptedChance(seed, 'ids');
  const zero = dayOf(startedAt);
  const momentOf = (day: number, hour: number) => new Date(startOfDay(addDays(zero, day)).getTime() + hour * HOUR);
  const scripted: App = { ...app, entropy: chance.entropy, uuid: chance.uuid };
  const protocol = await openedProtocol(app, scripted, startedAt);
  const record = recorder(scripted, TRIAL);
  const moments: Moment[] = [];
  let done = 0;

  const cohorts = protocol.sites.flatMap(({ id: site }) => {
    const perSite = Math.ceil(people / protocol.sites.length);
    return Array.from({ length: Math.ceil(perSite / protocol.cohorts.capacity) }, (_, ordinal): Cohort => {
      const start = COHORT_EVERY * ordinal + ENROLLING_DAYS + 5;
      const dates = {
        startsOn: addDays(zero, start),
        endsOn: addDays(zero, start + DELIVERY_DAYS),
        closesOn: addDays(zero, start - 1),
      };
      return { id: chance.uuid(), site, ordinal, ...dates, arms: {} };
    });
  });
  moments.push({ at: momentOf(0, 24), happen: () => planCohorts(record, protocol, cohorts, momentOf(0, 24)) });

  for (let number = 0; number < people; number += 1) {
    const person = simulatedPerson(seed, number);
    const site = protocol.sites[number % protocol.sites.length]!.id;
    const within = Math.floor(number / protocol.sites.length);
    const { capacity } = protocol.cohorts;
    const cohort = cohorts.find((one) => one.site === site && one.ordinal === Math.floor(within / capacity))!;
    const day = 1 + COHORT_EVERY * cohort.ordinal + Math.floor(((within % capacity) * ENROLLING_DAYS) / capacity);
    const place: Place = { participant: chance.uuid(), code: pseudonymFrom(chance.entropy(16)), site, cohort, day };
    moments.push(...lifeOf({ app: scripted, record, protocol, momentOf }, person, place, () => progress?.((done += 1), people)));
  }

  for (const cohort of cohorts) {
    const at = new Date(startOfDay(cohort.startsOn).getTime() + 8 * HOUR);
    moments.push({ at, happen: () => formGroups(record, protocol, cohort, chance.uuid, at) });
  }

  const lockDay =
    2 +
    Math.max(...cohorts.map(({ ordinal }) => COHORT_EVERY * ordinal + ENROLLING_DAYS + 5)) +
    DELIVERY_DAYS +
    lastClose(protocol);
  lockers?.forEach((staff, index) => {
    const at = momentOf(lockDay, 10 + index);
    moments.push({ at, happen: () => lockAs(scripted, staff, at) });
  });
  // The sort is stable: what is planned for one moment keeps its order.
  for (const { happen } of moments.sort((a, b) => a.at.getTime() - b.at.getTime())) await happen();
}

/** The trial as opened; it is opened here where nobody has, its lottery's seed then scripted too. */
async function openedProtocol(app: App, scripted: App, at: Date): Promise<Protocol> {
  const opened = await app.protocols(TRIAL);
  if (opened.length > 0) return opened[opened.length - 1]!.protocol;
  const file = join(__dirname, '..', '..', 'protocols', 'trials', TRIAL, '1.0.0.json');
  // The seed repeats; the nonce that seals it does not, for it goes with a real key.
  const seedOnly: App = { ...scripted, entropy: (bytes) => (bytes === 32 ? scripted : app).entropy(bytes) };
  return openTrial(seedOnly, recordingOf(scripted, 'administrator', at), JSON.parse(readFileSync(file, 'utf8')));
}

function planCohorts(record: Record, protocol: Protocol, cohorts: readonly Cohort[], at: Date): Promise<void> {
  const { minimum, capacity } = protocol.cohorts;
  const facts = cohorts.map(({ id, site, ordinal, startsOn, endsOn, closesOn }): NewFact => {
    const name = `${site} ${ordinal + 1}`;
    return { kind: 'cohort-planned', payload: { cohort: id, site, name, startsOn, endsOn, closesOn, minimum, capacity } };
  });
  return record('coordinator', trialStream(TRIAL), at, facts);
}

/** The groups of those drawn to an arm that meets, as even as can be, each person placed at the group's start. */
async function formGroups(record: Record, protocol: Protocol, cohort: Cohort, uuid: () => string, at: Date): Promise<void> {
  const on = dayOf(at);
  for (const component of protocol.delivery.filter(({ kind }) => kind === 'group')) {
    const members = Object.keys(cohort.arms).filter((participant) => cohort.arms[participant] === component.arm);
    const [least, capacity] = capacityOf(component);
    // Half full, so that even a small trial has more groups than sites.
    for (const [index, people] of splitEvenly(members, Math.max(least, Math.ceil(capacity / 2))).entries()) {
      const [group, name] = [uuid(), `${cohort.site} ${cohort.ordinal + 1}.${index + 1}`];
      const { id: delivery } = component;
      const sessions = weeklyFrom(on, component.sessions ?? 1);
      const formed = { group, delivery, cohort: cohort.id, site: cohort.site, name, meetsAt: '17:00', sessions, capacity };
      await record('coordinator', trialStream(TRIAL), at, [{ kind: 'group-formed', payload: formed }]);
      for (const participant of people)
        await record('coordinator', participantStream(participant), at, [
          { kind: 'placed-in-group', payload: { group, delivery, on } },
        ]);
    }
  }
}

/** Days from a cohort's end until nobody may answer any more. */
const lastClose = (protocol: Protocol): number =>
  Math.max(...protocol.waves.filter(({ before }) => !before).map(({ window }) => daysOf(window.closes)));

/** The service that people use, by somebody who may; a locker without a grant in the trial is given one. */
async function lockAs(app: App, staff: string, at: Date): Promise<void> {
  const held = (await grantsOf(app.database.research, staff, app.clock(), TRIAL)).find(({ role }) => LOCKS.includes(role));
  if (!held)
    await giveGrant(app, recordingOf(app, 'administrator', at), { staff, role: 'data-manager', trial: TRIAL, site: null });
  await lockPlan(await staffAt(app, staff, held?.role ?? 'data-manager', TRIAL, at), {
    params: { trial: TRIAL },
    query: {},
    body: {},
  });
}
