import fc from 'fast-check';
import type { Step } from '#protocols/rules/journey';
import {
  byUrgency,
  NAMED_AT_MOST,
  todayOfCoordinator,
  todayOfData,
  todayOfTrial,
  type CohortUnderWay,
  type PersonUnderWay,
  type TrialUnderWay,
} from '#protocols/rules/today';

const NOW = new Date('2026-03-10T09:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const person = (step: Step, days: number, staleOn: string | null = null): PersonUnderWay => ({
  code: 'P7K3QX4',
  step,
  since: ago(days),
  staleOn,
});
const cohort: CohortUnderWay = {
  cohort: 'c',
  name: 'Hold',
  members: 4,
  minimum: 6,
  capacity: 12,
  closesOn: '2026-03-30',
  startsOn: '2026-04-06',
  isDrawn: false,
  refusal: 'cohort-still-open',
};

describe('a coordinator’s day', () => {
  it.each([
    ['somebody just registered', person('information', 0), ['inform', 'today']],
    ['somebody nobody has talked to for a week', person('information', 7), ['inform', 'overdue']],
    ['a consent signed yesterday', person('countersigning', 1), ['countersign', 'today']],
    ['a consent signed two days ago', person('countersigning', 2), ['countersign', 'overdue']],
    ['somebody to screen', person('screening', 0), ['screen', 'today']],
    ['somebody without a cohort', person('cohort', 1), ['place', 'today']],
    ['somebody without a cohort whose baseline grows old in two days', person('cohort', 1, '2026-03-12'), ['place', 'overdue']],
    ['somebody ready for the draw', person('allocation', 1), ['draw', 'today']],
    ['somebody who reads', person('reading', 90), ['reads', 'can-wait']],
    ['somebody who owes the first questionnaire', person('baseline', 90), ['baseline', 'can-wait']],
  ] as const)('says of %s what to do', (_, one, [code, urgency]) => {
    expect(todayOfCoordinator([one], [], 'participant', NOW)).toMatchObject([{ code, urgency, participant: 'P7K3QX4' }]);
  });

  it.each(['follow-up', 'ended', 'not-eligible'] as const)('says nothing of somebody at %s', (step) => {
    expect(todayOfCoordinator([person(step, 90)], [], 'participant', NOW)).toEqual([]);
  });

  it('draws a whole cohort, not one by one, where the trial does', () => {
    expect(todayOfCoordinator([person('allocation', 1)], [], 'cohort', NOW)).toEqual([]);
  });

  it.each([
    ['that fills slowly and closes late', {}, ['cohort-lacks', 'can-wait']],
    ['that fills slowly and closes within a week', { closesOn: '2026-03-17' }, ['cohort-lacks', 'today']],
    ['with people enough that still takes more', { members: 7, closesOn: '2026-03-12' }, ['cohort-lacks', 'can-wait']],
    ['that can be drawn', { members: 12, refusal: null }, ['draw-cohort', 'today']],
    ['that could be drawn yesterday', { members: 12, refusal: null, closesOn: '2026-03-09' }, ['draw-cohort', 'overdue']],
    ['that closed too small', { closesOn: '2026-03-10', refusal: 'cohort-too-small' }, ['cohort-too-small', 'overdue']],
    [
      'that is full while somebody lacks something',
      { members: 12, refusal: 'cohort-not-ready' },
      ['cohort-not-ready', 'overdue'],
    ],
    ['that starts tomorrow', { isDrawn: true, startsOn: '2026-03-11' }, ['group-starts', 'today']],
  ] as const)('says of a cohort %s what to do', (_, change, [code, urgency]) => {
    expect(todayOfCoordinator([], [{ ...cohort, ...change }], 'cohort', NOW)).toMatchObject([{ code, urgency, cohort: 'c' }]);
  });

  it('says nothing of a drawn cohort that has begun or starts later', () => {
    for (const startsOn of ['2026-03-09', '2026-03-12'])
      expect(todayOfCoordinator([], [{ ...cohort, isDrawn: true, startsOn }], 'cohort', NOW)).toEqual([]);
  });

  it('names the first of very many, and counts the rest so that nobody is lost', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            code: fc.uuid(),
            step: fc.constantFrom<Step>('information', 'screening', 'reading'),
            since: fc.constant(ago(1)),
            staleOn: fc.constant(null),
          }),
          { maxLength: 120 },
        ),
        (people) => {
          const sentences = todayOfCoordinator(people, [], 'cohort', NOW);
          const counted = sentences.reduce((sum, { code, n }) => sum + (code === 'more-people' ? n! : 1), 0);
          expect(counted).toBe(people.length);
          for (const code of ['inform', 'screen', 'reads'])
            expect(sentences.filter((one) => one.code === code).length).toBeLessThanOrEqual(NAMED_AT_MOST);
          expect(byUrgency(sentences)).toEqual(sentences);
        },
      ),
    );
  });
});

describe('the day of whoever watches the trial', () => {
  const trial: TrialUnderWay = {
    target: 100,
    drawn: 50,
    planned: 50,
    tooSmall: [],
    isOver: false,
    lock: 'none',
    exports: 0,
    letters: { due: 0, sentLastDay: 0 },
  };
  const codes = (change: Partial<TrialUnderWay>, role: 'researcher' | 'custodian' | 'data-manager' = 'researcher') =>
    todayOfTrial({ ...trial, ...change }, role).map(({ code }) => code);

  it.each([
    ['nothing while all goes to plan', {}, []],
    ['recruitment a good tenth behind', { drawn: 44 }, ['recruitment-behind']],
    ['nothing of a tenth behind, which chance does', { drawn: 45 }, []],
    ['nothing of a plan once the target is reached', { drawn: 100, planned: 200 }, []],
    ['a cohort that closed too small', { tooSmall: [{ cohort: 'c', name: 'Hold', n: 2 }] }, ['cohort-waits']],
    ['that the lock may be proposed', { isOver: true }, ['lock-possible']],
    ['that the lock waits for a second person', { isOver: true, lock: 'proposed' }, ['lock-second']],
    ['that somebody else must confirm', { isOver: true, lock: 'proposed-by-me' }, ['lock-proposed']],
    ['that the data may be taken home', { isOver: true, lock: 'locked' }, ['take-data-home']],
    ['nothing once they were', { isOver: true, lock: 'locked', exports: 1 }, []],
    [
      'the alarm before anything else',
      { letters: { due: 32, sentLastDay: 0 }, drawn: 1 },
      ['letters-silent', 'recruitment-behind'],
    ],
    ['that some letters could not go out', { letters: { due: 3, sentLastDay: 40 } }, ['letters-unsent']],
  ] as [string, Partial<TrialUnderWay>, string[]][])('says %s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  it('asks the custodian for the lock and nothing of recruitment', () => {
    expect(codes({ drawn: 1, tooSmall: [{ cohort: 'c', name: 'Hold', n: 2 }] }, 'custodian')).toEqual([]);
    expect(codes({ isOver: true, lock: 'proposed' }, 'custodian')).toEqual(['lock-second']);
  });
});

describe('the day of whoever looks after the data', () => {
  it('is late with an erasure after a month, and waits for another with one’s own', () => {
    const erasure = (askedByMe: boolean, days: number) => ({ code: 'P7K3QX4', askedByMe, since: ago(days) });
    const urgencies = (askedByMe: boolean, days: number) =>
      todayOfData({ unsettled: 0, erasures: [erasure(askedByMe, days)] }, NOW).map(({ code, urgency }) => [code, urgency]);
    expect(urgencies(false, 0)).toEqual([['erasure-second', 'today']]);
    expect(urgencies(false, 30)).toEqual([['erasure-second', 'today']]);
    expect(urgencies(false, 31)).toEqual([['erasure-second', 'overdue']]);
    expect(urgencies(true, 31)).toEqual([['erasure-asked', 'can-wait']]);
  });

  it('counts the letters whose fate nobody knows', () => {
    expect(todayOfData({ unsettled: 2, erasures: [] }, NOW)).toEqual([{ code: 'letters-unsettled', urgency: 'today', n: 2 }]);
  });
});
