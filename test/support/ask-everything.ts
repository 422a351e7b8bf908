import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { TSchema } from '@sinclair/typebox';
import type { Endpoint } from '#contract/endpoint';
import { ROUTES } from '#server/routes';
import type { Agent } from './server';

/** Every promise of the contract that is made to staff under a grant. */
export const GRANTED: readonly Endpoint[] = ROUTES.map(({ promise }) => promise).filter(({ who }) => Array.isArray(who));

/** Where to knock: the value of each parameter of a path. One that is not named gets an id that nobody has. */
export type Places = Readonly<Record<string, string>>;

const pathOf = (promise: Endpoint, places: Places): string =>
  promise.path.replace(/:(\w+)/g, (_, name: string) => places[name] ?? randomUUID()) + queryOf(promise.query);

/** A query that fits: the first choice of each value that must be given. */
function queryOf(schema: TSchema | undefined): string {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, Choice>; required?: string[] };
  const parts = required.map((name) => `${name}=${encodeURIComponent(firstOf(properties[name]!))}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

interface Choice {
  const?: unknown;
  anyOf?: Choice[];
  pattern?: string;
}

function firstOf(choice: Choice): string {
  if (choice.const !== undefined) return String(choice.const);
  if (choice.anyOf) return firstOf(choice.anyOf[0]!);
  return choice.pattern?.includes('0-9a-f') ? randomUUID() : '1';
}

/** Asks one promise, with an empty body where it takes one: what can be read is read, what would change something is misunderstood. */
export async function ask(agent: Agent, promise: Endpoint, places: Places): Promise<Response> {
  const method = promise.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  const request = agent[method](pathOf(promise, places)).buffer(true);
  return promise.body ? request.send({}) : request;
}

/** All that a reply says: status, headers and body, without what differs between any two requests. */
export function saidBy(reply: Response): string {
  const passing = ['request-id', 'date', 'content-security-policy', 'etag', 'content-length'];
  const headers = Object.entries(reply.headers as Record<string, string>).filter(([name]) => !passing.includes(name));
  const body = Buffer.isBuffer(reply.body) ? reply.body.toString('latin1') : (reply.text ?? '');
  return `${reply.status} ${JSON.stringify(headers)} ${body}`
    .replaceAll(String(reply.headers['request-id']), '')
    .replace(/"now":"[^"]*"/g, '');
}

/** What a role is told by everything it can read, by the promise's id. */
export async function readAll(agent: Agent, places: Places): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const promise of GRANTED.filter(({ method }) => method === 'GET'))
    said.set(promise.id, saidBy(await ask(agent, promise, places)));
  return said;
}
