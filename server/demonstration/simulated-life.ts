import { participantStream, type LetterKind, type NewFact } from '#protocols/model/fact';
import type { Protocol, Wave } from '#protocols/model/protocol';
import { addDays, daysOf, startOfDay } from '#protocols/rules/calendar';
import { baselineOf } from '#protocols/rules/waves';
import type { App } from '../context';
import { drawLotsFor } from '../services/allocation/draw';
import { admitted, answered, introduced, signed } from './simulated-facts';
import type { SimulatedPerson } from './simulated-person';
import type { Record, SimulatedRole } from './simulated-record';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Something that happens at a moment; moments happen in order of time, as they would have. */
export interface Moment {
  at: Date;
  happen: () => Promise<void>;
}

export interface Cohort {
  id: string;
  site: string;
  ordinal: number;
  startsOn: string;
  endsOn: string;
  closesOn: string;
  /** The arms drawn so far, by participant. */
  arms: { [participant: string]: string };
}

export interface Place {
  participant: string;
  code: string;
  site: string;
  cohort: Cohort;
  /** Days from the trial's start to the person's registration. */
  day: number;
}

/** What all lives have in common. */
export interface Stage {
  app: App;
  record: Record;
  protocol: Protocol;
  /** The moment so many hours into a day of the trial. */
  momentOf: (day: number, hour: number) => Date;
}

/** Everything that happens to one person, each thing at its moment; `onDone` is called after the last. */
export function lifeOf(stage: Stage, person: SimulatedPerson, place: Place, onDone: () => void): Moment[] {
  const { app, record, protocol, momentOf } = stage;
  const { participant, code, site, cohort, day } = place;
  const stream = participantStream(participant);
  // A minute apart, so that no two people share a moment.
  const minute = person.number / 60;
  const on = (days: number, hour: number) => momentOf(day + days, hour + minute);
  const moments: Moment[] = [];
  const step = (at: Date, role: SimulatedRole, facts: () => NewFact[], isNew = false) =>
    void moments.push({ at, happen: () => record(role, stream, at, facts(), isNew) });
  const letter = (at: Date, wave: string | null, kind: LetterKind, ordinal: number) =>
    step(at, 'letters', () => [{ kind: 'letter-sent', payload: { wave, letter: kind, ordinal, channel: 'e-mail' } }]);

  step(on(0, 9), 'coordinator', () => introduced(protocol, person, site, code, app.uuid(), on(0, 9)), true);
  step(on(1, 12), 'participant', () => signed(protocol, person, on(1, 12)));
  step(on(2, 9), 'coordinator', () => admitted(protocol, person, on(2, 9)));
  const baseline = baselineOf(protocol)!;
  const inTime = { share: 1, closesAt: on(100, 0), pause: 0 };
  step(on(2, 16), 'participant', () => answered(person, { wave: baseline, as: 'start', from: on(2, 16), ...inTime }));
  step(on(3, 9), 'coordinator', () => [{ kind: 'joined-cohort', payload: { cohort: cohort.id } }]);

  let arm = '';
  moments.push({
    at: on(3, 9.5),
    happen: async () => {
      const allocator = { ...app, clock: () => on(3, 9.5), zone: app.database.allocator };
      const asked = { actor: 'simulation/coordinator', grant: 'simulation', site, request: 'simulation' };
      arm = place.cohort.arms[participant] = (
        await drawLotsFor(allocator, { what: 'participant', trial: protocol.id, code, ...asked })
      ).allocations[0]!.arm;
    },
  });
  letter(on(3, 11), null, 'announcement', 1);
  if (person.change) {
    const { change } = person;
    const source = change === 'lost' ? 'site' : 'participant';
    step(on(20 + (person.number % 30), 14), 'coordinator', () => [
      { kind: 'participation-changed', payload: { change, source } },
    ]);
  }

  const end = protocol.waves.find(({ before }) => before === undefined)!;
  const opensAt = startOfDay(addDays(cohort.endsOn, daysOf(end.window.opens)));
  const closesAt = startOfDay(addDays(cohort.endsOn, daysOf(end.window.closes) + 1));
  const answering = answeringOf(person, opensAt, closesAt, minute);
  if (person.ending !== 'stopped') {
    for (const { at, kind, ordinal } of lettersOf(end, opensAt)) {
      const isMoot = answering?.share === 1 && at.getTime() >= answering.from.getTime();
      if (!isMoot) letter(new Date(at.getTime() + minute * HOUR), end.id, kind, ordinal);
    }
  }
  if (answering) {
    step(answering.from, 'participant', () => {
      const as = arm === protocol.analysis.reference ? 'usual' : 'treated';
      return answered(person, { wave: end, as, closesAt, ...answering });
    });
  }
  const last = moments.reduce((latest, moment) => (moment.at > latest.at ? moment : latest));
  const { happen } = last;
  last.happen = async () => {
    await happen();
    onDone();
  };
  return moments;
}

/** When the person answers the last questionnaire, and how much of it. Whoever is late has begun in time: later nobody may begin. */
function answeringOf(
  person: SimulatedPerson,
  opensAt: Date,
  closesAt: Date,
  minute: number,
): { from: Date; share: number; pause: number } | null {
  const from = new Date(opensAt.getTime() + person.answersAfterDays * DAY + (14 + minute) * HOUR);
  switch (person.ending) {
    case 'in-time':
      return { from, share: 1, pause: 0 };
    case 'begun':
      return { from, share: 0.4, pause: 0 };
    case 'late':
      return { from: new Date(closesAt.getTime() - (2 + minute) * HOUR), share: 1, pause: 12 * HOUR };
    case 'silent':
    case 'stopped':
      return null;
  }
}

function lettersOf(wave: Wave, opensAt: Date): { at: Date; kind: LetterKind; ordinal: number }[] {
  const morning = (days: number) => new Date(opensAt.getTime() + days * DAY + 9 * HOUR);
  return [
    { at: morning(0), kind: 'invitation', ordinal: 1 },
    ...(wave.reminders ?? []).map((after, index) => ({
      at: morning(daysOf(after)),
      kind: 'reminder' as const,
      ordinal: index + 1,
    })),
  ];
}
