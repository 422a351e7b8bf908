import {
  endOfEvening,
  eveningOf,
  firstNames,
  hasBegun,
  mayRecord,
  sessionDue,
  sessionOf,
  splitEvenly,
  weeklyFrom,
} from '#protocols/rules/delivery';

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index);

describe('splitting people into groups', () => {
  it.each([
    [0, 12, []],
    [1, 12, [1]],
    [12, 12, [12]],
    [13, 12, [7, 6]],
    [25, 12, [8, 9, 8]],
    [24, 12, [12, 12]],
    [7, 3, [2, 3, 2]],
  ])('gives %i people in groups of at most %i: %j', (people, most, sizes) => {
    expect(splitEvenly(numbers(people), most).map(({ length }) => length)).toEqual(sizes);
  });

  it('loses nobody, exceeds nothing, and differs by one at most, whatever the numbers', () => {
    for (let people = 1; people <= 80; people += 1) {
      for (let most = 1; most <= 15; most += 1) {
        const groups = splitEvenly(numbers(people), most);
        const sizes = groups.map(({ length }) => length);
        expect(groups.flat()).toEqual(numbers(people));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(groups).toHaveLength(Math.ceil(people / most));
      }
    }
  });
});

describe('an evening', () => {
  it.each([
    ['one second before four belongs to the day before', '2026-11-24T02:59:59.999Z', '2026-11-23'],
    ['at four the new day begins', '2026-11-24T03:00:00.000Z', '2026-11-24'],
    ['late in the evening is the day itself', '2026-11-24T22:59:59.000Z', '2026-11-24'],
    ['past midnight is still the evening', '2026-11-24T23:30:00.000Z', '2026-11-24'],
    ['in summer time four is an hour earlier in UTC', '2026-07-02T01:59:59.000Z', '2026-07-01'],
    [
      'on the night when the clock goes back, the second half past two is still the evening',
      '2026-10-25T01:30:00.000Z',
      '2026-10-24',
    ],
    ['on the night when it goes forward, half past three is still the evening', '2027-03-28T01:30:00.000Z', '2027-03-27'],
  ])('%s', (_, instant, evening) => expect(eveningOf(new Date(instant))).toBe(evening));

  it.each([
    ['in winter', '2026-11-24', '2026-11-25T03:00:00.000Z'],
    ['in summer', '2026-07-01', '2026-07-02T02:00:00.000Z'],
    ['on the night when the clock goes back', '2026-10-24', '2026-10-25T03:00:00.000Z'],
    ['on the night when it goes forward', '2027-03-27', '2027-03-28T02:00:00.000Z'],
    ['on the last day of February in a leap year', '2028-02-28', '2028-02-29T03:00:00.000Z'],
  ])('is over at four in the morning, %s', (_, day, end) => expect(endOfEvening(day).toISOString()).toBe(end));
});

describe('the link of an evening', () => {
  const plan = { sessions: ['2026-11-24', '2026-12-01'], meetsAt: '17:00' };
  it.each([
    ['is not due on another day', '2026-11-25T15:00:00.000Z', null],
    ['is not due a second before two hours before', '2026-11-24T13:59:59.000Z', null],
    ['is due two hours before', '2026-11-24T14:00:00.000Z', 1],
    ['is due for the second session on its day', '2026-12-01T16:00:00.000Z', 2],
    ['is due until nine', '2026-11-24T19:59:59.999Z', 1],
    ['is not due from nine', '2026-11-24T20:00:00.000Z', null],
    ['is not due after midnight, although the evening lasts', '2026-11-25T00:30:00.000Z', null],
  ])('%s', (_, instant, ordinal) => expect(sessionDue(plan, new Date(instant))).toBe(ordinal));

  it('waits for eight where a group meets early', () => {
    const early = { sessions: ['2026-11-24'], meetsAt: '09:00' };
    expect(sessionDue(early, new Date('2026-11-24T06:59:59.000Z'))).toBeNull();
    expect(sessionDue(early, new Date('2026-11-24T07:00:00.000Z'))).toBe(1);
  });

  it('is never due for a group that meets after eleven at night', () => {
    expect(sessionDue({ sessions: ['2026-11-24'], meetsAt: '23:30' }, new Date('2026-11-24T20:30:00.000Z'))).toBeNull();
  });

  it('is about the day’s session, else the last one, else none', () => {
    expect(sessionOf(plan, '2026-11-23')).toBeNull();
    expect(sessionOf(plan, '2026-11-24')).toBe(1);
    expect(sessionOf(plan, '2026-11-30')).toBe(1);
    expect(sessionOf(plan, '2026-12-01')).toBe(2);
  });

  it('records no session that has not come, none that is not planned, and every one before', () => {
    const at = new Date('2026-11-24T16:00:00.000Z');
    expect([0, 1, 2, 3].map((ordinal) => mayRecord(plan, ordinal, at))).toEqual([false, true, false, false]);
    expect(mayRecord(plan, 1, new Date('2026-12-09T12:00:00.000Z'))).toBe(true);
  });

  it('comes once the group begins, which is the first instant of its first day', () => {
    expect(hasBegun(plan, new Date('2026-11-23T22:59:59.999Z'))).toBe(false);
    expect(hasBegun(plan, new Date('2026-11-23T23:00:00.000Z'))).toBe(true);
  });
});

it('plans a session a week, over the change of the clock and of the year', () => {
  expect(weeklyFrom('2026-10-20', 2)).toEqual(['2026-10-20', '2026-10-27']);
  expect(weeklyFrom('2026-12-29', 2)).toEqual(['2026-12-29', '2027-01-05']);
  expect(weeklyFrom('2026-12-29', 0)).toEqual([]);
});

describe('first names', () => {
  it.each([
    [
      ['Anna Berg', 'Ole Hansen'],
      ['Anna', 'Ole'],
    ],
    [
      ['Anna Berg', 'anna Lund', 'Ole'],
      ['Anna B.', 'anna L.', 'Ole'],
    ],
    [['  Anna  Maria Berg '], ['Anna']],
    [
      ['Anna', 'Anna'],
      ['Anna', 'Anna'],
    ],
    [[], []],
  ])('of %j are %j', (names, firsts) => expect(firstNames(names)).toEqual(firsts));
});
