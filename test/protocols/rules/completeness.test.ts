import type { Protocol, Wave } from '#protocols/model/protocol';
import { completenessOf, type CompletenessGroup } from '#protocols/rules/completeness';
import { COHORT, peerRollout, step, wayOf } from './way-of';

const protocol: Protocol = peerRollout();
const waveOf = (_version: string, wave: string): Wave | undefined => protocol.waves.find(({ id }) => id === wave);
const drawn = wayOf({
  milestones: [step('consent-given', '2026-11-03')],
  cohort: { ...COHORT, drawnAt: '2026-11-20T11:00:00.000Z' },
  allocation: { arm: '', at: '2026-11-20T11:00:00.000Z' },
});
const group = (change: Partial<CompletenessGroup>): CompletenessGroup => ({
  version: '1.0.0',
  wave: 'end',
  n: 1,
  way: drawn,
  handedIn: 'no',
  invited: true,
  ...change,
});
const at = (now: string, groups: CompletenessGroup[]) =>
  completenessOf(groups, protocol, waveOf, new Date(now)).find(({ wave }) => wave === 'end')!;
const lost = { ...drawn, milestones: [...drawn.milestones, step('participation-changed', '2026-12-01', { change: 'lost' })] };

it('expects nobody before the window opens, and everybody who was drawn once it has', () => {
  expect(at('2026-12-15T12:00:00Z', [group({ n: 9 })])).toMatchObject({ due: 0, open: 0 });
  expect(at('2027-02-10T12:00:00Z', [group({ n: 9 })])).toMatchObject({ due: 9, open: 9, missing: { n: 0 } });
});

it('counts who has left as missing with what they left by, and who did not answer in time when the window has closed', () => {
  const groups = [group({ n: 5, way: lost }), group({ n: 3 }), group({ n: 2, handedIn: 'in-time' }), group({ handedIn: 'late' })];
  expect(at('2027-02-10T12:00:00Z', groups)).toMatchObject({
    due: 11,
    open: 3,
    submitted: 3,
    late: 1,
    missing: { n: 5, reasons: [{ reason: 'lost', n: 5 }] },
  });
  const closed = at('2028-01-01T12:00:00Z', groups);
  expect(closed).toMatchObject({ due: 11, open: 0, submitted: 3, missing: { n: 8 } });
  expect(closed.missing.reasons).toEqual([
    { reason: 'lost', n: 5 },
    { reason: 'window-missed', n: 3 },
  ]);
  expect(closed.due).toBe(closed.open + closed.submitted + closed.missing.n);
});

it('misses an invitation only when the window has been open for a day', () => {
  const wave = protocol.waves.find(({ id }) => id === 'end')!;
  expect(wave.before).toBeUndefined();
  const opens = completenessOf([group({ invited: false })], protocol, waveOf, new Date('2027-02-09T12:00:00Z')).find(
    ({ wave: id }) => id === 'end',
  )!;
  expect(opens.open).toBe(1);
  const days = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((ahead) =>
    new Date(Date.parse('2027-01-31T23:30:00Z') + ahead * 86_400_000).toISOString(),
  );
  const found = days.map((day) => at(day, [group({ invited: false })])).map(({ open, uninvited }) => [open, uninvited]);
  const firstOpen = found.findIndex(([open]) => open === 1);
  expect(found[firstOpen]).toEqual([1, 0]);
  expect(found[firstOpen + 1]).toEqual([1, 1]);
  expect(at(days.at(-1)!, [group({ invited: true })]).uninvited).toBe(0);
});
