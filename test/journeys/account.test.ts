import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import { inviteCommand } from '#server/commands/invite';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { openTrial } from '#server/services/trial/open-trial';
import { startHalfMinute } from '../support/account';
import {
  DESK,
  findBarriers,
  focusOn,
  listenForComplaints,
  overflowOf,
  PHONE,
  picture,
  settled,
  startBrowser,
  storedBy,
} from '../support/browser';
import { freePort } from '../support/fleet.cjs';
import { startTestServer, type TestServer } from '../support/server';

/**
 * Somebody is invited, chooses a password, adds an app and keeps the recovery codes; signs in with a code; takes data home after proving
 * anew who they are; adds a passkey and signs in with it alone. At a desk and on a telephone, with the keyboard, in both languages.
 */
const TRIAL = 'peer-simulated';
const EMAIL = 'ny.dataansvarlig@example.org';
const PASSWORD = 'mursten og havregrød';

let house: TestServer;
let browser: Browser;
let desk: Page;
let secret: string;
let codes: string[];
const complaints: string[][] = [];
const open: BrowserContext[] = [];
const barriers: string[] = [];

beforeAll(async () => {
  house = await startTestServer(5, undefined, await freePort());
  browser = await startBrowser();
  const file = join(__dirname, '..', '..', 'protocols', 'trials', TRIAL, '1.0.0.json');
  const startedAt = new Date('2026-01-12T08:00:00.000Z');
  await openTrial(house.app, { ...house.recording(), now: startedAt }, JSON.parse(readFileSync(file, 'utf8')) as Protocol);
  const lockers = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;
  await simulateTrial(house.app, { seed: 5, startedAt, people: 24, lockers });
  house.setClock('2026-05-20T10:00:00.000Z');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
}, 60_000);

async function newPage(viewport: typeof PHONE, locale: string): Promise<Page> {
  const context = await browser.newContext({ viewport, locale, bypassCSP: true, acceptDownloads: true });
  open.push(context);
  complaints.push(listenForComplaints(context));
  return context.newPage();
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
/** From the first page of the role to what it came for. */
const results = async (page: Page, place: string, title: string) => {
  await page.getByRole('link', { name: place, exact: true }).click();
  await heading(page, title);
};
const code = () => generateSync({ secret, epoch: Math.floor(house.now().getTime() / 1000) });
const later = (minutes: number) => {
  house.setClock(new Date(house.now().getTime() + minutes * 60_000).toISOString());
  startHalfMinute(house);
};

/** Looks at a page with axe, for a line too wide, and with a person's eyes afterwards. */
async function look(page: Page, name: string): Promise<void> {
  await settled(page);
  barriers.push(...(await findBarriers(page)));
  expect([name, await overflowOf(page)]).toEqual([name, 0]);
  await picture(page, `account-${name}`);
}

function invitationLink(): string {
  const folder = join(house.app.config.dataDir, 'letters');
  const letters = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  return /http\S+#\S+/.exec(letters.find((letter) => letter.includes(EMAIL))!)![0];
}

async function firstStep(
  page: Page,
  [email, password, submit]: readonly [string, string, string],
  given = PASSWORD,
): Promise<void> {
  await page.goto(`${house.url}/staff`);
  await page.getByLabel(email).fill(EMAIL);
  await page.getByRole('textbox', { name: password }).fill(given);
  await press(page, submit);
}
const DANISH = ['E-mail', 'Adgangskode', 'Log ind'] as const;
const ENGLISH = ['E-mail', 'Password', 'Sign in'] as const;

describe('a member of staff', () => {
  it('is invited from the command line and chooses a password', async () => {
    const options = {
      email: EMAIL,
      name: 'Ny Dataansvarlig',
      role: 'data-manager',
      trial: TRIAL,
      language: 'da',
      again: false,
      json: true,
    };
    const io = { out: () => undefined, err: (text: string) => expect(text).toBe('') };
    expect(await inviteCommand(options, house.app, house.recording('system/command-line'), io)).toBe(0);

    desk = await newPage(DESK, 'da-DK');
    await desk.goto(`${house.url}/staff/invitation`);
    await heading(desk, 'Åbn linket i brevet igen');
    await desk.goto('about:blank');
    await desk.goto(invitationLink());
    await heading(desk, 'Velkommen til Lodtræk');
    expect(desk.url()).toBe(`${house.url}/staff/invitation`);
    expect(await desk.getByLabel('E-mail').inputValue()).toBe(EMAIL);
    await look(desk, 'invitation');
    const password = desk.getByRole('textbox', { name: 'Vælg en adgangskode' });
    await password.fill('kort');
    await press(desk, 'Gem, og log ind');
    await desk.getByText('Skriv mindst 12 tegn.').waitFor();
    await password.fill('Adgangskode2026');
    await press(desk, 'Gem, og log ind');
    await desk.getByText('Den adgangskode bruger mange').waitFor();
    await password.fill(PASSWORD);
    await press(desk, 'Gem, og log ind');
    await heading(desk, 'Min konto');
    await desk.getByText(/Tilføj nu et ekstra bevis/).waitFor();
    await desk.getByText(/I en demonstration er adgangskoden nok/).waitFor();
    await look(desk, 'welcome');
  }, 60_000);

  it('adds an app by its first code, and is told ten recovery codes once', async () => {
    startHalfMinute(house);
    await press(desk, 'Tilføj app');
    await desk.getByRole('img', { name: /QR-kode/ }).waitFor();
    secret = (await desk.locator('.secret').innerText()).replace(/\s/g, '');
    await look(desk, 'app');
    const field = desk.getByLabel('Koden, som appen viser nu');
    await field.fill('12345');
    await press(desk, 'Tilføj');
    await desk.getByText('Skriv de 6 tal fra appen.').waitFor();
    await field.fill(`${code().slice(0, 3)} ${code().slice(3)}`);
    await press(desk, 'Tilføj');
    await heading(desk, 'Her er dine genoprettelseskoder. De vises kun nu.');
    codes = await desk.locator('.secrets .code').allInnerTexts();
    expect(codes).toHaveLength(10);
    await look(desk, 'codes');
    await press(desk, 'Jeg har gemt dem');
    expect(await desk.locator('.secrets').count()).toBe(0);
    await desk.getByText('10 af 10 er tilbage').waitFor();
    expect(await storedBy(desk)).toMatchObject({ local: 0, session: 0, bases: 0 });
  }, 60_000);

  it('signs out, and in again with password and code', async () => {
    await press(desk, 'Log ud');
    await heading(desk, 'Log ind');
    await look(desk, 'sign-in');
    await firstStep(desk, DANISH);
    await heading(desk, 'Et skridt mere');
    await look(desk, 'second-step');
    later(1);
    await desk.getByLabel('Koden fra din app').fill(code() === '000000' ? '000001' : '000000');
    await press(desk, 'Fortsæt');
    await desk.getByText('Det passede ikke').waitFor();
    await desk.getByLabel('Koden fra din app').fill(code());
    await press(desk, 'Fortsæt');
    await results(desk, 'Resultater', 'Effekten');
  }, 60_000);

  it('is asked again before data leave, may wait, and then gets them without asking twice', async () => {
    later(11);
    await press(desk, 'CSV til statistikprogram');
    const dialog = desk.getByRole('dialog', { name: 'Vis igen, at det er dig' });
    await dialog.getByLabel('Koden fra din app').waitFor();
    await look(desk, 'step-up');
    await desk.keyboard.press('Escape');
    await desk.getByText('Det er mere end ti minutter siden').first().waitFor();
    expect(await dialog.count()).toBe(0);

    await press(desk, 'CSV til statistikprogram');
    await dialog.getByLabel('Koden fra din app').fill(code());
    const [download] = await Promise.all([desk.waitForEvent('download'), desk.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    expect(await dialog.count()).toBe(0);
    const exported = await house.facts(`trial/${TRIAL}`);
    expect(exported.filter(({ kind }) => kind === 'exported')).toHaveLength(1);
  }, 60_000);

  it('adds a passkey, signs in with it alone, and proves with it', async () => {
    const devtools = await desk.context().newCDPSession(desk);
    await devtools.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
    await desk.getByRole('link', { name: 'Min konto' }).click();
    await press(desk, 'Tilføj adgangsnøgle');
    await desk.getByText(/Denne slags enhed, tilføjet 20\. maj 2026/).waitFor();
    await look(desk, 'account');

    // A device that does not know its holder is refused in calm words.
    await press(desk, 'Log ud');
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await press(desk, 'Brug adgangsnøgle');
    await desk.getByText('Adgangsnøglen blev ikke brugt').waitFor();
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await press(desk, 'Brug adgangsnøgle');
    await heading(desk, 'Min konto');
    await desk.getByRole('link', { name: 'Til arbejdet' }).click();
    await results(desk, 'Resultater', 'Effekten');

    later(11);
    await press(desk, 'CSV til statistikprogram');
    const dialog = desk.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Adgangsnøgle', exact: true }).click();
    const [download] = await Promise.all([
      desk.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Brug adgangsnøgle' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
  }, 60_000);

  it('comes in on a telephone with the keyboard and a recovery code, which then is spent, and ends the other session', async () => {
    const phone = await newPage(PHONE, 'en-GB');
    await firstStep(phone, ENGLISH);
    await heading(phone, 'One more step');
    await look(phone, 'second-step-phone');
    await phone.getByRole('button', { name: 'Recovery code' }).focus();
    await phone.keyboard.press('Enter');
    expect((await focusOn(phone)).tag).toBe('input');
    await phone.keyboard.type(codes[0]!.toLowerCase());
    await look(phone, 'recovery-phone');
    await phone.keyboard.press('Enter');
    await results(phone, 'Results', 'The effect');
    await phone.goto(`${house.url}/staff/account`);
    await phone.getByText('9 of 10 are left').waitFor();
    await look(phone, 'account-phone');
    await press(phone, 'Sign out everywhere else');
    await phone.getByText('You are signed in nowhere else.').waitFor();
    await desk.reload();
    await heading(desk, 'Log ind');
    await phone.goto(`${house.url}/staff`);
    await results(phone, 'Results', 'The effect');
  }, 60_000);

  it('changes the password, and is told calmly to wait after wrong ones', async () => {
    const [phone] = open[1]!.pages();
    await phone!.goto(`${house.url}/staff/account`);
    await phone!.getByRole('textbox', { name: 'The password you have now' }).fill(PASSWORD);
    await phone!.getByRole('textbox', { name: 'New password' }).fill('fire små ord her');
    await press(phone!, 'Change password');
    await phone!.getByText('The password is changed.').waitFor();
    for (let n = 0; n < 5; n += 1) {
      await firstStep(desk, DANISH);
      await desk.getByText('E-mail og adgangskode passer ikke sammen').waitFor();
    }
    await firstStep(desk, DANISH, 'fire små ord her');
    await desk.getByText(/Prøv igen efter kl\. \d\d\.\d\d\./).waitFor();
    await look(desk, 'wait');
  }, 60_000);

  it('met no barrier and no complaint in the browser, and the server no fault', () => {
    expect(barriers).toEqual([]);
    expect(complaints.flat().filter((one) => !/status of 4\d\d/.test(one))).toEqual([]);
    expect(house.faults).toEqual([]);
  });
});
