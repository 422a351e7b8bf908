import { participantStream } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from './server';
import type { Walker } from './walk';

/** A trial whose participants' pages are looked at, with what their tests share. */
export interface PagesTrial {
  server: TestServer;
  protocol: Protocol;
  coordinator: Agent;
  /** The coordinator's endpoints for a participant. */
  at(walker: Walker): string;
  inform(walker: Walker): Promise<unknown>;
  /** The path of a fresh personal link. */
  linkOf(walker: Walker): Promise<string>;
  /** A browser without script that came in by the personal link. */
  enter(walker: Walker): Promise<Agent>;
  kindsOf(walker: Walker): Promise<string[]>;
  answersOf(walker: Walker): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a trial with two short questionnaires (eight questions) on a server of its own. */
export async function startPagesTrial(
  instruments = ['who-5', 't-ils'],
  { id, prepare }: { id?: string; prepare?: (dataDir: string) => void } = {},
): Promise<PagesTrial> {
  const server = await startTestServer(5, prepare);
  const protocol = await server.openTrial((draft) => {
    draft.id = id ?? draft.id;
    draft.waves = draft.waves.map((wave) => ({ ...wave, instruments }));
    draft.outcomes = draft.outcomes
      .filter(({ score }) => score.startsWith('who-5.'))
      .map((outcome) => ({ ...outcome, role: 'primary' }));
  });
  const coordinator = await server.signedIn(protocol.id, 'coordinator');
  const at = (walker: Walker) => `/api/staff/trials/${protocol.id}/participants/${walker.code}`;
  const factsOf = (walker: Walker) => server.facts(participantStream(walker.id));
  const linkOf: PagesTrial['linkOf'] = async (walker) => {
    const { body } = await coordinator.post(`${at(walker)}/link`).expect(200);
    return new URL(body.link as string).pathname;
  };
  return {
    server,
    protocol,
    coordinator,
    at,
    inform: (walker) =>
      coordinator
        .post(`${at(walker)}/oral-information`)
        .send({ language: 'da', companion: 'offered', interpreter: false })
        .expect(200),
    linkOf,
    enter: async (walker) => {
      const agent = server.anonymous();
      await agent
        .post(await linkOf(walker))
        .type('form')
        .send('')
        .expect(303)
        .expect('Location', '/me');
      return agent;
    },
    kindsOf: async (walker) => (await factsOf(walker)).map(({ kind }) => kind),
    answersOf: async (walker) =>
      (await factsOf(walker)).filter(({ kind }) => kind === 'item-answered').map(({ payload }) => payload!),
    close: () => server.close(),
  };
}

const unescape = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** The hidden fields of the page's form with that action. */
export function fieldsOf(page: string, action: string): Record<string, string> {
  const form = page.match(new RegExp(`<form[^>]*action="${action}"[^]*?</form>`))?.[0];
  if (!form) throw new Error(`no form to ${action} in ${page}`);
  return Object.fromEntries(
    [...form.matchAll(/type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g)].map(([, name, value]) => [name, unescape(value!)]),
  );
}

/** Opens a page and hands in its form, as a browser without script does. @returns where it was sent on to. */
export async function handIn(agent: Agent, path: string, action: string, fields: Record<string, string> = {}): Promise<string> {
  const { text } = await agent.get(path).expect(200);
  const reply = await agent
    .post(action)
    .type('form')
    .send({ ...fieldsOf(text, action), ...fields })
    .expect(303);
  return reply.headers.location as string;
}

/** The page's heading. */
export const headingOf = (page: string): string | undefined => /<h1[^>]*>\s*([^<]*?)\s*<\/h1>/.exec(page)?.[1];
