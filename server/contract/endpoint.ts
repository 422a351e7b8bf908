import type { Static, TSchema } from '@sinclair/typebox';
import type { Role } from '#protocols/model/role';
import type { ProblemCode } from './problems';

/** Who may call: anyone, a participant's session, any signed-in member of staff, or staff acting under a grant of one of the roles. */
export type Caller = 'anyone' | 'participant' | 'staff' | readonly Role[];

/** A promise of the product: what goes in, what comes out, who may ask, and every "no" that may be said. */
export interface Endpoint<
  P extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  R extends TSchema = TSchema,
> {
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With Express's `:name` for parameters. A path below `/trials/:trial` acts under a grant in that trial. */
  path: string;
  who: Caller;
  /** Asks that whoever sits there proved it within the last ten minutes. */
  stepUp?: true;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** The media types a file may have where the reply is one, the usual one first; else JSON of `reply`. */
  file?: readonly [string, ...string[]];
  reply: R;
  problems: readonly ProblemCode[];
}

/** Declares an endpoint; exists to infer its types. */
export function endpoint<const W extends Caller, P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
  promise: Endpoint<P, Q, B, R> & { who: W },
): Endpoint<P, Q, B, R> & { who: W } {
  return promise;
}

type Part<T> = T extends TSchema ? Static<T> : Record<never, never>;

/** What a service of the endpoint takes: parameters, query and body in one object each. */
export interface Input<E extends Endpoint> {
  params: Part<NonNullable<E['params']>>;
  query: Part<NonNullable<E['query']>>;
  body: Part<NonNullable<E['body']>>;
}

export type Reply<E extends Endpoint> = Static<E['reply']>;
