import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { checkLottery } from '#server/audit/check-lottery';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { DESK, findBarriers, overflowOf, PHONE, picture, startBrowser } from '../support/browser';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo } from '../support/walk';

/**
 * The lottery as staff meet it: the green line on an everyday page and the proof behind it, red when somebody has tampered; the receipt a
 * coordinator keeps, and after the lock the bundle.
 */
const LOCKED = 'peer-simulated';

let server: TestServer;
let protocol: Protocol;
let browser: Browser;
let code: string;
const open: BrowserContext[] = [];

beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
  protocol = await server.openTrial((one) => {
    drawOneByOne(one);
    one.randomisation = { id: 'main', method: 'permuted-blocks', sizes: [4], strata: ['site'], unit: 'participant' };
  });
  const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  const cohort = await planCohort(server, protocol, coordinator);
  ({ code } = await walkTo(server, protocol, coordinator, 'cohort', cohort));
  await coordinator.post(`/api/staff/trials/${protocol.id}/participants/${code}/allocation`).expect(200);
  const lockers = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;
  await simulateTrial(server.app, { seed: 5, startedAt: new Date('2025-01-12T08:00:00.000Z'), people: 24, lockers });
  for (const trial of [protocol.id, LOCKED]) await look(trial);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  for (const context of open.splice(0)) await context.close();
});

const look = (trial: string) => checkLottery(server.app.database.auditor, server.app.keys, trial, server.now());

interface Seen {
  language: 'da' | 'en';
  viewport: typeof PHONE;
  trial?: string;
  dark?: boolean;
}

/** A page of a role at a place of the trial, signed in. */
async function at(role: Role, place: string, { language, viewport, trial = protocol.id, dark }: Seen): Promise<Page> {
  const { email } = await server.staff(trial, role, role === 'coordinator' ? 'aalborg' : null);
  const context = await browser.newContext({
    viewport,
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    bypassCSP: true,
    colorScheme: dark ? 'dark' : 'light',
    acceptDownloads: true,
  });
  open.push(context);
  const page = await context.newPage();
  const isDanish = language === 'da';
  await page.goto(`${server.url}/staff/${trial}/${role === 'coordinator' ? 'coordinator-aalborg' : role}/${place}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: isDanish ? 'Adgangskode' : 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: isDanish ? 'Log ind' : 'Sign in' }).click();
  await page.locator('nav.places').waitFor();
  return page;
}

async function whole(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect(await findBarriers(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
  await picture(page, name);
}

describe('the green line', () => {
  it('stands on an everyday page and leads to what was proved and what was not (telephone, Danish)', async () => {
    const page = await at('coordinator', 'today', { language: 'da', viewport: PHONE });
    await page.getByText('Lodtrækningen er intakt').waitFor();
    await whole(page, 'lottery-line-coordinator');
    await page.getByRole('link', { name: 'Se beviset' }).click();
    await page.getByRole('heading', { name: 'Hvad der ikke er bevist' }).waitFor();
    expect(await page.getByText('✓ I orden').count()).toBe(6);
    // How far the look went would tell whoever enrols that somebody answered.
    expect(await page.getByText('Hændelser set efter').count()).toBe(0);
    await whole(page, 'lottery-proof-coordinator');
  }, 60_000);

  it('tells those who watch what the look covered (desk, English, dark)', async () => {
    const page = await at('monitor', 'lottery', { language: 'en', viewport: DESK, dark: true });
    await page.getByText('Lottery intact').waitFor();
    await page.getByText('Facts checked').waitFor();
    await whole(page, 'lottery-proof-monitor-dark');
  }, 60_000);

  it('turns red in words when somebody has tampered, and says what to do', async () => {
    await server.test.owner.query(`UPDATE allocation.allocation SET arm = 'x' || arm WHERE trial = $1`, [protocol.id]);
    await look(protocol.id);
    const page = await at('coordinator', 'today', { language: 'da', viewport: PHONE });
    await page.getByText('Noget ved lodtrækningen er ikke, som det skal være').waitFor();
    await whole(page, 'lottery-line-broken');
    await page.getByRole('link', { name: 'Se hvad du skal gøre' }).click();
    await page.getByRole('alert').getByText('Vent med at trække flere lod').waitFor();
    await page.getByText('Kør "lodtraek audit rebuild"').waitFor();
    await whole(page, 'lottery-proof-broken');
    await server.test.owner.query(`UPDATE allocation.allocation SET arm = substr(arm, 2) WHERE trial = $1`, [protocol.id]);
    await look(protocol.id);
    await page.reload();
    await page.getByText('Lodtrækningen er intakt').waitFor();
  }, 60_000);
});

describe('what one takes home', () => {
  it('a coordinator downloads the receipt of a lot', async () => {
    const page = await at('coordinator', `participants/${code}`, { language: 'da', viewport: PHONE });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Hent kvitteringen' }).click(),
    ]);
    const receipt = JSON.parse(readFileSync((await download.path())!, 'utf8'));
    expect(receipt).toMatchObject({ lodtraekReceipt: 1, trial: protocol.id, participant: code });
    await whole(page, 'lottery-receipt');
  }, 60_000);

  it('a researcher downloads the bundle after the lock, and before it is told when', async () => {
    const before = await at('researcher', 'lottery', { language: 'en', viewport: PHONE });
    await before.getByText('once two people have locked the trial').waitFor();
    expect(await before.getByRole('button', { name: 'Download the bundle' }).count()).toBe(0);
    await whole(before, 'lottery-proof-researcher-phone');
    const page = await at('researcher', 'lottery', { language: 'da', viewport: DESK, trial: LOCKED });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Hent pakken' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${LOCKED}-lottery.zip`);
    await whole(page, 'lottery-proof-locked');
  }, 60_000);
});

it('lets no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
