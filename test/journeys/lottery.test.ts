import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { checkLottery } from '#server/audit/check-lottery';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { DESK, findBarriers, listenForComplaints, overflowOf, PHONE, picture, startBrowser } from '../support/browser';
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
let complaints: string[] = [];

/** What is written or drawn beyond a figure's edge. */
const OUTSIDE = `[...document.querySelectorAll('.chart svg')].flatMap((svg) => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text, rect, circle, polygon')]
    .filter((one) => {
      const b = one.getBoundingClientRect();
      return b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1;
    })
    .map((one) => one.textContent || one.outerHTML);
})`;

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
  /** Under the page's own policy, which keeps the checker of barriers out. */
  strict?: boolean;
}

/** A page of a role at a place of the trial, signed in. */
async function at(
  role: Role,
  place: string,
  { language, viewport, trial = protocol.id, dark, strict = false }: Seen,
): Promise<Page> {
  const { email } = await server.staff(trial, role, role === 'coordinator' ? 'aalborg' : null);
  const context = await browser.newContext({
    viewport,
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    bypassCSP: !strict,
    colorScheme: dark ? 'dark' : 'light',
    acceptDownloads: true,
  });
  open.push(context);
  if (strict) complaints = listenForComplaints(context);
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
    // After the lock the sentences hold the scheme's numbers; before it they do not.
    await page.getByText(/Metode: .* \(Blokkenes størrelser: [\d, ]+\), i forholdet/).waitFor();
    await before.getByText(/Method: Permuted blocks, in the ratio 1 /).waitFor();
    expect(await before.getByText(/Sizes of the blocks:/).count()).toBe(0);
    await whole(page, 'lottery-proof-locked');
  }, 60_000);
});

describe('ways of drawing lots', () => {
  it('stand side by side under the page’s own policy, the trial’s own first, reckoned beside the page', async () => {
    const page = await at('researcher', 'lottery', { language: 'da', viewport: DESK, strict: true });
    await page.getByRole('link', { name: 'Sammenlign måder at trække lod på' }).click();
    await page.getByRole('img', { name: /Forsøgets egen: Rigtige gæt på det næste lod 70,4 %/ }).waitFor();
    await page.getByRole('columnheader', { name: 'C', exact: true }).waitFor();
    const heads = await page.locator('table.rows thead th').allInnerTexts();
    expect(heads).toEqual(['Tal', 'Forsøgets egen', 'B', 'C']);
    // The figures of the command: blocks of 4 are guessed right 70.8 times in 100 over whole blocks.
    await page.getByRole('row', { name: /Rigtige gæt over hele blokke 70,8 %/ }).waitFor();
    await page.getByText('gætter det næste rigtigt 71 af 100 gange').waitFor();
    await page.getByRole('button', { name: 'Sammenlign med en til' }).click();
    const last = page.getByRole('group', { name: 'Måde D' });
    await last.getByLabel('Blokkenes størrelser').fill('3');
    await last.getByText('Vælg et tal i 2-tabellen').waitFor();
    expect(await page.getByRole('button', { name: 'Sammenlign med en til' }).count()).toBe(0);
    await last.getByLabel('Metode').selectOption({ label: 'Minimisering (Pocock og Simon)' });
    await last.getByLabel('Mønten, som en brøk').fill('4/');
    await last.getByText('En brøk, fx 2/3.').waitFor();
    await last.getByLabel('Mønten, som en brøk').fill('3/4');
    await page.getByRole('cell', { name: 'Simuleret i 10.000 forsøg' }).waitFor();
    await picture(page, 'lottery-schemes-desk');
    // The address holds what is compared, and never the trial's own.
    expect(decodeURIComponent(page.url())).toContain('method=minimisation');
    expect(page.url()).not.toContain('permuted');
    // Before the sign-in the page asked whose session it was.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  }, 90_000);

  it.each([
    ['da', PHONE, false],
    ['en', DESK, true],
  ] as const)(
    'have no barrier and fit the window (%s)',
    async (language, viewport, dark) => {
      const page = await at('custodian', 'lottery/schemes', { language, viewport, dark });
      await page
        .getByRole('img', { name: language === 'da' ? /^Fordelinger/ : /^Distributions/ })
        .first()
        .waitFor();
      expect(await page.evaluate<string[]>(OUTSIDE)).toEqual([]);
      await whole(page, `lottery-schemes-${language}`);
    },
    60_000,
  );

  it('are no page for whoever enrols', async () => {
    const page = await at('coordinator', 'lottery/schemes', { language: 'da', viewport: PHONE });
    await page.getByRole('heading', { name: 'Den side findes ikke' }).waitFor();
  }, 60_000);
});

it('lets no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
