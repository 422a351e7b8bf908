import { PROBLEMS } from '#contract/problems';
import { rowsOf, type Shape } from '#server/pages/docs/schema-rows';
import { AREAS, areaOf } from '#server/pages/docs/areas';
import { docsWords } from '#server/pages/docs/words';
import { ROUTES } from '#server/routes';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
afterEach(() => expect(server.faults).toEqual([]));

const promises = ROUTES.map(({ promise }) => promise);
const read = async (path = '/api/docs?sprog=en') =>
  (await server.anonymous().get(path).expect(200).expect('Content-Type', /html/)).text;
const plainOf = (page: string) =>
  page
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');

describe('the contract as a page', () => {
  it('is read by anyone, under the strict policy, kept by nobody, and takes nothing from elsewhere', async () => {
    const { headers, text } = await server.anonymous().get('/api/docs').expect(200);
    const policy = headers['content-security-policy']!;
    expect(policy).toMatch(/default-src 'none'/);
    const nonce = /<style nonce="([^"]+)">/.exec(text)![1]!;
    expect(policy).toContain(`'nonce-${nonce}'`);
    expect(policy).not.toMatch(/unsafe/);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']).toBeUndefined();
    expect(text).not.toMatch(/<script|\son\w+=|https?:\/\/|style="/);
    await server.anonymous().post('/api/docs').send({}).expect(404);
  });

  it('has every operation once, under an area of its own', async () => {
    const page = await read();
    expect([...page.matchAll(/<article id="([^"]+)"/g)].map(([, id]) => id).toSorted()).toEqual(
      promises.map(({ id }) => id).toSorted(),
    );
    for (const { method, path } of promises) expect(page.split(`<code>${method} ${path}</code>`)).toHaveLength(2);
    for (const { id } of AREAS) expect([id, promises.some(({ path }) => areaOf(path) === id)]).toEqual([id, true]);
  });

  it('tells who may, what goes in, what comes back and each refusal with what to do', async () => {
    const page = await read();
    const article = (id: string) => plainOf(new RegExp(`<article id="${id}">[\\s\\S]*?</article>`).exec(page)![0]);
    expect(article('giveGrant')).toMatch(/Who may: administrator\./);
    expect(article('giveGrant')).toMatch(/role one of "coordinator" · .* yes/);
    expect(article('giveGrant')).toContain(PROBLEMS['roles-incompatible'].title.en);
    expect(article('listGrants')).toMatch(/grants\[\]\.inForce yes or no yes/);
    expect(article('saveAnswer')).toMatch(/Who may: The participant/);
    expect(article('signIn')).toMatch(/Anyone, signed in or not/);
    expect(article('exportData')).toMatch(/A file: application\/zip/);
    for (const { id, stepUp } of promises)
      expect([id, /last ten minutes of who asks/.test(article(id))]).toEqual([id, stepUp === true]);
    for (const { id, problems } of promises)
      for (const code of problems) expect([id, page.includes(`href="#problem-${code}"`)]).toEqual([id, true]);
    for (const [code, { cure }] of Object.entries(PROBLEMS)) {
      expect(page.split(`id="problem-${code}"`)).toHaveLength(2);
      expect(plainOf(page)).toContain(cure.en.replaceAll("'", '’'));
    }
  });

  it('is in Danish where nothing else is asked for, in English by the cookie or the address, and links to the printed one', async () => {
    const danish = await read('/api/docs');
    expect(danish).toMatch(/<html lang="da">/);
    expect(danish).toContain(PROBLEMS['roles-incompatible'].cure.da);
    expect(danish).toMatch(/href="\/api\/openapi\.json"/);
    const chosen = server.anonymous().get('/api/docs').set('Cookie', 'language=en');
    expect((await chosen).text).toMatch(/<html lang="en">/);
    expect(await read('/api/docs?sprog=xx')).toMatch(/<html lang="da">/);
    await server.anonymous().get('/api/openapi.json').expect(200);
  });
});

describe('a schema in words', () => {
  const words = docsWords('en');

  it('follows lists, records, unions and nothing', () => {
    const text = { type: 'string', minLength: 1, maxLength: 3 };
    const shape: Shape = {
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: 'array', items: { type: 'object', required: ['b'], properties: { b: { anyOf: [text, { type: 'null' }] } } } },
        c: { type: 'object', patternProperties: { '^.*$': { type: 'integer', minimum: 0 } } },
        d: {
          anyOf: [
            { type: 'object', properties: { e: { const: 'x' } } },
            { type: 'object', properties: { f: {} } },
          ],
        },
      },
    };
    expect(rowsOf(shape, words)).toEqual([
      { name: 'a', kind: 'list: fields', needed: true },
      { name: 'a[].b', kind: 'text, from 1 to 3 characters, or nothing', needed: true },
      { name: 'c', kind: 'fields', needed: false },
      { name: 'c.*', kind: 'whole number, from 0', needed: false },
      { name: 'd', kind: 'one of 2 shapes', needed: false },
      { name: 'd(1).e', kind: '"x"', needed: false },
      { name: 'd(2).f', kind: 'anything', needed: false },
    ]);
  });
});
