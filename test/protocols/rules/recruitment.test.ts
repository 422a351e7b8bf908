import fc from 'fast-check';
import { addDays } from '#protocols/rules/calendar';
import { PLANNED_DAYS, recruitmentOf, type RecruitmentCount } from '#protocols/rules/recruitment';

const drawnOn = (day: string, n: number, site = 'nord'): RecruitmentCount[] => [
  { site, what: 'registered', day, n },
  { site, what: 'drawn', day, n },
];

describe('recruitment before anybody came', () => {
  it('has no line, no plan and noughts at every site', () => {
    expect(recruitmentOf([], 100, ['nord'], '2026-03-01')).toEqual({
      points: [],
      step: 'week',
      sites: [{ site: 'nord', registered: 0, consented: 0, drawn: 0 }],
      drawn: 0,
      planned: 0,
      plan: null,
      projection: { state: 'too-few', drawn: 0 },
    });
  });
});

describe('the plan’s line', () => {
  it('is straight from the first person to the target, and goes no further', () => {
    const counts = drawnOn('2026-01-01', 1);
    const at = (days: number) => recruitmentOf(counts, 547, ['nord'], addDays('2026-01-01', days)).points.at(-1)!.planned;
    expect([at(0), at(100), at(PLANNED_DAYS), at(PLANNED_DAYS + 200)]).toEqual([0, 100, 547, 547]);
  });

  it('is drawn by week, and by month when weeks would be too many', () => {
    const counts = drawnOn('2026-01-31', 1);
    expect(recruitmentOf(counts, 100, ['nord'], '2026-02-10').points.map(({ day }) => day)).toEqual([
      '2026-01-30',
      '2026-02-06',
      '2026-02-10',
    ]);
    const long = recruitmentOf(counts, 100, ['nord'], '2027-12-24');
    expect(long.step).toBe('month');
    expect(long.points.slice(0, 3).map(({ day }) => day)).toEqual(['2026-01-30', '2026-02-28', '2026-03-28']);
    expect(long.points.at(-1)!.day).toBe('2027-12-24');
  });
});

describe('the projection', () => {
  it('is silent about a handful, and honest about the day the target was reached', () => {
    expect(recruitmentOf(drawnOn('2026-03-01', 4), 100, ['nord'], '2026-03-20').projection).toEqual({
      state: 'too-few',
      drawn: 4,
    });
    const reached = [...drawnOn('2026-03-01', 4), ...drawnOn('2026-03-09', 6)];
    expect(recruitmentOf(reached, 8, ['nord'], '2026-03-20').projection).toEqual({ state: 'reached', on: '2026-03-09' });
  });

  it('is a range around the present pace, narrower where more people lie behind it', () => {
    const pace = (n: number) => {
      const { projection } = recruitmentOf(
        [...drawnOn('2026-01-01', 1), ...drawnOn('2026-03-01', n)],
        n * 2 + 1,
        ['nord'],
        '2026-04-01',
      );
      if (projection.state !== 'projected') throw new Error(projection.state);
      return projection;
    };
    const [few, many] = [pace(9), pace(400)];
    // At 400 in twelve weeks, 400 more take twelve weeks: to 24 June.
    expect(many.earliest < '2026-06-24' && many.latest > '2026-06-24').toBe(true);
    expect(few.earliest < many.earliest && few.latest > many.latest).toBe(true);
  });

  it('counts the last twelve weeks only: a pace that has gone is no pace', () => {
    expect(recruitmentOf(drawnOn('2026-01-01', 80), 100, ['nord'], '2026-06-01').projection).toEqual({
      state: 'too-few',
      drawn: 0,
    });
  });
});

it('never falls, ends where the sites together stand, and never has earliest after latest', () => {
  const count: fc.Arbitrary<RecruitmentCount> = fc.record({
    site: fc.constantFrom('nord', 'syd'),
    what: fc.constantFrom('registered', 'consented', 'drawn'),
    day: fc.integer({ min: 0, max: 700 }).map((days) => addDays('2026-01-01', days)),
    n: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(count), (counts) => {
      const { points, sites, projection } = recruitmentOf(counts, 5000, ['nord', 'syd'], '2027-12-31');
      for (const [index, point] of points.entries()) {
        const before = points[index - 1];
        if (before)
          expect(point.drawn >= before.drawn && point.registered >= before.registered && point.day > before.day).toBe(true);
      }
      for (const what of ['registered', 'consented', 'drawn'] as const)
        expect(points.at(-1)?.[what] ?? 0).toBe(sites.reduce((all, one) => all + one[what], 0));
      if (projection.state === 'projected') expect(projection.earliest <= projection.latest).toBe(true);
    }),
  );
});
