import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Milestone, Way } from '#protocols/model/way';

export const peerRollout = (): Protocol =>
  JSON.parse(readFileSync(join(__dirname, '../../../protocols/trials/peer-rollout/1.0.0.json'), 'utf8')) as Protocol;

const NOON = 'T11:00:00.000Z';
const TEXT = { text: '2026-11-01' };

/** Steps of a way by the day they happened on, at noon; the details are those of a person who goes all the way. */
const DETAILS: Partial<Record<Kind, Record<string, unknown>>> = {
  'information-read': TEXT,
  'comprehension-completed': { ...TEXT, tries: 1 },
  'consent-signed': TEXT,
  'consent-given': TEXT,
  screened: { answers: { age: 40 }, eligible: true, unmet: [] },
};

export const step = (kind: Kind, day: string, detail: Record<string, unknown> = DETAILS[kind] ?? {}): Milestone => ({
  kind,
  at: day + NOON,
  actor: 'staff/test',
  detail,
});

/** A way with the changes given. */
export const wayOf = (change: Partial<Way> = {}): Way => ({
  participant: '00000000-0000-4000-8000-000000000000',
  trial: 'peer-rollout',
  site: 'aalborg',
  version: '1.0.0',
  code: 'P7K3QX4',
  language: 'da',
  registeredAt: '2026-11-01T10:00:00.000Z',
  stream: { seq: 1, head: '0'.repeat(64) },
  clock: 0,
  milestones: [],
  cohort: null,
  submissions: [],
  allocation: null,
  ...change,
});

export const ALL_STEPS: readonly Milestone[] = [
  step('informed-orally', '2026-11-01'),
  step('information-read', '2026-11-02'),
  step('comprehension-completed', '2026-11-02'),
  step('consent-signed', '2026-11-03'),
  step('consent-given', '2026-11-03'),
  step('screened', '2026-11-03'),
];

export const COHORT = {
  cohort: '00000000-0000-4000-8000-000000000001',
  name: 'Hold 1',
  startsOn: '2026-12-01',
  endsOn: '2027-02-09',
  closesOn: '2026-11-28',
  minimum: 6,
  capacity: 6,
  drawnAt: null,
};

export const BASELINE = { wave: 'baseline', at: '2026-11-04T11:00:00.000Z', late: false };
export const ALLOCATION = { arm: 'now', at: '2026-11-10T11:00:00.000Z' };
export const on = (day: string, time = '11:00:00.000'): Date => new Date(`${day}T${time}Z`);
