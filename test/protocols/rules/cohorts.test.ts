import type { Protocol } from '#protocols/model/protocol';
import type { CohortDates, Way } from '#protocols/model/way';
import { firstWindowOf, mayDrawCohort, mayJoin, mayMerge, mayReschedule, wrongDate, type Member } from '#protocols/rules/cohorts';
import rollout from '../../../protocols/trials/peer-rollout/1.0.0.json';

const protocol = {
  ...rollout,
  randomisation: { id: 'main', method: 'batch', minimum: 3, strata: ['site'], unit: 'participant' },
} as unknown as Protocol;
const cohort: CohortDates = {
  cohort: 'c',
  name: 'Hold 1',
  startsOn: '2027-03-01',
  endsOn: '2027-05-10',
  closesOn: '2027-02-20',
  minimum: 2,
  capacity: 4,
  drawnAt: null,
};

/** Somebody who lacks nothing at the start of February 2027, changed as asked. */
function wayOf(change: Partial<Way> & { without?: string; left?: boolean } = {}): Way {
  const { without, left, ...rest } = change;
  const at = '2027-02-01T09:00:00.000Z';
  const kinds = ['registered', 'consent-given', 'screened', ...(left ? ['participation-changed'] : [])].filter(
    (kind) => kind !== without,
  );
  return {
    participant: 'p',
    trial: 't',
    site: 'aalborg',
    version: '1.0.0',
    code: 'X',
    language: 'da',
    registeredAt: at,
    clock: 0,
    stream: { seq: 1, head: '' },
    milestones: kinds.map((kind) => ({
      kind: kind as Way['milestones'][number]['kind'],
      at,
      actor: 'staff/x',
      detail: { eligible: true, change: 'no-more-data' },
    })),
    cohort,
    submissions: [{ wave: 'baseline', at, late: false }],
    allocation: null,
    ...rest,
  };
}
const members = (count: number, change: Parameters<typeof wayOf>[0] = {}): Member[] =>
  Array.from({ length: count }, (_, n) => ({ way: wayOf({ participant: `p${n}`, ...change }), protocol }));
const noon = (day: string) => new Date(`${day}T12:00:00Z`);

describe('drawing a cohort', () => {
  it.each([
    ['full, long before the closing date', members(4), '2027-02-03', 'drawn 4'],
    ['one short of full, before the closing date', members(3), '2027-02-14', 'cohort-still-open'],
    ['fewer than the scheme’s minimum, though enough for the cohort’s own', members(2), '2027-02-14', 'cohort-too-small'],
    ['nobody in it', [], '2027-02-14', 'cohort-too-small'],
    ['one without a screening', [...members(3), ...members(1, { without: 'screened' })], '2027-02-14', 'cohort-not-ready'],
    [
      'one who has left and lacks everything',
      [...members(4), ...members(1, { left: true, without: 'screened' })],
      '2027-02-14',
      'drawn 4',
    ],
  ])('%s', (_, people, day, expected) => {
    const decided = mayDrawCohort(cohort, people, protocol, noon(day));
    expect('refused' in decided ? decided.refused : `drawn ${decided.members.length}`).toBe(expected);
  });

  it('closes the queue at the first instant of the closing date as Denmark lives it', () => {
    const closing = { ...cohort, closesOn: '2027-02-10' };
    const at = (instant: string) => 'members' in mayDrawCohort(closing, members(3), protocol, new Date(instant));
    expect(at('2027-02-09T22:59:59.999Z')).toBe(false);
    expect(at('2027-02-09T23:00:00.000Z')).toBe(true);
  });

  it('names the minimum that counts, the larger of the two', () => {
    expect(mayDrawCohort(cohort, members(2), protocol, noon('2027-02-14'))).toEqual({
      refused: 'cohort-too-small',
      members: 2,
      minimum: 3,
    });
  });

  it('is refused where people are drawn one by one', () => {
    const blocks = {
      ...protocol,
      randomisation: { id: 'main', method: 'permuted-blocks', sizes: [4], strata: ['site'], unit: 'participant' },
    } as Protocol;
    expect(mayDrawCohort(cohort, members(4), blocks, noon('2027-02-14'))).toEqual({ refused: 'drawn-one-by-one' });
  });
});

describe('joining', () => {
  const other = { ...cohort, cohort: 'd', members: 3 };
  it.each([
    ['a free seat', other, {}, '2027-02-10', null],
    ['no seat left', { ...other, members: 4 }, {}, '2027-02-10', 'cohort-full'],
    ['a full cohort one is already in', { ...cohort, members: 4 }, {}, '2027-02-10', null],
    ['a drawn cohort', { ...other, drawnAt: '2027-02-05T10:00:00.000Z' }, {}, '2027-02-10', 'cohort-drawn'],
    ['without consent', other, { without: 'consent-given' }, '2027-02-10', 'consent-missing'],
    ['drawn already', other, { allocation: { arm: 'now', at: '2027-02-05T10:00:00.000Z' } }, '2027-02-10', 'already-allocated'],
    ['a baseline that has grown old', other, {}, '2027-02-17', 'baseline-old'],
  ] as const)('%s', (_, wanted, change, day, expected) => {
    expect(mayJoin(wayOf(change), protocol, wanted, noon(day))).toBe(expected);
  });

  it('is possible until the last instant of the closing date', () => {
    const closing = { ...other, closesOn: '2027-02-10' };
    expect(mayJoin(wayOf(), protocol, closing, new Date('2027-02-10T22:59:59.999Z'))).toBeNull();
    expect(mayJoin(wayOf(), protocol, closing, new Date('2027-02-10T23:00:00.000Z'))).toBe('cohort-closed');
  });
});

describe('dates', () => {
  it.each([
    ['2027-03-01', '2027-03-01', '2027-03-01', null],
    ['2028-02-29', '2028-03-01', '2028-02-29', null],
    ['2027-02-29', '2027-03-01', '2027-02-01', 'startsOn'],
    ['2027-03-01', '2027-02-28', '2027-02-01', 'endsOn'],
    ['2027-03-01', '2027-04-31', '2027-02-01', 'endsOn'],
    ['2027-03-01', '2027-04-01', '2027-03-02', 'closesOn'],
    ['2027-03-01', '2027-04-01', '2027-00-01', 'closesOn'],
  ])('start %s, end %s, close %s: %s', (startsOn, endsOn, closesOn, expected) => {
    expect(wrongDate({ startsOn, endsOn, closesOn })).toBe(expected);
  });

  const drawn = { ...cohort, drawnAt: '2027-02-20T10:00:00.000Z' };
  const later = { startsOn: '2027-03-08', endsOn: '2027-05-17' };

  it('finds the first window that follows the cohort, a week before its last day', () => {
    expect(firstWindowOf([protocol], cohort)).toEqual(new Date('2027-05-02T22:00:00.000Z'));
    expect(
      firstWindowOf([{ ...protocol, waves: protocol.waves.filter(({ anchor }) => anchor === 'consent') }], cohort),
    ).toBeNull();
  });

  it('move until the last millisecond before that window opens, and not after', () => {
    expect(mayReschedule([protocol], drawn, [], later, new Date('2027-05-02T21:59:59.999Z'))).toBeNull();
    expect(mayReschedule([protocol], drawn, [], later, new Date('2027-05-02T22:00:00.000Z'))).toBe('cohort-closed');
    expect(mayReschedule([protocol], drawn, [], { ...later, endsOn: '2027-03-08' }, noon('2027-03-04'))).toBe('endsOn');
  });

  it('are held by the first person drawn, also where people are drawn one by one', () => {
    const open = noon('2027-05-04');
    expect(mayReschedule([protocol], cohort, [wayOf()], later, open)).toBeNull();
    const one = wayOf({ allocation: { arm: 'now', at: '2027-02-21T10:00:00.000Z' } });
    expect(mayReschedule([protocol], cohort, [wayOf(), one], later, open)).toBe('cohort-closed');
  });
});

describe('merging a cohort whole into another', () => {
  const into = { ...cohort, cohort: 'd', members: 2 };
  const drawnOne = wayOf({ allocation: { arm: 'now', at: '2027-02-10T10:00:00.000Z' } });
  const at = (day: string) => new Date(`${day}T11:00:00Z`);

  it.each([
    ['is possible while there is room for all', cohort, [wayOf(), wayOf()], into, false, '2027-02-10', null],
    ['is possible on the last day of the other’s queue', cohort, [wayOf()], into, false, '2027-02-20', null],
    ['is refused the day after', cohort, [wayOf()], into, false, '2027-02-21', 'cohort-closed'],
    ['is refused where one would be left behind', cohort, [wayOf(), wayOf(), wayOf()], into, false, '2027-02-10', 'cohort-full'],
    [
      'is refused after the draw',
      { ...cohort, drawnAt: '2027-02-10T10:00:00.000Z' },
      [],
      into,
      false,
      '2027-02-10',
      'cohort-drawn',
    ],
    ['is refused once anybody in it is drawn', cohort, [wayOf(), drawnOne], into, false, '2027-02-10', 'cohort-drawn'],
    ['is refused once anybody in the other is drawn', cohort, [wayOf()], into, true, '2027-02-10', 'cohort-drawn'],
  ] as const)('%s', (_, from, people, other, isDrawn, day, refusal) => {
    expect(mayMerge(from, people, other, isDrawn, at(day))).toBe(refusal);
  });
});

describe('the last day of a queue', () => {
  const dates = { startsOn: '2027-04-01', endsOn: '2027-06-01' };
  const move = (closesOn: string, change: Partial<CohortDates> = {}) =>
    mayReschedule([protocol], { ...cohort, ...change }, [], { ...dates, closesOn }, new Date('2027-02-21T11:00:00Z'));

  it('moves before the draw to a day from today until the first day, and not after the draw', () => {
    expect(move('2027-02-21')).toBeNull();
    expect(move('2027-04-01')).toBeNull();
    expect(move('2027-02-19')).toBe('closesOn');
    expect(move('2027-04-02')).toBe('closesOn');
    expect(move('2027-03-20', { drawnAt: '2027-02-20T11:00:00.000Z' })).toBe('cohort-drawn');
  });
});
