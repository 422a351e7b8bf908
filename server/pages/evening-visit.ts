import type { Request, RequestHandler, Response } from 'express';
import type { Protocol } from '#protocols/model/protocol';
import { inLanguage, type Language } from '#protocols/model/text';
import type { App, OpenContext } from '../context';
import { retrying } from '../db/constraints';
import { eveningOfSession, type EveningLink } from '../db/stores/evening-links';
import { clockOf, grantsOf } from '../db/stores/sessions';
import type { GroupDoor } from '../group';
import { hashOf, readCookie } from '../http/cookies';
import { languageOf } from '../http/language';
import { requestId } from '../http/request-id';
import { Problem } from '../problem';
import type { Assets } from './assets';
import { eveningLayout, type EveningFrame, type EveningScreen } from './evening-layout';
import { EVENING_WORDS, type EveningWords } from './evening-words';
import { checkFormToken, formTokenOf, readForm, type Form } from './form';

/** A request to a facilitator's page: known by their session for the evening where the cookie holds one. */
export interface EveningVisit {
  context: OpenContext;
  session: string | undefined;
  words: EveningWords;
  language: Language;
  request: Request;
  response: Response;
}

/** A facilitator whose evening lasts and whose grant is in force: the door to their one group. */
export interface OwnEvening extends EveningVisit {
  session: string;
  link: EveningLink;
  door: GroupDoor;
  protocol: Protocol;
  /** The trial's time. */
  now: Date;
}

export function eveningVisitOf(app: App, request: Request, response: Response): EveningVisit {
  const language = languageOf(request);
  return {
    context: { ...app, request: requestId(request), realNow: app.clock() },
    session: readCookie(request, app.config, 'facilitator'),
    words: EVENING_WORDS[language],
    language,
    request,
    response,
  };
}

/** Whether the grant behind a link is in force: it was given for that group, and nobody ended it. */
export async function isLinkGranted(app: App, link: EveningLink, realNow: Date): Promise<boolean> {
  const grants = await grantsOf(app.database.research, link.staff, realNow, link.trial);
  return grants.some(({ grant, role, group }) => grant === link.grant && role === 'facilitator' && group === link.group);
}

/** @throws Problem 'evening-over' without a session, after its evening, and when the grant has ended. */
async function ownEveningOf(app: App, request: Request, response: Response): Promise<OwnEvening> {
  const visit = eveningVisitOf(app, request, response);
  const { context, session } = visit;
  const link = session === undefined ? undefined : await eveningOfSession(app.database.linkage, hashOf(session), context.realNow);
  if (session === undefined || !link || !(await isLinkGranted(app, link, context.realNow))) throw new Problem('evening-over');
  const { protocol } = (await app.protocols(link.trial)).at(-1)!;
  const now = new Date(context.realNow.getTime() + (await clockOf(app.database.research, link.trial)));
  const recording = { ...app, now, actor: `staff/${link.staff}`, grant: link.grant, request: context.request };
  const scope = { trial: link.trial, sites: [], reads: `group/${link.group}` as const };
  const door = { app, recording, trial: link.trial, group: link.group, scope, protocol };
  return { ...visit, session, link, door, protocol, now };
}

/** The frame of a page; an evening of one's own names the trial and opens the forms. */
export function eveningFrame(visit: EveningVisit | OwnEvening, assets: Assets): EveningFrame {
  const { words, language, request, session } = visit;
  const own = 'door' in visit ? visit : undefined;
  return {
    words,
    language,
    assets,
    path: request.originalUrl.replace(/\?.*$/, ''),
    formToken: own && session !== undefined ? formTokenOf(session) : undefined,
    trial: own && { title: inLanguage(own.protocol.title, language), simulated: own.protocol.simulated },
  };
}

export function sendEvening(response: Response, frame: EveningFrame, screen: EveningScreen, status = 200): void {
  response.status(status).type('html').send(eveningLayout(frame, screen).toString());
}

/** A page to look at: changes nothing. */
export function lookAtEvening(app: App, show: (visit: OwnEvening) => Promise<void> | void): RequestHandler {
  return async (request, response) => show(await ownEveningOf(app, request, response));
}

/**
 * A form handed in: the session's token is checked, the act decided again where two met, the browser sent on to a page. Whoever presses
 * twice, or whose telephone sends again when the net comes back, has said it once.
 * @param perform gives the path to go on to.
 */
export function actInEvening(app: App, perform: (visit: OwnEvening, form: Form) => Promise<string>): RequestHandler {
  return async (request, response) => {
    const form = readForm(request);
    const visit = await ownEveningOf(app, request, response);
    checkFormToken(form, visit.session);
    response.redirect(303, await retrying(() => perform(visit, form)));
  };
}
