import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import { inMinutes } from '../support/ceremony';
import { DESK, findBarriers, overflowOf, PHONE, picture, settled, startBrowser } from '../support/browser';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

/** Two people make a seed, the one at a telephone in Danish, the other at a desk in English; a third keeps the third sheet. */
let server: TestServer;
let protocol: Protocol;
let browser: Browser;
const open: BrowserContext[] = [];
const sent: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
  protocol = await server.openTrial((draft) => void (draft.simulated = false));
}, 120_000);
afterAll(async () => {
  for (const context of open) await context.close();
  await browser?.close();
  await server?.close();
});

async function enter(
  role: 'custodian' | 'monitor' | 'data-manager',
  language: 'da' | 'en',
  viewport: typeof PHONE,
): Promise<Page> {
  const { email } = await server.staff(protocol.id, role);
  const context = await browser.newContext({
    viewport,
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    timezoneId: 'Europe/Copenhagen',
    bypassCSP: true,
  });
  open.push(context);
  const page = await context.newPage();
  page.on('request', (request) => void sent.push(request.postData() ?? ''));
  await page.goto(`${server.url}/staff`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: language === 'da' ? 'Adgangskode' : 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: language === 'da' ? 'Log ind' : 'Sign in' }).click();
  await page.getByRole('button', { name: language === 'da' ? 'Log ud' : 'Sign out' }).waitFor();
  await page.goto(`${server.url}/staff/${protocol.id}/${role}/ceremony`);
  await page
    .getByRole('heading', { level: 1, name: language === 'da' ? 'Lodtrækningens ceremoni' : 'The lottery’s ceremony' })
    .waitFor();
  return page;
}

async function whole(page: Page, name: string): Promise<void> {
  await settled(page);
  expect(await findBarriers(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
  await picture(page, name);
}

const codeOf = async (page: Page) => (await page.locator('.sheet-rows .code').allInnerTexts()).join(' ');
const asLocal = (iso: string) => {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short', timeStyle: 'short' });
  return parts.format(new Date(iso)).replace(' ', 'T');
};

it('is held by two people, who alone see their shares, and ends with a seal that anybody may print', async () => {
  const first = await enter('custodian', 'da', PHONE);
  await first.getByRole('button', { name: 'Annoncér' }).click();
  await first.getByText('Vælg dag og tidspunkt.').waitFor();
  await first.getByLabel('Hvor værdien kommer fra').fill('drand, runde 4242424');
  await first.getByLabel('Hvornår den bliver kendt').fill(asLocal(inMinutes(server, -60)));
  await first.getByRole('button', { name: 'Annoncér' }).click();
  await first.getByRole('alert').getByText('Værdien er allerede kendt').waitFor();
  await whole(first, 'ceremony-announce-phone');
  await first.getByLabel('Hvornår den bliver kendt').fill(asLocal(inMinutes(server, 4)));
  await first.getByRole('button', { name: 'Annoncér' }).click();

  await first.getByRole('button', { name: 'Lav min andel' }).waitFor();
  await first.goto(`${server.url}/staff/${protocol.id}/custodian/today`);
  await first.getByRole('link', { name: /^Lav din andel til lodtrækningens ceremoni/ }).waitFor();
  await whole(first, 'ceremony-today-phone');
  await first.getByRole('link', { name: /^Lav din andel til lodtrækningens ceremoni/ }).click();
  await first.getByRole('button', { name: 'Lav min andel' }).click();
  const own = await codeOf(first);
  expect(own).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  await first.getByLabel('Skriv de sidste fire tegn').fill('zzzz');
  await first.getByRole('button', { name: 'Bind mig til andelen' }).click();
  await first.getByText('Det er ikke de sidste fire tegn.').waitFor();
  await whole(first, 'ceremony-sheet-phone');
  await first.getByLabel('Skriv de sidste fire tegn').fill(own.slice(-4));
  await first.getByRole('button', { name: 'Bind mig til andelen' }).click();
  await first.getByText('Du har bundet dig.').waitFor();

  const second = await enter('monitor', 'en', DESK);
  await second.getByRole('button', { name: 'Make my share' }).click();
  const theirs = await codeOf(second);
  await second.emulateMedia({ media: 'print' });
  expect(await second.locator('.commitments').isVisible()).toBe(false);
  expect(await second.getByText('Write the last four characters').isVisible()).toBe(false);
  await picture(second, 'ceremony-sheet-paper');
  await second.emulateMedia({ media: 'screen' });
  await second.getByLabel('Write the last four characters').fill(theirs.slice(-4));
  await second.getByRole('button', { name: 'Bind me to the share' }).click();
  await second.getByText('Both are bound.').waitFor();
  // Nothing but commitments went out: the shares are on paper alone.
  const bare = [own, theirs].map((code) => code.replaceAll(' ', ''));
  expect(sent.filter((body) => bare.some((code) => body.replace(/[\s-]/g, '').includes(code)))).toEqual([]);

  server.setClock(inMinutes(server, 5));
  await second.reload();
  await second.getByRole('textbox', { name: 'The value' }).fill('7f3a9c0e51d2b846');
  await second.getByRole('button', { name: 'Enter the value' }).click();
  await second.getByLabel('The 64 characters of your sheet').fill(theirs.slice(0, 20));
  await second.getByRole('button', { name: 'Bring my share' }).click();
  await second.getByText('There are 16 characters, and there must be 64.').waitFor();
  await second.getByLabel('The 64 characters of your sheet').fill(own);
  await second.getByRole('button', { name: 'Bring my share' }).click();
  await second.getByRole('alert').getByText('The share does not fit its commitment').waitFor();
  await whole(second, 'ceremony-bring-desk');
  await second.getByLabel('The 64 characters of your sheet').fill(theirs);
  await second.getByRole('button', { name: 'Bring my share' }).click();
  await second.getByText('You have brought your share.').waitFor();

  await first.reload();
  await first.getByLabel('De 64 tegn fra dit ark').fill(own);
  await first.getByRole('button', { name: 'Bring min andel' }).click();
  await first.getByText('Lodtrækningen har sit frø.').waitFor();
  await whole(first, 'ceremony-complete-phone');

  const keeper = await enter('data-manager', 'da', DESK);
  await keeper.getByRole('button', { name: 'Vis det tredje ark' }).click();
  await keeper.locator('.recovery-sheet').waitFor();
  expect(await codeOf(keeper)).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  await whole(keeper, 'ceremony-escrow-desk');
  await keeper.reload();
  await keeper.getByText('Det tredje ark er givet til').waitFor();
  expect(await keeper.getByRole('button', { name: 'Vis det tredje ark' }).count()).toBe(0);
  await keeper.emulateMedia({ media: 'print' });
  const opened = (await server.facts(`trial/${protocol.id}`)).find(({ kind }) => kind === 'lottery-opened')!;
  expect(await keeper.getByText(opened.payload!.commitment as string).isVisible()).toBe(true);
  expect(await keeper.getByRole('button', { name: 'Udskriv segl' }).isVisible()).toBe(false);
  await keeper.getByText('Segl for statistikerens ark').waitFor();
  await picture(keeper, 'ceremony-commitments-paper');
  await keeper.emulateMedia({ media: 'screen' });
  await keeper.goto(`${server.url}/staff/${protocol.id}/data-manager/lottery`);
  await keeper.getByRole('link', { name: 'Lodtrækningens ceremoni' }).waitFor();
  await whole(keeper, 'ceremony-from-lottery-desk');
  await keeper.getByRole('link', { name: 'Lodtrækningens ceremoni' }).click();
  await keeper.getByText('Segl for det tredje ark').waitFor();
  expect(server.faults).toEqual([]);
}, 120_000);
