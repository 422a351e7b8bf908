import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, strFromU8 } from 'fflate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DESK, findBarriers, listenForComplaints, overflowOf, PHONE, picture, settled, startBrowser } from '../support/browser';
import { startProcess, type Running } from '../support/fleet.cjs';

/**
 * A newcomer follows only what `npm start` prints: says yes and answers on a telephone, completes the cohort as its coordinator, sees the
 * draw, answers at the end, leaves; then reads the effect of the simulated trial as its researcher and takes the data home.
 */
let folder: string;
let product: Running;
let browser: Browser;
let phone: Page;
let desk: Page;
/** The newcomer's, from the coordinator's address. */
let code: string;
const complaints: string[][] = [];
const open: BrowserContext[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lodtraek-newcomer-'));
  browser = await startBrowser();
  product = await startProcess({ DATABASE_URL: '', DATA_DIR: folder });
}, 400_000);
afterAll(async () => {
  await browser?.close();
  product?.child.kill('SIGTERM');
  await product?.exited;
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function newPage(viewport: typeof PHONE, locale: string, bypassCSP = false): Promise<Page> {
  const context = await browser.newContext({ viewport, locale, bypassCSP, acceptDownloads: true });
  open.push(context);
  complaints.push(listenForComplaints(context));
  return context.newPage();
}

const printed = (pattern: RegExp): string => pattern.exec(product.said())![1]!;
const password = () => printed(/password for all: (\S+)\)/);
const eveningLink = () => new URL(printed(/(http\S+\/e\/\S+)/)).pathname;
const newcomersLink = () => new URL(printed(/(http\S+\/l\/\S+)\n\s+a newcomer/)).pathname;

async function signIn(page: Page, account: string, label = 'E-mail', secret = 'Adgangskode', submit = 'Log ind'): Promise<void> {
  await page.goto(`${product.url}/staff`);
  await page.getByLabel(label).fill(account);
  await page.getByRole('textbox', { name: secret }).fill(password());
  await page.getByRole('button', { name: submit }).click();
}

/** Signs in on a telephone as the account that was printed; a page without barriers and no wider than the window is where it leads. */
async function comeAs(account: string, trial: string | null, title: string): Promise<Page> {
  const page = await newPage(PHONE, 'da-DK', true);
  await signIn(page, account);
  if (trial !== null)
    await page
      .getByRole('link', { name: new RegExp(trial === 'peer-2020' ? 'PEER 2020' : 'hverdagslivet Simuleret') })
      .first()
      .click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await settled(page);
  expect(await findBarriers(page)).toEqual([]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  return page;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

/** Answers every question of the open questionnaire on the telephone, each with its second answer, and hands in. */
async function answerAll(page: Page): Promise<void> {
  for (let question = 0; question < 60; question += 1) {
    if ((await page.getByRole('radio').count()) === 0) break;
    await page.getByRole('radio').nth(1).check();
    const question = page.url();
    await press(page, 'Videre');
    await page.waitForURL((url) => url.href !== question);
  }
  await press(page, 'Send mine svar');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.innerText('main')).toMatch(/Tak/);
}

describe('a newcomer to the demonstration', () => {
  it('says yes on a telephone', async () => {
    phone = await newPage(PHONE, 'da-DK');
    await phone.goto(product.url + newcomersLink());
    await press(phone, 'Gå ind');
    await follow(phone, 'Læs om forsøget');
    await press(phone, 'Jeg har læst det');
    await follow(phone, 'Se spørgsmålene');
    for (const answer of ['Ja, det passer', 'Nej, det passer ikke']) {
      await phone.getByLabel(answer).check();
      await press(phone, 'Videre');
    }
    await phone.waitForURL('**/me');
    await phone.goto(`${product.url}/me/consent`);
    await picture(phone, 'newcomer-consent');
    await phone.locator('input[type=text], input[name=name]').first().fill('Ny Deltager');
    for (const box of await phone.getByRole('checkbox').all()) await box.check();
    await phone
      .locator('main form')
      .filter({ has: phone.getByRole('checkbox') })
      .locator('button')
      .first()
      .click();
    await phone.waitForURL('**/me');
  }, 120_000);

  it('is countersigned and screened by the coordinator in Aalborg', async () => {
    desk = await comeAs('aalborg@demo.example', null, 'I dag');
    await desk.getByRole('link', { name: /Skriv under på samtykket fra Simuleret Deltager 16/ }).click();
    await desk.getByLabel('Dit fulde navn').fill('Koordinator');
    await desk.getByRole('checkbox').check();
    await press(desk, 'Skriv under');
    await desk.getByText('Kan personen være med?').first().waitFor();
    code = /participants\/(\w{7,9})/.exec(desk.url())![1]!;
    await desk.getByLabel(/Hvor gammel/).fill('42');
    await desk.getByRole('radio', { name: 'Ja' }).check();
    await press(desk, 'Gem svarene');
    await desk.getByText(/mangler at svare på startskemaet/).waitFor();
  }, 120_000);

  it('answers the first questionnaire', async () => {
    await phone.goto(`${product.url}/me`);
    await phone.locator('main a.primary, main .primary').first().click();
    await phone.getByRole('radio').first().waitFor();
    await picture(phone, 'newcomer-question');
    await answerAll(phone);
  }, 180_000);

  it('completes the cohort, and the draw gives everybody an arm at once', async () => {
    await desk.reload();
    await desk.getByText('Vælg et hold').first().waitFor();
    const choice = desk.getByRole('radio', { name: /Aalborg vinter/ });
    if ((await choice.count()) > 0) await choice.check();
    await press(desk, 'Sæt på holdet');
    await follow(desk, 'Gå til holdet');
    await picture(desk, 'newcomer-cohort');
    await press(desk, 'Træk lod for holdet');
    await desk
      .getByRole('dialog')
      .getByText(/kan det ikke laves om/)
      .waitFor();
    await press(desk, 'Lodtræk nu');
    await desk.getByText('Gruppe senere').first().waitFor();
    expect(await desk.getByText('Gruppe nu', { exact: true }).count()).toBe(3);
    expect(await desk.getByText('Gruppe senere', { exact: true }).count()).toBe(3);
    await phone.goto(`${product.url}/me`);
    expect(await phone.innerText('main')).toMatch(/Lodtrækningen gav dig/);
    await picture(phone, 'newcomer-announcement');
  }, 120_000);

  it('says who came tonight, as the facilitator: by the link for the evening, and at the desk', async () => {
    const page = await newPage(PHONE, 'da-DK', true);
    await page.goto(product.url + eveningLink());
    await press(page, 'Åbn gruppen');
    await page.waitForURL('**/evening');
    expect(await findBarriers(page)).toEqual([]);
    await page.locator('.person').first().getByRole('button', { name: 'Er her', exact: true }).click();
    expect(await page.locator('.person .said').first().innerText()).toContain('Noteret: Er her');
    await picture(page, 'newcomer-evening');

    const atDesk = await comeAs('gruppeleder@demo.example', null, 'Aalborg hold 1');
    const tonight = atDesk.getByRole('row').nth(1).getByRole('combobox').nth(9);
    expect(await tonight.inputValue()).toBe('present');
    const second = atDesk.getByRole('row').nth(2).getByRole('combobox').nth(9);
    await second.selectOption('late');
    await settled(atDesk);
    await atDesk.reload();
    await second.waitFor();
    expect(await second.inputValue()).toBe('late');
    // The way to what is not the facilitator's is no way.
    expect(await atDesk.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual(['Min gruppe']);
  }, 120_000);

  it('telephones, as the assessor, one of the two who have not answered', async () => {
    const page = await comeAs('interviewer@demo.example', null, 'Opkald');
    const people = page.getByRole('link', { name: /^Ring til/ });
    expect(await people.count()).toBe(2);
    await picture(page, 'newcomer-calls');
    await people.first().click();
    await page.getByLabel('Jeg fik fat i personen').check();
    await press(page, 'Gem opkaldet');
    await page.getByText(/^Spørgsmål 1 af \d+/).waitFor();
    await page.getByRole('radio').first().check();
    await press(page, 'Gem svaret');
    await page.getByText(/^Spørgsmål 2 af \d+/).waitFor();
    expect(await page.innerText('main')).not.toMatch(/Gruppe nu|Gruppe senere/);
  }, 120_000);

  it('sees as the safety contact that nobody waits', async () => {
    const page = await comeAs('kliniker@demo.example', null, 'Henvendelser');
    await page.getByText('Ingen venter').waitFor();
  }, 60_000);

  it('puts one answer right as the data manager, with a reason', async () => {
    const page = await comeAs('data@demo.example', 'peer-rollout', 'I dag');
    await follow(page, 'Rettelser');
    await page.locator('input[name=participant]').fill(code);
    await page.getByLabel('Tidspunkt').selectOption('baseline');
    await page.locator('input[name=instrument]').fill('who-5');
    await page.locator('input[name=item]').fill('1');
    await page.locator('input[name=code]').fill('5');
    await page.locator('select[name=reason]').selectOption('typing-mistake');
    await press(page, 'Ret svaret');
    await page.getByText('Svaret er rettet og har nu udgave 2.').waitFor();
  }, 120_000);

  it('answers again when ten weeks have passed, and may then stop', async () => {
    await desk.getByRole('button', { name: 'Gå til uge 10' }).click();
    await desk.waitForTimeout(1_000);
    await phone.goto(`${product.url}/me`);
    await phone.locator('main a.primary, main .primary').first().click();
    await phone.getByRole('radio').first().waitFor();
    await answerAll(phone);
    await phone.goto(`${product.url}/me/participation`);
    await picture(phone, 'newcomer-participation');
    await phone.locator('button[value="no-more-data"]').click();
    await phone.waitForURL('**/me');
    const { rows } = await factsOfChange();
    expect(rows).toEqual([{ change: 'no-more-data', source: 'participant' }]);
  }, 180_000);

  it('reads the effect as the researcher, with its numbers in the file', async () => {
    const page = await comeAs('forsker@demo.example', 'peer-2020', 'I dag');
    await follow(page, 'Resultater');
    await page.getByRole('heading', { name: 'Effekten' }).waitFor();
    const shown = await page
      .getByRole('row', { name: /^Hovedanalysen/ })
      .last()
      .innerText();
    await page.locator('svg.recharts-surface').first().waitFor();
    await picture(page, 'researcher-effect');
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'CSV til statistikprogram')]);
    const files = unzipSync(new Uint8Array(readFileSync((await download.path())!)));
    const csv = strFromU8(Object.entries(files).find(([name]) => name.endsWith('data.csv'))![1]);
    const difference = unadjusted(csv);
    const row = await page
      .getByRole('row', { name: /^Uden justering/ })
      .last()
      .innerText();
    expect(row).toContain(difference.toFixed(1).replace('.', ',').replace('-', '−'));
    expect(shown).toMatch(/\d,\d/);
    expect(csv).not.toMatch(/Simuleret|@/);
  }, 120_000);

  it('reads the same as the custodian, and follows the people as the monitor', async () => {
    const custodian = await comeAs('statistiker@demo.example', 'peer-2020', 'I dag');
    await follow(custodian, 'Resultater');
    await custodian.getByRole('heading', { name: 'Effekten' }).waitFor();
    const monitor = await comeAs('monitor@demo.example', 'peer-2020', 'I dag');
    await follow(monitor, 'Deltagernes vej');
    await monitor.getByRole('heading', { level: 1, name: 'Deltagernes vej' }).waitFor();
    await settled(monitor);
    expect(await monitor.innerText('main')).toMatch(/296/);
    await picture(monitor, 'newcomer-flow');
  }, 120_000);

  it('sees as the administrator who works on the trial, and that nothing else is there', async () => {
    const page = await comeAs('administrator@demo.example', 'peer-rollout', 'Kolleger');
    const text = await page.innerText('main');
    for (const colleague of ['Koordinator i Aalborg', 'Gruppeleder i Aalborg', 'Interviewer', 'Monitor'])
      expect(text).toContain(colleague);
    await picture(page, 'newcomer-colleagues');
  }, 60_000);

  it('is told why the recruiting trial shows nothing by arm', async () => {
    const page = await newPage(DESK, 'en-GB');
    await signIn(page, 'forsker@demo.example', 'E-mail', 'Password', 'Sign in');
    await page
      .getByText(/^Paths to everyday life(?! \()/)
      .last()
      .click();
    await follow(page, 'Results');
    await page.getByRole('heading', { level: 1, name: 'Results' }).waitFor();
    await page.waitForTimeout(1_000);
    const text = await page.innerText('main');
    expect(text).toMatch(/two people/i);
    expect(text).not.toMatch(/Group now|Group later/);
    await picture(page, 'researcher-before-the-lock');
  }, 60_000);

  it('meets no barrier on the staff’s screens, at 360 and 1280 pixels, in Danish and English', async () => {
    const barriers: string[] = [];
    for (const [viewport, locale, name] of [
      [PHONE, 'da-DK', 'phone'],
      [DESK, 'en-GB', 'desk'],
    ] as const) {
      const page = await newPage(viewport, locale, true);
      const words =
        locale === 'da-DK' ? (['E-mail', 'Adgangskode', 'Log ind'] as const) : (['E-mail', 'Password', 'Sign in'] as const);
      await signIn(page, 'silkeborg@demo.example', ...words);
      await settled(page);
      for (const link of ['today', 'participants', 'register', 'cohorts', 'plan-cohort']) {
        const base = new URL(page.url());
        await page.goto(`${base.origin}${base.pathname.split('/').slice(0, 4).join('/')}/${link}`);
        await settled(page);
        barriers.push(...(await findBarriers(page)));
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
        await picture(page, `staff-${name}-${link}`);
      }
    }
    expect(barriers).toEqual([]);
  }, 180_000);

  it('saw no complaint in any browser console', () => {
    expect(complaints.flat().filter((one) => !/401/.test(one))).toEqual([]);
  });
});

/** The difference of means, peer group minus usual support, of the primary outcome among those analysed. */
function unadjusted(csv: string): number {
  const [head, ...lines] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const column = (name: RegExp) => head!.findIndex((one) => name.test(one.trim()));
  const [arm, end, baseline] = [column(/^arm$/), column(/^qpr_?15_total_end$/), column(/^qpr_?15_total_baseline$/)];
  expect([arm, end, baseline].every((at) => at >= 0)).toBe(true);
  const mean = (wanted: string) => {
    const values = lines
      .filter((line) => line[arm]!.trim() === wanted && line[end]!.trim() !== '' && line[baseline]!.trim() !== '')
      .map((line) => Number(line[end]));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return mean('peer') - mean('usual');
}

async function factsOfChange(): Promise<{ rows: unknown[] }> {
  const { Client } = await import('pg');
  const { findEmbedded } = await import('#server/db/embedded');
  const client = new Client({ connectionString: await findEmbedded(folder) });
  await client.connect();
  const { rows } = await client.query(
    `SELECT p.payload FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id WHERE f.kind = 'participation-changed' AND f.actor = 'participant'
     AND f.trial = 'peer-rollout'`,
  );
  await client.end();
  return { rows: rows.map(({ payload }) => payload as unknown) };
}
