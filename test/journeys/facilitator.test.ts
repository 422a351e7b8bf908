import type { Browser, BrowserContext, Page } from 'playwright-core';
import { participantStream } from '#protocols/model/fact';
import {
  findBarriers,
  findSmall,
  listenForComplaints,
  overflowOf,
  PHONE,
  picture,
  startBrowser,
  storedBy,
} from '../support/browser';
import { drawCohort, eveningLink, formGroup, nameFacilitator, type DrawnCohort } from '../support/groups';
import { startTestServer, type TestServer } from '../support/server';
import { heading, press } from '../support/visitor';

let server: TestServer;
let browser: Browser;
let drawn: DrawnCohort;
let group: string;
const opened: BrowserContext[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), startBrowser()]);
  server.setClock('2026-11-24T15:30:00Z');
  drawn = await drawCohort(server, 8);
  group = await formGroup(server, drawn);
});
beforeEach(() => server.setClock('2026-11-24T15:30:00Z'));
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()));
  expect(server.faults.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function visit(options: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'da-DK', baseURL: server.url, ...options });
  opened.push(context);
  const complaints = listenForComplaints(context);
  return { page: await context.newPage(), complaints };
}
const newLink = async () => eveningLink(drawn, group, await nameFacilitator(drawn, group));
const saidOf = (page: Page, index: number) => page.locator('.person .said').nth(index).innerText();
const tap = (page: Page, index: number, name: string) =>
  page.locator('.person').nth(index).getByRole('button', { name, exact: true }).click();

/** What every page of a facilitator must be: clean for assistive technology, in its window, made for thumbs. */
async function lookOver(page: Page, name: string): Promise<void> {
  await picture(page, name);
  expect(await findBarriers(page)).toEqual([]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  expect(await findSmall(page, 'button:visible, a.button:visible, select:visible, summary:visible', 48)).toEqual([]);
}

describe('a facilitator’s evening on a telephone', () => {
  it('goes from the link over one tap each, a correction and whom to call, to the next day’s calm words', async () => {
    const link = await newLink();
    const { page, complaints } = await visit();
    await page.goto(link);
    await lookOver(page, 'facilitator-link');
    await press(page, 'Åbn gruppen');
    await page.waitForURL('**/evening');
    expect(page.url()).toBe(`${server.url}/evening`);
    expect(await heading(page)).toBe('Tirsdag 1');
    await lookOver(page, 'facilitator-evening');
    // Back does not lead to the link: it has left the history.
    await page.goBack();
    expect(page.url()).toBe(`${server.url}/e`);
    await page.goForward();

    await tap(page, 0, 'Er her');
    await tap(page, 1, 'Ikke her');
    await tap(page, 2, 'Kom senere');
    expect(await saidOf(page, 0)).toContain('Noteret: Er her');
    expect(await saidOf(page, 3)).toBe('Ikke noteret endnu');
    await press(page, 'Mødet er holdt');
    await lookOver(page, 'facilitator-noted');

    // Comes back later the same evening, in another window, and corrects.
    await page.close();
    const again = await opened[0]!.newPage();
    await again.goto('/evening');
    await tap(again, 1, 'Meldt afbud');
    expect(await saidOf(again, 1)).toContain('Noteret: Meldt afbud');
    await again.getByText('Gik noget anderledes?').click();
    await lookOver(again, 'facilitator-session');
    await again.getByRole('link', { name: 'Er du bekymret for nogen?' }).click();
    expect(await heading(again)).toBe('Når du er bekymret');
    await lookOver(again, 'facilitator-concern');
    await again.getByRole('link', { name: 'Tilbage til gruppen' }).click();

    const facts = (await Promise.all(drawn.inArm.map(({ id }) => server.facts(participantStream(id))))).flat();
    expect(
      facts
        .filter(({ kind }) => kind === 'attended')
        .map(({ payload }) => payload!.presence)
        .sort(),
    ).toEqual(['absent', 'excused', 'late', 'present']);
    expect(await storedBy(again)).toMatchObject({ local: 0, session: 0, bases: 0 });

    server.setClock('2026-11-25T07:00:00Z');
    await again.goto('/evening');
    expect(await heading(again)).toBe('Aftenens link er lukket');
    expect(await again.locator('main').innerText()).toMatch(/På næste mødedag får du et nyt/);
    await lookOver(again, 'facilitator-over');
    await again.goto(link);
    expect(await heading(again)).toBe('Aftenens link er lukket');
    // The browser itself tells of a page that is closed; nothing else was complained of.
    expect(complaints.filter((one) => !/status of 404/.test(one))).toEqual([]);
  });

  it('speaks English to whoever chooses it', async () => {
    const { page } = await visit({ locale: 'en-GB' });
    await page.goto(await newLink());
    await press(page, 'Open the group');
    await page.waitForURL('**/evening');
    await tap(page, 0, 'Is here');
    expect(await saidOf(page, 0)).toContain('Noted: Is here');
    await lookOver(page, 'facilitator-evening-en');
    await press(page, 'Dansk');
    expect(await page.locator('h2').first().innerText()).toBe('Hvem er her?');
    await press(page, 'Luk for i aften');
    expect(await heading(page)).toBe('Tak for i aften');
  });

  it('needs no script', async () => {
    const { page } = await visit({ javaScriptEnabled: false });
    await page.goto(await newLink());
    await press(page, 'Åbn gruppen');
    expect(page.url()).toBe(`${server.url}/evening`);
    await tap(page, 3, 'Er her');
    expect(page.url()).toBe(`${server.url}/evening#p4`);
    expect(await saidOf(page, 3)).toContain('Noteret: Er her');
    await press(page, 'Mødet blev ikke holdt');
    expect(await page.locator('#session .said').innerText()).toContain('Noteret: mødet blev ikke holdt');
  });
});
