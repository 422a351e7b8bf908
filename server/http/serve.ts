import type { Request, RequestHandler, Response } from 'express';
import type { Endpoint, Input, Reply } from '#contract/endpoint';
import { checkPseudonym } from '#protocols/model/pseudonym';
import type { App, OpenContext, ParticipantContext, StaffContext } from '../context';
import { retrying } from '../db/constraints';
import { clockOf, grantsOf } from '../db/stores/sessions';
import { staffOfSession, type StaffSession } from '../db/stores/staff-sessions';
import { Problem } from '../problem';
import { scopeOf } from '../scope-of';
import { hashOf, readCookie } from './cookies';
import { flat, parsePart, requireJson, stripReply } from './parse';
import { requestId } from './request-id';

/** Beside its reply a service may set or clear the caller's session cookie. */
export interface Served<R> {
  reply: R;
  cookie?: { who: 'staff' | 'participant'; value: string | null };
  /** Name of the file where the endpoint promises one, and its media type where that is not the usual one. */
  fileName?: string;
  mediaType?: string;
}

type ContextOf<E extends Endpoint> = E['who'] extends 'anyone'
  ? OpenContext
  : E['who'] extends 'participant'
    ? ParticipantContext
    : E['who'] extends 'staff'
      ? SignedInContext
      : StaffContext;

export interface SignedInContext extends OpenContext {
  staff: string;
  tokenHash: string;
  /** The session's name, and whether its account has a second factor. */
  session: string;
  hasFactor: boolean;
}

export type Service<E extends Endpoint> = (context: ContextOf<E>, input: Input<E>) => Promise<Served<Reply<E>> | Reply<E>>;

/** A promise joined to the service that keeps it. */
export interface Route {
  promise: Endpoint;
  handler: (app: App, sendServed: SendServed) => RequestHandler;
}

type SendServed = (response: Response, served: Served<unknown>) => void;

/** Joins an endpoint to its service; the types see to it that they fit. */
export function route<E extends Endpoint>(promise: E, service: Service<E>): Route {
  return { promise, handler: (app, send) => serve(app, promise, service as unknown as Service<Endpoint>, send) };
}

/**
 * A request from actor to reply, as one promise: find the actor, parse, let the service gather, decide and record (again, where two
 * met), keep the reply to its promise, send.
 */
function serve(app: App, promise: Endpoint, service: Service<Endpoint>, send: SendServed): RequestHandler {
  return async (request, response) => {
    requireJson(request);
    // Who asks comes before what is asked: somebody not signed in learns nothing of our fields.
    const context = await contextOf(app, promise, request);
    const input = {
      params: readParams(promise, request),
      query: parsePart(promise.query, flat(request.query as Record<string, unknown>)),
      body: parsePart(promise.body, request.body ?? {}),
    } as Input<Endpoint>;
    const result = await retrying(async () => service(context as never, input));
    const served = isServed(result) ? result : { reply: result };
    if (promise.file) {
      response.attachment(served.fileName ?? promise.id).type(served.mediaType ?? promise.file[0]);
      response.send(served.reply);
      return;
    }
    send(response, { ...served, reply: stripReply(promise.reply, served.reply, promise.id) });
  };
}

/** The reply alone, for whoever calls a service without a wire between. */
export const replyOf = <R>(result: Served<R> | R): R => (isServed(result) ? (result.reply as R) : result);

const isServed = (result: unknown): result is Served<unknown> =>
  typeof result === 'object' && result !== null && 'reply' in result;

function readParams(promise: Endpoint, request: Request): unknown {
  const given = flat(request.params);
  if (typeof given.participant === 'string') {
    // A mistyped code is caught by its check symbol; either way the answer is that no such participant is here.
    const checked = checkPseudonym(given.participant);
    if ('rejected' in checked) throw new Problem('not-found');
    given.participant = checked.pseudonym;
  }
  try {
    return parsePart(promise.params, given);
  } catch {
    throw new Problem('not-found');
  }
}

async function contextOf(
  app: App,
  promise: Endpoint,
  request: Request,
): Promise<OpenContext | ParticipantContext | SignedInContext | StaffContext> {
  const realNow = app.clock();
  const open: OpenContext = { ...app, request: requestId(request), realNow };
  if (promise.who === 'anyone') {
    const held = readCookie(request, app.config, 'staff');
    return held === undefined ? open : { ...open, held: hashOf(held) };
  }
  if (promise.who === 'participant') {
    const token = readCookie(request, app.config, 'participant');
    if (!token) throw new Problem('paused');
    return { ...open, tokenHash: hashOf(token) };
  }
  const token = readCookie(request, app.config, 'staff');
  const session = token && (await staffOfSession(app.database.identity, hashOf(token), realNow));
  if (!token || !session) throw new Problem('signed-out');
  if (promise.who !== 'staff') {
    const context = await actUnderGrant(open, promise, request, session);
    requireFreshProof(promise, session, realNow);
    return context;
  }
  requireFreshProof(promise, session, realNow);
  return { ...open, staff: session.staff, tokenHash: hashOf(token), session: session.session, hasFactor: session.hasFactor };
}

/** How long a proof of who sits there is good for acts that ask for one. */
export const PROOF_MINUTES = 10;

/** What matters most is done by whoever proved a moment ago who they are, not by whoever finds a desk left open. */
function requireFreshProof(promise: Endpoint, { provedAt, hasFactor }: StaffSession, now: Date): void {
  if (!promise.stepUp || now.getTime() - provedAt.getTime() < PROOF_MINUTES * 60_000) return;
  throw new Problem('step-up-needed', { hasFactor });
}

/** Chooses the grant to act under: the one named in the header, else the first whose role may do this. */
async function actUnderGrant(
  open: OpenContext,
  promise: Endpoint,
  request: Request,
  { staff, hasFactor }: StaffSession,
): Promise<StaffContext> {
  // A demonstration is entered with a password alone; a real trial is not.
  if (open.config.production && !hasFactor) throw new Problem('second-factor-missing');
  const trial = String(request.params.trial);
  const grants = await grantsOf(open.database.research, staff, open.realNow, trial);
  // Who holds no grant in a trial is not told that it exists.
  if (grants.length === 0) throw new Problem('not-found');
  const wished = request.headers['lodtraek-grant'];
  const candidates = wished === undefined ? grants : grants.filter(({ grant }) => grant === wished);
  const roles = promise.who as readonly string[];
  const under = candidates.find(({ role }) => roles.includes(role));
  if (!under) throw new Problem('role-missing');
  const versions = await open.protocols(trial);
  const now = new Date(open.realNow.getTime() + (await clockOf(open.database.research, trial)));
  const scope = scopeOf(under);
  return {
    ...open,
    staff,
    under,
    scope,
    versions,
    protocol: versions[versions.length - 1]!.protocol,
    now,
    actor: `staff/${staff}`,
    grant: under.grant,
    request: open.request,
  };
}
