import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import { openTrial } from '#server/services/trial/open-trial';
import { DESK, findBarriers, focusOn, overflowOf, PHONE, picture, settled, startBrowser } from '../support/browser';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

/** The protocol as it is read on screen: drawn, in words, on a telephone and at a desk; and the gate as the researcher works through it. */
let server: TestServer;
let protocol: Protocol;
let browser: Browser;
const open: BrowserContext[] = [];
const people: Record<string, { email: string }> = {};

beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
  const file = join(__dirname, '../../protocols/trials/peer-2020/1.0.0.json');
  const { app } = server;
  const recording = {
    now: app.clock(),
    actor: 'system/test',
    grant: null,
    request: 'test',
    entropy: app.entropy,
    uuid: app.uuid,
  };
  protocol = await openTrial(app, recording, { ...JSON.parse(readFileSync(file, 'utf8')), id: 'read-here', simulated: true });
  for (const role of ['researcher', 'coordinator', 'administrator'] as const)
    people[role] = await server.staff(protocol.id, role, role === 'coordinator' ? 'fredericia' : null);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  for (const context of open.splice(0)) await context.close();
});

const OUTSIDE = `(() => {
  const svg = document.querySelector('.flow svg');
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text, rect')]
    .filter((one) => {
      const b = one.getBoundingClientRect();
      return b.left < box.left - 1 || b.right > box.right + 1 || b.bottom > box.bottom + 1;
    })
    .map((one) => one.textContent || 'a bar');
})()`;

async function read(role: string, language: 'da' | 'en', viewport: typeof PHONE): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: language === 'da' ? 'da-DK' : 'en-GB', bypassCSP: true });
  open.push(context);
  const page = await context.newPage();
  const isDanish = language === 'da';
  await page.goto(`${server.url}/staff`);
  await page.getByLabel('E-mail').fill(people[role]!.email);
  await page.getByRole('textbox', { name: isDanish ? 'Adgangskode' : 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: isDanish ? 'Log ind' : 'Sign in' }).click();
  await page.getByRole('link', { name: isDanish ? 'Forsøget' : 'Trial', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: isDanish ? 'Forsøget' : 'The trial' }).waitFor();
  await settled(page);
  return page;
}

describe('the protocol on screen', () => {
  it.each([
    ['coordinator', 'da', 'phone', PHONE],
    ['researcher', 'da', 'desk', DESK],
    ['researcher', 'en', 'phone', PHONE],
    ['administrator', 'en', 'desk', DESK],
  ] as const)(
    'has no barrier and fits its window (%s, %s, %s)',
    async (role, language, name, viewport) => {
      const page = await read(role, language, viewport);
      expect(await findBarriers(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      await picture(page, `trial-${role}-${language}-${name}`);
      const isDanish = language === 'da';
      const drawn = page.getByRole('img', { name: isDanish ? /^Tidslinje: .*Peer-gruppe/ : /^Time line: .*Peer group/ });
      expect(await drawn.locator('svg text').allTextContents()).toContain(isDanish ? 'Peer-gruppe' : 'Peer group');
      // Nothing drawn leaves the picture.
      const outside = await page.evaluate<string[]>(OUTSIDE);
      expect(outside).toEqual([]);
      await page.locator('summary', { hasText: isDanish ? 'Tidslinjen som tabel' : 'The time line as a table' }).click();
      await page
        .getByRole('cell', { name: isDanish ? 'Før tilbuddets start' : 'Before the offer starts' })
        .first()
        .waitFor();
      expect(await page.getByText(/permuted|\[4, 6\]|blokke i tilfældig/).count()).toBe(name === 'desk' && isDanish ? 1 : 0);
      const gate = page.getByRole('heading', {
        name: isDanish ? 'Må forsøget tage nogen ind?' : 'May the trial take anybody in?',
      });
      expect(await gate.count()).toBe(role === 'coordinator' ? 0 : 1);
      expect(await page.getByRole('button', { name: isDanish ? 'Notér' : 'Register', exact: true }).count()).toBe(
        role === 'researcher' ? 1 : 0,
      );
    },
    90_000,
  );

  it('prints the protocol without what is only for a screen', async () => {
    const page = await read('researcher', 'da', DESK);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.getByRole('heading', { name: 'Åbn en ny version' }).isVisible()).toBe(false);
    expect(await page.getByRole('heading', { name: 'Hvordan der trækkes lod' }).isVisible()).toBe(true);
  }, 60_000);
});

describe('the gate', () => {
  it('registers a condition by keyboard, keeps what was refused, and says what it rests on', async () => {
    const page = await read('researcher', 'da', PHONE);
    const field = page.getByLabel('Sagsnummer eller dato');
    await page.getByLabel('Hvilken?').selectOption({ label: 'Komitéens svar er noteret' });
    await field.fill('*?');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await field.inputValue()).toBe('*?');
    await field.fill('H-20042');
    await page.keyboard.press('Tab');
    const { text, ring } = await focusOn(page);
    expect({ text, ring }).toEqual({ text: 'Notér', ring: 'solid 3px' });
    await page.keyboard.press('Enter');
    await page.getByText('Beror på H-20042').waitFor();
    expect((await server.facts(`trial/${protocol.id}`)).at(-1)).toMatchObject({
      kind: 'gate-met',
      payload: { condition: 'ethics', site: null, reference: 'H-20042' },
    });
  }, 60_000);

  it('opens a new version from a file, after telling what stands in the way', async () => {
    const page = await read('researcher', 'da', DESK);
    const choose = async (name: string, content: string) =>
      page
        .getByLabel('Protokollens fil (JSON)')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
    const submit = async () => {
      await page.getByRole('button', { name: 'Tjek og åbn versionen' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Tjek og åbn versionen' }).click();
    };
    await choose('broken.json', '{');
    await page.getByText('Filen er ikke JSON.').waitFor();
    await choose('same.json', JSON.stringify({ ...protocol, waves: [] }));
    await submit();
    await page.getByRole('heading', { name: 'Det står i vejen' }).waitFor();
    await page.getByText('/waves (').first().waitFor();
    await picture(page, 'trial-findings');
    expect(await findBarriers(page)).toEqual([]);
    await choose('next.json', JSON.stringify({ ...protocol, version: '1.0.1' }));
    await submit();
    await page.getByText('Version 1.0.1 gælder nu.').waitFor();
    // Every process knows of a new version within two seconds.
    await page.waitForTimeout(2_100);
    await page.reload();
    await page.getByText('Sådan er forsøget beskrevet i version 1.0.1').waitFor();
  }, 60_000);
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
