import { clockSteps } from '#protocols/rules/clock-steps';
import { shippedProtocol } from '../../support/shipped';

const protocol = shippedProtocol('peer-rollout');
const drawn = { startsOn: '2026-11-30', endsOn: '2027-02-07', drawnAt: '2026-11-25T15:00:00.000Z' };
const at = (day: string) => new Date(`${day}T10:00:00.000Z`);
const steps = (cohorts: Parameters<typeof clockSteps>[1], day: string) =>
  clockSteps(protocol, cohorts, at(day)).map(({ kind, week, days }) => [kind, week, days]);

describe('the steps of a demonstration’s clock', () => {
  it('are the cohort’s start, the opening of its last questionnaire, its tenth week and the closing', () => {
    expect(steps([drawn], '2026-11-26')).toEqual([
      ['starts', 1, 4],
      ['opens', 9, 66],
      ['last-week', 10, 67],
      ['closes', 15, 102],
    ]);
  });

  it('leave out what has been, today included, and cohorts nobody was drawn in', () => {
    expect(steps([drawn], '2027-01-31')).toEqual([
      ['last-week', 10, 1],
      ['closes', 15, 36],
    ]);
    expect(steps([drawn], '2027-02-01')).toEqual([['closes', 15, 35]]);
    expect(steps([{ ...drawn, drawnAt: null }], '2026-11-26')).toEqual([]);
  });

  it('name the nearest of each kind where there are several cohorts', () => {
    const earlier = { ...drawn, startsOn: '2026-09-21', endsOn: '2026-11-29' };
    expect(steps([drawn, earlier], '2026-11-26')).toEqual([
      ['starts', 1, 4],
      ['closes', 15, 32],
      ['opens', 9, 66],
      ['last-week', 10, 67],
    ]);
  });

  it('are four at the most, the nearest', () => {
    const wave = protocol.waves[1]!;
    const many = { waves: ['one', 'two', 'three'].map((id) => ({ ...wave, id, title: { da: id, en: id } })) };
    expect(clockSteps(many, [drawn], at('2026-11-26')).map(({ kind, days }) => [kind, days])).toEqual([
      ['starts', 4],
      ['opens', 66],
      ['opens', 66],
      ['opens', 66],
    ]);
  });
});
