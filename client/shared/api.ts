import type { Endpoint, Input, Reply } from '#contract/endpoint';
import { offline, refusedBy } from './refused';
import { addressOf, type Route } from './route';

/** A part that the promise does not name is `unknown` in its types, and is not asked for here. */
type Asked<K extends string, T> = unknown extends T ? { [Key in K]?: undefined } : { [Key in K]: T };

/** What a call of the endpoint needs: those of parameters, query and body that it promises. */
export type Ask<E extends Endpoint> = Asked<'params', Input<E>['params']> &
  Asked<'query', Input<E>['query']> &
  Asked<'body', Input<E>['body']>;

interface AnyAsk {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

type Flat = Record<string, string>;

/**
 * Asks the server. The reply was parsed on the server's side; here it has its promised type.
 * @param grant the grant to act under, where the endpoint needs one.
 * @throws Refused for every "no", also for no connection.
 */
export async function call<E extends Endpoint>(to: Route<E>, ask: Ask<E>, grant?: string): Promise<Reply<E>> {
  const response = await send(to, ask, grant);
  return (await response.json()) as Reply<E>;
}

/** Asks for a file. @returns its content and the name the server gave it. @throws Refused as `call`. */
export async function fetchFile<E extends Endpoint>(
  to: Route<E>,
  ask: Ask<E>,
  grant?: string,
): Promise<{ content: Blob; name: string }> {
  const response = await send(to, ask, grant);
  const name = /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { content: await response.blob(), name: name ?? to.id };
}

async function send<E extends Endpoint>({ method, path }: Route<E>, ask: AnyAsk, grant?: string): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (ask.body !== undefined) headers.set('content-type', 'application/json');
  if (grant) headers.set('lodtraek-grant', grant);
  const body = ask.body === undefined ? undefined : JSON.stringify(ask.body);
  const address = addressOf(path, (ask.params ?? {}) as Flat, (ask.query ?? {}) as Flat);
  // The only failure of fetch itself is that nothing was reached; every reply, also a "no", arrives as a response.
  const response = await fetch(address, { method, headers, body, credentials: 'same-origin' }).catch(() => null);
  if (!response) throw offline();
  if (!response.ok) throw await refusedBy(response);
  return response;
}
