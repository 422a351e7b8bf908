import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Endpoint } from '#contract/endpoint';
import { addressOf } from '../../client/shared/route';
import { endpoints } from '../../client/staff/api/endpoints';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;

// Every file of the staff's contract, so that a new one cannot be forgotten here.
const folder = path.resolve(__dirname, '../../server/contract/staff');
let promised: Array<Pick<Endpoint, 'id' | 'method' | 'path'>>;
beforeAll(async () => {
  const modules = await Promise.all(
    readdirSync(folder).map((file) => import(path.join(folder, file)) as Promise<Record<string, unknown>>),
  );
  promised = modules
    .flatMap((module) => Object.values(module))
    .filter(isEndpoint)
    .map(({ id, method, path: place }) => ({ id, method, path: place }));
});

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
