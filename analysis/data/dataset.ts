import type { Blank, Change } from '#protocols/model/fact';
import type { Instrument } from '#protocols/model/instrument';
import type { Protocol, Wave } from '#protocols/model/protocol';
import type { Milestone, Way } from '#protocols/model/way';
import { instrumentOf } from '#protocols/instruments/registry';
import { dayOf, daysBetween } from '#protocols/rules/calendar';
import { componentsOf } from '#protocols/rules/delivery';
import type { ScreeningAnswers } from '#protocols/rules/eligibility';
import { score, type ScoreOptions } from '#protocols/rules/score';
import { itemMissingOf } from '#protocols/rules/score-of';
import { stoppedBy } from '#protocols/rules/waves';
import { recordedEvents, type RecordedEvent } from './recorded-events';

/** What the read tables hold of a trial as of a cut-off; instants as ISO texts. Nobody's name, code or contact is among it. */
export interface TrialRows {
  readonly allocations: readonly {
    participant: string;
    version: string;
    site: string;
    arm: string;
    cohort: string;
    at: string;
  }[];
  /** The group each person was assigned to, by component of delivery, whatever became of them in it. */
  readonly groups: readonly {
    participant: string;
    delivery: string;
    group: string;
    /** Whether it ever met; null where no evening is recorded. */
    begun: boolean | null;
  }[];
  /** Who left a group for good, and the day. */
  readonly leavings: readonly { participant: string; on: string }[];
  /** Those who were drawn together, by household; whoever is on their own is not here. */
  readonly households: readonly { participant: string; household: string }[];
  readonly responses: readonly {
    participant: string;
    wave: string;
    instrument: string;
    item: string;
    code: number | null;
    blank: Blank | null;
    late: boolean;
    at: string;
  }[];
  readonly submissions: readonly { participant: string; wave: string; late: boolean; at: string }[];
  readonly changes: readonly { participant: string; change: Change; at: string }[];
  /** The last screening of each; answers by item. */
  readonly screenings: readonly { participant: string; answers: ScreeningAnswers }[];
  /** Whose arm somebody who must not know came to know before the lock, and in which way; by position. */
  readonly unblindings: readonly { participant: string; kind: Unblinded }[];
  /** What went wrong with draws, by position; `given` where another arm was given than the one drawn. */
  readonly mishaps: readonly { participant: string; kind: string; given: string | null }[];
  /** People who were erased or asked to be let out of the data, now, whenever the cut-off was: they are counted, never shown. */
  readonly withheld: readonly string[];
}

/** How an arm became known before the lock. */
export type Unblinded = 'emergency' | 'accident';

/** Why there is no score: the reason of the items that are lacking, or that the person's version never asked. */
export type MissingReason = Blank | 'not-collected';

/** Most telling first: where the items of one score lack for several reasons, the first of these is given. */
export const MISSING_REASONS: readonly MissingReason[] = [
  'not-collected',
  'withdrawn',
  'window-missed',
  'technical',
  'not-reached',
  'declined',
  'skipped-by-rule',
  'not-applicable',
];

export type PersonScore = { value: number } | { missing: MissingReason };

/** One participant's answers to one instrument at one wave. */
export interface PersonAnswers {
  readonly items: ReadonlyMap<string, { code: number } | { missing: MissingReason }>;
  /** By the score's id. */
  readonly scores: ReadonlyMap<string, PersonScore>;
}

/** One row of the dataset. Days count from the day of the draw, which is day 0; before it they are negative. */
export interface Person {
  readonly participant: string;
  readonly arm: string;
  /** The version of the protocol the person answered by. */
  readonly version: string;
  /** The site as drawn: who moves keeps it. */
  readonly site: string;
  readonly cohort: string;
  /** What was answered at the screening, by item. */
  readonly screening: ScreeningAnswers;
  /** The group assigned, of the arm's first component that meets in groups; null for those in none, controls above all. */
  readonly group: string | null;
  /** The household that was drawn together; a person on their own is one of their own. */
  readonly household: string;
  readonly waves: ReadonlyMap<string, { day: number | null; late: boolean | null; submitted: boolean }>;
  /** By `answersKey(wave, instrument)`. */
  readonly answers: ReadonlyMap<string, PersonAnswers>;
  /** What happened after the draw that an estimand may name, with the day; only what facts can hold. */
  readonly events: ReadonlyMap<RecordedEvent, number>;
  /** The last change of how the person takes part, if there was one. */
  readonly change: { change: Change; day: number } | null;
  /** Whether the arm became known before the lock; an emergency comes before an accident. */
  readonly unblinded: Unblinded | null;
  /** What went wrong with the draw: kinds, each once, in the order they were recorded. Everybody is analysed as drawn. */
  readonly mishaps: readonly string[];
  /** The arm given where it was not the one drawn; null elsewhere. */
  readonly given: string | null;
}

export interface Dataset {
  /** In no meaningful order: whoever shows rows orders them. */
  readonly people: readonly Person[];
  /** Everybody drawn, by arm in the protocol's order; the withheld are among them. */
  readonly drawn: readonly { arm: string; n: number }[];
  readonly withheld: number;
}

export const answersKey = (wave: string, instrument: string): string => `${wave}/${instrument}`;

/** The waves of a protocol with their instruments. @throws RangeError where an instrument does not ship. */
export function collected(protocol: Protocol): { wave: Wave; instrument: Instrument }[] {
  return protocol.waves.flatMap((wave) =>
    wave.instruments.map((id) => {
      const instrument = instrumentOf(id);
      if (!instrument) throw new RangeError(`the wave ${wave.id} names an unknown instrument ${id}`);
      return { wave, instrument };
    }),
  );
}

/**
 * One row per person drawn: scores by the protocol's rule for missing items, every lacking value with its reason.
 * @param protocol the trial's version in force, whose waves and instruments make the columns
 * @param versions the version each person answered by: what it did not ask is missing as 'not-collected'
 */
export function datasetOf(
  rows: TrialRows,
  protocol: Protocol,
  versions: ReadonlyMap<string, Protocol>,
  options: ScoreOptions = { itemMissing: itemMissingOf(protocol) },
): Dataset {
  const withheld = new Set(rows.withheld);
  const shown = rows.allocations.filter(({ participant }) => !withheld.has(participant));
  const responses = groupBy(rows.responses);
  const groups = groupBy(rows.groups);
  const submissions = groupBy(rows.submissions);
  const changes = groupBy(rows.changes);
  const unblindings = groupBy(rows.unblindings);
  const households = new Map(rows.households.map(({ participant, household }) => [participant, household]));
  const mishaps = groupBy(rows.mishaps);
  const leavings = groupBy(rows.leavings);
  const screenings = new Map(rows.screenings.map(({ participant, answers }) => [participant, answers]));
  return {
    people: shown.map((allocation) =>
      personOf(allocation, protocol, versions.get(allocation.version) ?? protocol, options, {
        groups: groups.get(allocation.participant) ?? [],
        responses: responses.get(allocation.participant) ?? [],
        submissions: submissions.get(allocation.participant) ?? [],
        changes: changes.get(allocation.participant) ?? [],
        unblindings: unblindings.get(allocation.participant) ?? [],
        mishaps: mishaps.get(allocation.participant) ?? [],
        leavings: leavings.get(allocation.participant) ?? [],
        screening: screenings.get(allocation.participant) ?? {},
        household: households.get(allocation.participant) ?? allocation.participant,
      }),
    ),
    drawn: protocol.arms.map(({ id }) => ({ arm: id, n: rows.allocations.filter(({ arm }) => arm === id).length })),
    withheld: rows.allocations.length - shown.length,
  };
}

type Own = {
  [
    K in 'groups' | 'leavings' | 'responses' | 'submissions' | 'changes' | 'unblindings' | 'mishaps'
  ]: readonly TrialRows[K][number][];
} & {
  screening: ScreeningAnswers;
  household: string;
};

function personOf(
  allocation: TrialRows['allocations'][number],
  protocol: Protocol,
  version: Protocol,
  options: ScoreOptions,
  own: Own,
): Person {
  const drawnOn = dayOf(new Date(allocation.at));
  const dayFrom = (at: string) => daysBetween(drawnOn, dayOf(new Date(at)));
  const hasStopped = stops(own.changes);
  const answers = collected(protocol).map(({ wave, instrument }): [string, PersonAnswers] => {
    const asked = version.waves.find(({ id }) => id === wave.id)?.instruments.includes(instrument.id) ?? false;
    return [answersKey(wave.id, instrument.id), answersOf(wave, instrument, asked, hasStopped, own.responses, options)];
  });
  const last = own.changes.at(-1);
  const inGroups = componentsOf(protocol, allocation.arm, 'group')[0];
  const placed = own.groups.find(({ delivery }) => delivery === inGroups?.id);
  return {
    participant: allocation.participant,
    arm: allocation.arm,
    version: allocation.version,
    site: allocation.site,
    cohort: allocation.cohort,
    screening: own.screening,
    group: placed?.group ?? null,
    household: own.household,
    waves: new Map(protocol.waves.map(({ id }) => [id, waveOf(id, own, dayFrom)])),
    answers: new Map(answers),
    events: recordedEvents(
      { meetsInGroups: inGroups !== undefined, placed, leavings: own.leavings, changes: own.changes },
      drawnOn,
    ),
    change: last ? { change: last.change, day: dayFrom(last.at) } : null,
    unblinded: own.unblindings.find(({ kind }) => kind === 'emergency')?.kind ?? own.unblindings[0]?.kind ?? null,
    mishaps: [...new Set(own.mishaps.map(({ kind }) => kind))],
    given: own.mishaps.findLast(({ given }) => given !== null)?.given ?? null,
  };
}

/** A wave's day is the day it was handed in; where it never was, the day of the newest answer. */
function waveOf(
  wave: string,
  own: Own,
  dayFrom: (at: string) => number,
): { day: number | null; late: boolean | null; submitted: boolean } {
  const submission = own.submissions.findLast((one) => one.wave === wave);
  if (submission) return { day: dayFrom(submission.at), late: submission.late, submitted: true };
  const given = own.responses.filter((one) => one.wave === wave);
  const newest = given
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return {
    day: newest === undefined ? null : dayFrom(newest),
    late: newest === undefined ? null : given.some(({ late }) => late),
    submitted: false,
  };
}

function answersOf(
  wave: Wave,
  instrument: Instrument,
  asked: boolean,
  hasStopped: boolean,
  responses: Own['responses'],
  options: ScoreOptions,
): PersonAnswers {
  const inWave = responses.filter((one) => one.wave === wave.id);
  const given = new Map(inWave.filter((one) => one.instrument === instrument.id).map((one) => [one.item, one]));
  const unanswered: MissingReason = !asked
    ? 'not-collected'
    : hasStopped
      ? 'withdrawn'
      : inWave.length > 0
        ? 'not-reached'
        : 'window-missed';
  const items = new Map(
    instrument.items.map(({ id }): [string, { code: number } | { missing: MissingReason }] => {
      const response = given.get(id);
      if (response && response.code !== null) return [id, { code: response.code }];
      return [id, { missing: response?.blank ?? unanswered }];
    }),
  );
  const codes = Object.fromEntries([...items].map(([id, answer]) => [id, 'code' in answer ? answer.code : null]));
  const scored = score(instrument, codes, options);
  // A stored code that its instrument does not know cannot come from a person: the data are not what they claim.
  if ('rejected' in scored) throw new Error(`the answers to ${instrument.id} at ${wave.id} hold a code it does not have`);
  return {
    items,
    scores: new Map(
      instrument.scores.map((definition): [string, PersonScore] => {
        const result = scored.scores[definition.id]!;
        if ('value' in result) return [definition.id, { value: result.value }];
        const reasons = result.missing.flatMap((id) => {
          const answer = items.get(id)!;
          return 'missing' in answer ? [answer.missing] : [];
        });
        return [definition.id, { missing: MISSING_REASONS.find((reason) => reasons.includes(reason)) ?? 'technical' }];
      }),
    ),
  };
}

/** Whether one of the changes ended the asking, by the same rule as pages and letters. */
function stops(changes: Own['changes']): boolean {
  const milestones = changes.map(({ change, at }): Milestone => ({
    kind: 'participation-changed',
    at,
    actor: '',
    detail: { change },
  }));
  return stoppedBy({ ...NOBODY, milestones }) !== null;
}

const NOBODY: Way = {
  participant: '',
  trial: '',
  site: '',
  version: '',
  code: '',
  language: 'da',
  registeredAt: '',
  stream: { seq: 0, head: '' },
  clock: 0,
  milestones: [],
  cohort: null,
  submissions: [],
  allocation: null,
};

function groupBy<T extends { participant: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.participant);
    if (group) group.push(row);
    else groups.set(row.participant, [row]);
  }
  return groups;
}
