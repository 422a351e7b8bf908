import type { Endpoint } from '#contract/endpoint';
import * as cohorts from '#contract/staff/cohorts';
import * as participants from '#contract/staff/participants';
import * as results from '#contract/staff/results';
import * as session from '#contract/staff/session';
import * as trial from '#contract/staff/trial';
import { addressOf } from '../../client/shared/route';
import { endpoints } from '../../client/staff/api/endpoints';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;

const promised = [cohorts, participants, results, session, trial]
  .flatMap((module) => Object.values(module) as unknown[])
  .filter(isEndpoint)
  .map(({ id, method, path }) => ({ id, method, path }));

const byId = (a: { id: string }, b: { id: string }): number => a.id.localeCompare(b.id);

test('the staff pages know every endpoint the contract promises to staff, by its method and path', () => {
  expect(Object.values(endpoints).sort(byId)).toEqual([...promised].sort(byId));
});

test('each endpoint is kept under its own name', () => {
  expect(Object.entries(endpoints).filter(([name, { id }]) => name !== id)).toEqual([]);
});

test('a parameter cannot lead out of its place in the path', () => {
  expect(addressOf('/api/staff/trials/:trial', { trial: '../session?x' }, {})).toBe('/api/staff/trials/..%2Fsession%3Fx');
});

test('a query value that is not given is left out', () => {
  expect(addressOf('/list', {}, { before: undefined })).toBe('/list');
  expect(addressOf('/list', {}, { before: '12' })).toBe('/list?before=12');
});

test('a missing parameter is noticed, never sent as text', () => {
  expect(() => addressOf('/trials/:trial', {}, {})).toThrow('lacks trial');
});
