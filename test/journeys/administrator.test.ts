import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import { DESK, findBarriers, overflowOf, PHONE, picture, settled, startBrowser } from '../support/browser';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

/** An administrator's desk on a telephone and at a desk: roles given and ended, an account closed and opened again. */
let server: TestServer;
let protocol: Protocol;
let browser: Browser;
const open: BrowserContext[] = [];

beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
  protocol = await server.openTrial();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  for (const context of open.splice(0)) await context.close();
});

const WORDS = { da: ['E-mail', 'Adgangskode', 'Log ind'], en: ['E-mail', 'Password', 'Sign in'] } as const;

async function enter(language: 'da' | 'en', viewport: typeof PHONE, email: string): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: language === 'da' ? 'da-DK' : 'en-GB', bypassCSP: true });
  open.push(context);
  const page = await context.newPage();
  const [address, password, submit] = WORDS[language];
  await page.goto(`${server.url}/staff`);
  await page.getByLabel(address).fill(email);
  await page.getByRole('textbox', { name: password }).fill(PASSWORD);
  await page.getByRole('button', { name: submit }).click();
  await page.getByRole('button', { name: language === 'da' ? 'Log ud' : 'Sign out' }).waitFor();
  return page;
}

async function whole(page: Page, name: string): Promise<void> {
  await settled(page);
  expect(await findBarriers(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
  await picture(page, name);
}

const nameOf = async (staff: string): Promise<string> => {
  const asked = await server.signedIn(protocol.id, 'administrator');
  const { people } = (await asked.get(`/api/staff/trials/${protocol.id}/people`).expect(200)).body;
  return people.find((one: { staff: string }) => one.staff === staff).name;
};

it.each([
  ['da', 'phone', PHONE],
  ['en', 'desk', DESK],
] as const)(
  'an administrator gives a role, is refused one with the reason, and ends it (%s, %s)',
  async (language, kind, viewport) => {
    const w =
      language === 'da'
        ? ['Hvem', 'Hvilken rolle', 'Interviewer', 'Giv rollen', 'Afslut rollen', 'Rollen er givet.', 'Koordinator']
        : ['Who', 'Which role', 'Assessor', 'Give the role', 'End the role', 'The role is given.', 'Coordinator'];
    const [who, role, assessor, give, end, given, coordinator] = w as [string, string, string, string, string, string, string];
    const colleague = await nameOf((await server.staff(protocol.id, 'monitor')).staff);
    const { email } = await server.staff(protocol.id, 'administrator');
    const page = await enter(language, viewport, email);
    await page.goto(`${server.url}/staff/${protocol.id}/administrator/colleagues`);
    await page.getByRole('heading', { level: 1, name: language === 'da' ? 'Kolleger' : 'Colleagues' }).waitFor();
    const form = page.getByRole('region', { name: language === 'da' ? 'Giv en kollega en rolle' : 'Give a colleague a role' });
    await form.getByRole('button', { name: give }).click();
    await form
      .getByText(language === 'da' ? 'Svar på dette.' : 'Answer this.')
      .first()
      .waitFor();

    await form.getByLabel(who, { exact: true }).selectOption({ label: colleague });
    await form.getByLabel(role).selectOption({ label: coordinator });
    await form.getByRole('button', { name: give }).click();
    const refused = form.getByRole('alert');
    await refused.getByText(language === 'da' ? 'De to roller må ikke' : 'One person must not').waitFor();
    expect((await refused.innerText()).length).toBeGreaterThan(90);
    await whole(page, `administrator-refused-${kind}`);

    const compatible = await nameOf((await server.staff(protocol.id, 'assessor', 'aalborg')).staff);
    await page.reload();
    await form.getByLabel(who, { exact: true }).selectOption({ label: compatible });
    await form.getByLabel(role).selectOption({ label: assessor });
    await form.locator('input[name=from]').fill('2099-01-01');
    await form.getByRole('button', { name: give }).click();
    await form.getByText(given).waitFor();
    const card = page.getByRole('article', { name: compatible });
    const later = card.getByRole('listitem').filter({ hasText: '2099' });
    await later.waitFor();
    await whole(page, `administrator-given-${kind}`);

    await later.getByRole('button', { name: end }).click();
    await page.getByRole('dialog').getByRole('button', { name: end }).click();
    await later.waitFor({ state: 'detached' });
    expect((await server.facts(`trial/${protocol.id}`)).at(-1)).toMatchObject({ kind: 'grant-ended' });
  },
  120_000,
);

it('an administrator closes an account, whose page ends, and opens it again; the last one cannot close their own', async () => {
  const alone = await server.openTrial();
  const colleague = await server.staff(alone.id, 'researcher');
  const { email, staff } = await server.staff(alone.id, 'administrator');
  const theirs = await enter('da', DESK, colleague.email);
  const page = await enter('da', PHONE, email);
  await page.goto(`${server.url}/staff/${alone.id}/administrator/colleagues`);
  const people = (await (await page.request.get(`${server.url}/api/staff/trials/${alone.id}/people`)).json()).people;
  const named = (id: string): string => people.find((one: { staff: string }) => one.staff === id).name;
  const close = async (id: string): Promise<void> => {
    await page
      .getByRole('article', { name: named(id) })
      .getByRole('button', { name: 'Luk kontoen' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Luk kontoen' }).click();
  };

  await close(staff);
  await page.getByText('Så har forsøget ingen administrator').waitFor();
  await close(colleague.staff);
  await page.getByText('Kontoen er lukket').waitFor();
  await whole(page, 'administrator-closed');
  await theirs.reload();
  await theirs.getByRole('heading', { level: 1, name: 'Log ind' }).waitFor();
  await page.getByRole('button', { name: 'Åbn kontoen igen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Åbn kontoen igen' }).click();
  await page.getByText('Kontoen er lukket').waitFor({ state: 'detached' });
}, 120_000);

it('no fault reached the log', () => {
  expect(server.faults).toEqual([]);
});
