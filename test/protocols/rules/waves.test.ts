import { startOfDay } from '#protocols/rules/calendar';
import { waveState, isStale, type WaveState } from '#protocols/rules/waves';
import { ALL_STEPS, ALLOCATION, BASELINE, COHORT, on, peerRollout, step, wayOf } from './way-of';

const protocol = peerRollout();
const [baseline, end] = protocol.waves as [(typeof protocol.waves)[0], (typeof protocol.waves)[0]];
const drawn = wayOf({ milestones: ALL_STEPS, cohort: COHORT, submissions: [BASELINE], allocation: ALLOCATION });
const nameOf = (state: WaveState) => state.state;

describe('where a wave stands', () => {
  it('waits for consent, for a cohort, for the draw', () => {
    expect(waveState(baseline, wayOf(), on('2026-11-05'))).toEqual({ state: 'waiting', for: 'consent' });
    expect(waveState(end, wayOf({ milestones: ALL_STEPS }), on('2027-02-05'))).toEqual({ state: 'waiting', for: 'cohort' });
    expect(waveState(end, wayOf({ milestones: ALL_STEPS, cohort: COHORT }), on('2027-02-05'))).toEqual({
      state: 'waiting',
      for: 'allocation',
    });
  });

  // The cohort ends on 9 February: the window is from 2 February, 00:00, through 9 March, 24:00, Danish time.
  it.each([
    ['2027-02-01T22:59:59.999Z', 'not-yet'],
    ['2027-02-01T23:00:00.000Z', 'open'],
    ['2027-03-09T22:59:59.999Z', 'open'],
    ['2027-03-09T23:00:00.000Z', 'closed'],
  ])('is, at %s, %s', (instant, state) => {
    expect(nameOf(waveState(end, drawn, new Date(instant)))).toBe(state);
  });

  it('is the same date in both arms', () => {
    const other = { ...drawn, allocation: { ...ALLOCATION, arm: 'later' } };
    for (const day of ['2027-02-01', '2027-02-02', '2027-03-09', '2027-03-10']) {
      expect(waveState(end, other, on(day))).toEqual(waveState(end, drawn, on(day)));
    }
  });

  it.each([
    ['consent', '2026-11-03'],
    ['baseline', '2026-11-04'],
    ['randomisation', '2026-11-10'],
    ['cohort-start', '2026-12-01'],
    ['delivery-start:group', '2026-12-01'],
    ['delivery-end:group', '2027-02-09'],
    ['cohort-end', '2027-02-09'],
  ] as const)('opens, counted from %s, on %s in both arms', (anchor, day) => {
    const wave = { ...end, anchor, window: { opens: 'P0D', closes: 'P1D' } };
    for (const arm of ['now', 'later']) {
      const state = waveState(wave, { ...drawn, allocation: { ...ALLOCATION, arm } }, on('2026-11-01'));
      expect(state).toMatchObject({ state: 'not-yet', opensAt: startOfDay(day) });
    }
  });

  it('counts from the baseline only once there is a draw, and from the last before it', () => {
    const wave = { ...end, anchor: 'baseline' as const, window: { opens: 'P1D', closes: 'P9D' } };
    expect(waveState(wave, { ...drawn, allocation: null }, on('2026-11-06'))).toEqual({ state: 'waiting', for: 'allocation' });
    const again = { ...BASELINE, at: '2026-11-09T11:00:00.000Z' };
    const after = { wave: 'end', at: '2026-11-11T11:00:00.000Z', late: false };
    const twice = { ...drawn, submissions: [BASELINE, again, { ...after, wave: 'other' }] };
    expect(waveState(wave, twice, on('2026-11-09'))).toMatchObject({ opensAt: startOfDay('2026-11-10') });
  });

  it('cuts nobody off while typing: a day after the last answer, three days after the window at most', () => {
    const at = (instant: string, last: string) => waveState(end, drawn, new Date(instant), new Date(last));
    expect(at('2027-03-10T10:00:00Z', '2027-03-09T22:00:00Z')).toMatchObject({ state: 'open', late: true });
    expect(nameOf(at('2027-03-10T22:00:00Z', '2027-03-09T22:00:00Z'))).toBe('closed');
    expect(nameOf(at('2027-03-12T22:59:59Z', '2027-03-12T22:00:00Z'))).toBe('open');
    expect(nameOf(at('2027-03-12T23:00:00Z', '2027-03-12T22:30:00Z'))).toBe('closed');
  });

  it('stops for each change that ends the asking, and for no other', () => {
    const after = (change: string) => ({
      ...drawn,
      milestones: [...ALL_STEPS, step('participation-changed', '2026-12-01', { change })],
    });
    for (const change of ['no-more-data', 'unlink', 'erase', 'lost', 'died']) {
      expect(waveState(end, after(change), on('2027-02-05'))).toEqual({ state: 'stopped', change });
    }
    for (const change of ['leaves-intervention', 'fewer-contacts', 'moved', 'ineligible']) {
      expect(nameOf(waveState(end, after(change), on('2027-02-05')))).toBe('open');
    }
  });

  it('stays handed in, whatever happens later', () => {
    const done = { ...drawn, submissions: [BASELINE, { wave: 'end', at: '2027-02-05T10:00:00.000Z', late: false }] };
    expect(nameOf(waveState(end, done, on('2027-04-01')))).toBe('submitted');
  });

  it('asks for a baseline again when it has grown old before the draw, and never after it', () => {
    const waiting = wayOf({ milestones: ALL_STEPS, cohort: COHORT, submissions: [BASELINE] });
    // Handed in on 4 November, fresh for fourteen days: through the 18th.
    expect(nameOf(waveState(baseline, waiting, on('2026-11-18', '22:59:59.999')))).toBe('submitted');
    expect(nameOf(waveState(baseline, waiting, on('2026-11-18', '23:00:00.000')))).toBe('open');
    expect(isStale(baseline, new Date(BASELINE.at), drawn, on('2027-01-01'))).toBe(false);
  });
});
