import fc from 'fast-check';
import { addDays, dayOf, daysBetween, daysOf, hourOf, instantAt, startOfDay } from '#protocols/rules/calendar';

const day = fc.integer({ min: 0, max: 20_000 }).map((offset) => addDays('2000-01-01', offset));

describe('calendar dates in Danish time', () => {
  it.each([
    ['2026-01-15', '2026-01-14T23:00:00.000Z', 'winter'],
    ['2026-07-15', '2026-07-14T22:00:00.000Z', 'summer'],
    ['2026-03-29', '2026-03-28T23:00:00.000Z', 'the day the clock goes forward'],
    ['2026-03-30', '2026-03-29T22:00:00.000Z', 'the day after'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', 'the day the clock goes back'],
    ['2026-10-26', '2026-10-25T23:00:00.000Z', 'the day after that'],
    ['2028-02-29', '2028-02-28T23:00:00.000Z', 'a leap day'],
  ])('begins %s at %s (%s)', (date, instant) => {
    expect(startOfDay(date).toISOString()).toBe(instant);
  });

  it('begins each day at its own first instant and not a millisecond earlier', () => {
    fc.assert(
      fc.property(day, (date) => {
        const start = startOfDay(date);
        expect(dayOf(start)).toBe(date);
        expect(dayOf(new Date(start.getTime() - 1))).toBe(addDays(date, -1));
      }),
    );
  });

  it.each([
    ['2026-11-24', '17:00', '2026-11-24T16:00:00.000Z', 'winter'],
    ['2026-07-01', '08:30', '2026-07-01T06:30:00.000Z', 'summer'],
    ['2026-03-29', '04:00', '2026-03-29T02:00:00.000Z', 'after the clock went forward'],
    ['2026-03-29', '02:30', '2026-03-29T01:30:00.000Z', 'a time that no clock shows: the one an hour later'],
    ['2026-10-25', '04:00', '2026-10-25T03:00:00.000Z', 'after the clock went back'],
    ['2026-10-25', '02:30', '2026-10-25T01:30:00.000Z', 'half an hour that clocks show twice'],
  ])('finds %s %s at %s (%s)', (date, time, instant) => {
    expect(instantAt(date, time).toISOString()).toBe(instant);
  });

  it('counts days both ways', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (date, n) => expect(daysBetween(date, addDays(date, n))).toBe(n)),
    );
    expect([daysOf('P14D'), daysOf('-P7D'), daysOf('P0D')]).toEqual([14, -7, 0]);
    expect(() => daysOf('P1M')).toThrow(/duration/);
  });

  it('knows the hour people live in, also in the hour that comes twice', () => {
    expect(hourOf(new Date('2026-10-25T00:30:00Z'))).toBe(2);
    expect(hourOf(new Date('2026-10-25T01:30:00Z'))).toBe(2);
    expect(hourOf(new Date('2026-07-01T18:00:00Z'))).toBe(20);
  });
});
