import { lettersDue, type LetterKey } from '#protocols/rules/letters';
import { ALL_STEPS, ALLOCATION, BASELINE, COHORT, on, peerRollout, step, wayOf } from './way-of';

const protocol = peerRollout();
const drawn = wayOf({ milestones: ALL_STEPS, cohort: COHORT, submissions: [BASELINE], allocation: ALLOCATION });
const ANNOUNCEMENT: LetterKey = { wave: null, letter: 'announcement', ordinal: 1 };
const INVITATION: LetterKey = { wave: 'end', letter: 'invitation', ordinal: 1 };
const reminder = (ordinal: number): LetterKey => ({ wave: 'end', letter: 'reminder', ordinal });

describe('letters due', () => {
  it('are none before the draw, and the announcement after it', () => {
    expect(lettersDue(wayOf({ milestones: ALL_STEPS }), protocol, on('2026-11-11'), [])).toEqual([]);
    expect(lettersDue(drawn, protocol, on('2026-11-11'), [])).toEqual([ANNOUNCEMENT]);
    expect(lettersDue(drawn, protocol, on('2026-11-11'), [ANNOUNCEMENT])).toEqual([]);
  });

  it('are none from eight in the evening to eight in the morning', () => {
    expect(lettersDue(drawn, protocol, on('2026-11-11', '19:00:00.000'), [])).toEqual([]);
    expect(lettersDue(drawn, protocol, on('2026-11-11', '06:59:59.999'), [])).toEqual([]);
    expect(lettersDue(drawn, protocol, on('2026-11-11', '07:00:00.000'), [])).toHaveLength(1);
  });

  it('invite in the window, then remind at the planned days, the newest reminder alone', () => {
    const due = (day: string, sent: LetterKey[]) => lettersDue(drawn, protocol, on(day), [ANNOUNCEMENT, ...sent]);
    expect(due('2027-02-01', [])).toEqual([]);
    expect(due('2027-02-02', [])).toEqual([INVITATION]);
    expect(due('2027-02-04', [INVITATION])).toEqual([]);
    expect(due('2027-02-05', [INVITATION])).toEqual([reminder(1)]);
    expect(due('2027-02-09', [INVITATION, reminder(1)])).toEqual([reminder(2)]);
    expect(due('2027-02-20', [INVITATION])).toEqual([reminder(3)]);
    expect(due('2027-03-10', [INVITATION])).toEqual([]);
  });

  it('never remind the same minute as they invite', () => {
    expect(lettersDue(drawn, protocol, on('2027-02-20'), [ANNOUNCEMENT])).toEqual([INVITATION]);
  });

  it('are the same in both arms', () => {
    const other = { ...drawn, allocation: { ...ALLOCATION, arm: 'later' } };
    for (const day of ['2026-11-11', '2027-02-02', '2027-02-20']) {
      expect(lettersDue(other, protocol, on(day), [])).toEqual(lettersDue(drawn, protocol, on(day), []));
    }
  });

  it('leave alone who has answered, asked for quiet, or stopped', () => {
    const with_ = (change: string) => ({
      ...drawn,
      milestones: [...ALL_STEPS, step('participation-changed', '2026-12-01', { change })],
    });
    const day = on('2027-02-10');
    const done = { ...drawn, submissions: [BASELINE, { wave: 'end', at: '2027-02-03T10:00:00.000Z', late: false }] };
    expect(lettersDue(done, protocol, day, [ANNOUNCEMENT, INVITATION])).toEqual([]);
    expect(lettersDue(with_('fewer-contacts'), protocol, day, [ANNOUNCEMENT, INVITATION])).toEqual([]);
    expect(lettersDue(with_('fewer-contacts'), protocol, day, [ANNOUNCEMENT])).toEqual([INVITATION]);
    expect(lettersDue(with_('no-more-data'), protocol, day, [])).toEqual([]);
  });
});
