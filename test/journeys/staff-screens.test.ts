import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { simulateTrial } from '#server/demonstration/simulate-trial';
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
} from '../support/browser';
import { PASSWORD, startTestServer, type Agent, type TestServer } from '../support/server';
import { sampled } from '../support/thorough';
import { drawInBatchesOf, planCohort, register, walkerOf, walkTo } from '../support/walk';

/**
 * The staff's screens as each role meets them: on a telephone in Danish, at a desk in English, by keyboard alone, empty and full. Axe on
 * every page; nothing wider than its window.
 */
let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let browser: Browser;
let cohort: string;
let code: string;
const people = {} as Record<Role, { email: string }>;
const open: BrowserContext[] = [];
const complaints: string[][] = [];

beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
  protocol = await server.openTrial((one) => {
    drawInBatchesOf(4)(one);
    one.cohorts = { minimum: 4, capacity: 8 };
  });
  for (const role of ['coordinator', 'researcher', 'custodian', 'data-manager', 'monitor', 'facilitator'] as const)
    people[role] = await server.staff(protocol.id, role, role === 'coordinator' ? 'aalborg' : null);
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  for (const context of open.splice(0)) await context.close();
});

const WORDS = { da: ['E-mail', 'Adgangskode', 'Log ind'], en: ['E-mail', 'Password', 'Sign in'] } as const;

/** A page of a role, signed in. The page's own policy is passed by where the checker's script must run. */
async function signIn(
  role: Role,
  language: 'da' | 'en',
  viewport: typeof PHONE,
  more: { dark?: boolean; bypassCSP?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    bypassCSP: more.bypassCSP ?? true,
    colorScheme: more.dark ? 'dark' : 'light',
    acceptDownloads: true,
  });
  open.push(context);
  if (more.bypassCSP === false) complaints.push(listenForComplaints(context));
  const page = await context.newPage();
  const [email, password, submit] = WORDS[language];
  await page.goto(`${server.url}/staff`);
  await page.getByLabel(email).fill(people[role].email);
  await page.getByRole('textbox', { name: password }).fill(PASSWORD);
  await page.getByRole('button', { name: submit }).click();
  // Whoever leads a group arrives at it; the others at their day.
  if (role === 'facilitator') await page.locator('nav.places').waitFor();
  else await page.getByRole('heading', { level: 1, name: language === 'da' ? 'I dag' : 'Today' }).waitFor();
  return page;
}

const home = (role: Role, trial = protocol.id) =>
  `${server.url}/staff/${trial}/${role === 'coordinator' ? 'coordinator-aalborg' : role}`;

/** Goes to each place and gathers what is wrong with it; a picture of each is kept for human eyes. */
async function look(page: Page, role: Role, places: readonly string[], name: string, trial = protocol.id): Promise<string[]> {
  const found: string[] = [];
  for (const place of places) {
    await page.goto(`${home(role, trial)}/${place}`);
    await settled(page);
    found.push(...(await findBarriers(page)));
    const over = await overflowOf(page);
    if (over > 0) found.push(`${page.url()} is ${over} px too wide`);
    await picture(page, `staff-${name}-${place.split('/')[0]}${place.includes('/') ? '-one' : ''}`);
  }
  return found;
}

const WATCHING = ['today', 'recruitment', 'flow', 'completeness'];

describe('before anybody is registered', () => {
  it('every page says so and what comes next, without a barrier', async () => {
    const page = await signIn('coordinator', 'da', PHONE);
    expect(await look(page, 'coordinator', ['today', 'participants', 'cohorts', 'recruitment'], 'empty')).toEqual([]);
    await page.goto(`${home('coordinator')}/participants`);
    await page.getByText('Ingen er registreret endnu').waitFor();
    const researcher = await signIn('researcher', 'en', DESK);
    expect(await look(researcher, 'researcher', WATCHING, 'empty-trial')).toEqual([]);
  }, 120_000);
});

describe('a trial under way', () => {
  beforeAll(async () => {
    cohort = await planCohort(server, protocol, coordinator);
    await planCohort(server, protocol, coordinator, { closes: 30, starts: 40, ends: 110 });
    for (const step of ['signed', 'consented', 'screened', 'baseline'] as const)
      await walkTo(server, protocol, coordinator, step);
    for (let n = 0; n < 3; n += 1) code = (await walkTo(server, protocol, coordinator, 'cohort', cohort)).code;
    const long = `Ane-Kirstine ${'Margrethe-Elisabeth '.repeat(5)}Thorvaldsen`.slice(0, 118);
    await coordinator
      .post(`/api/staff/trials/${protocol.id}/participants`)
      .send({ site: 'aalborg', name: long, email: null, telephone: null, language: 'da' })
      .expect(200);
    const gone = await register(server, protocol, coordinator);
    await coordinator
      .post(`/api/staff/trials/${protocol.id}/participants/${gone.code}/participation`)
      .send({ change: 'no-more-data', source: 'participant' })
      .expect(200);
  }, 120_000);

  it.each(
    sampled<['da' | 'en', string, typeof PHONE, boolean]>(
      [
        ['da', 'phone', PHONE, false],
        ['en', 'dark', DESK, true],
      ],
      [
        ['en', 'desk', DESK, false],
        ['en', 'narrowest', { width: 320, height: 640 }, false],
      ],
    ),
  )(
    'has no barrier for a coordinator (%s, %s)',
    async (language, name, viewport, dark) => {
      const page = await signIn('coordinator', language, viewport, { dark });
      const places = [
        'today',
        'participants',
        `participants/${code}`,
        'register',
        'cohorts',
        `cohorts/${cohort}`,
        'plan-cohort',
        'recruitment',
      ];
      expect(await look(page, 'coordinator', places, `coordinator-${name}`)).toEqual([]);
    },
    180_000,
  );

  it.each(
    sampled<['da' | 'en', string, typeof PHONE]>(
      [
        ['da', 'phone', PHONE],
        ['en', 'widest', { width: 1920, height: 1000 }],
      ],
      [['en', 'desk', DESK]],
    ),
  )(
    'has no barrier for a researcher (%s, %s)',
    async (language, name, viewport) => {
      const page = await signIn('researcher', language, viewport);
      expect(await look(page, 'researcher', WATCHING, `researcher-${name}`)).toEqual([]);
    },
    120_000,
  );

  it('gives every role a first page with its own places', async () => {
    const first = { custodian: 'today', 'data-manager': 'today', monitor: 'today', facilitator: 'my-group' } as const;
    for (const role of ['custodian', 'data-manager', 'monitor', 'facilitator'] as const) {
      const page = await signIn(role, 'da', DESK);
      expect(await look(page, role, [first[role]], `first-${role}`)).toEqual([]);
    }
  }, 120_000);

  it('keeps what is sought in the address, and a file of what is shown', async () => {
    const page = await signIn('coordinator', 'da', DESK, { bypassCSP: false });
    await page.getByRole('link', { name: 'Deltagere', exact: true }).click();
    await page.getByLabel('Søg', { exact: true }).fill('ane-kirstine');
    await page.getByRole('button', { name: 'Søg', exact: true }).click();
    await page.waitForURL(/search=ane-kirstine/);
    await page.getByText('1 person på denne side').waitFor();
    await page.getByRole('link', { name: 'Vis alle' }).click();
    await page.getByLabel('Hvor langt').selectOption({ label: 'Klar til lodtrækning' });
    await page.waitForURL(/step=allocation/);
    await page.getByText('3 personer på denne side').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Hent det viste (CSV)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('deltagere.csv');
    await page.getByLabel('Søg', { exact: true }).fill('Findes Ikke');
    await page.getByRole('button', { name: 'Søg', exact: true }).click();
    await page.getByText('Ingen passer til det, du søger').waitFor();
    await page.goBack();
    await page.getByText('3 personer på denne side').waitFor();
  }, 60_000);

  it('takes the reader to the heading of each new page, and names the window after it', async () => {
    const page = await signIn('coordinator', 'en', DESK, { bypassCSP: false });
    for (const name of ['Participants', 'Cohorts', 'Recruitment']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.waitForFunction(`document.activeElement?.tagName === 'H1'`);
      expect(await page.title()).toBe(`${name} · Lodtræk`);
    }
  }, 60_000);
});

describe('by keyboard alone, on a telephone', () => {
  /** Presses Tab until what has the focus says `text`; a page is not longer than eighty stops. */
  async function tabTo(page: Page, text: RegExp): Promise<void> {
    for (let stop = 0; stop < 80; stop += 1) {
      await page.keyboard.press('Tab');
      const named = await page.evaluate<string>(
        `(() => { const one = document.activeElement; return one?.labels?.[0]?.innerText || one?.getAttribute('aria-label') || one?.innerText || ''; })()`,
      );
      if (text.test(named)) {
        expect((await focusOn(page)).ring).toMatch(/solid 3px/);
        return;
      }
    }
    throw new Error(`nothing that can be reached says ${text}`);
  }

  it('a coordinator registers, informs, signs, screens and places a person, and a refused save loses nothing', async () => {
    const page = await signIn('coordinator', 'da', PHONE, { bypassCSP: false });
    await tabTo(page, /Registrér en person/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Registrér en person' }).waitFor();
    await tabTo(page, /^Navn/);
    await page.keyboard.type('Tastatur Person');
    await tabTo(page, /^E-mail/);
    await page.keyboard.type('ikke en adresse');
    await page.keyboard.press('Enter');
    await page.getByText('Skriv en e-mail som').waitFor();
    expect(await page.getByLabel('Navn').inputValue()).toBe('Tastatur Person');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('tastatur@example.org');
    await page.keyboard.press('Enter');
    await page.getByText(/er registreret med koden/).waitFor();
    await tabTo(page, /Gå til personens side/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Tastatur Person' }).waitFor();
    await picture(page, 'staff-enrol-1');

    await tabTo(page, /Tilbudt, men ingen|Pårørende|En pårørende/);
    await page.keyboard.press('Space');
    await tabTo(page, /Samtalen er holdt/);
    await page.keyboard.press('Enter');
    await page.getByText('Personen er ved at læse informationen').waitFor();
    expect(await page.locator('[aria-current=step]').innerText()).toMatch(/Læsning og underskrift/);

    const shown = (await page.locator('main .code').first().innerText()).replaceAll('-', '');
    await walkerOf(server, protocol, shown, await server.participantId(protocol.id, shown), 'aalborg', 'Tastatur Person').sign();
    await page.reload();
    await tabTo(page, /Jeg har informeret personen/);
    await page.keyboard.press('Space');
    await tabTo(page, /Dit fulde navn/);
    await page.keyboard.type('Koordinator');
    await page.keyboard.press('Enter');
    await page.getByText('Kan personen være med?').waitFor();
    // The reader is taken to what comes next; the first question is the next stop.
    await tabTo(page, /Hvor gammel/);
    await page.keyboard.type('42');
    await tabTo(page, /^Ja$/);
    await page.keyboard.press('Space');
    await tabTo(page, /Gem svarene/);
    await page.keyboard.press('Enter');
    await page.getByText(/mangler at svare på startskemaet/).waitFor();
    await walkerOf(
      server,
      protocol,
      shown,
      await server.participantId(protocol.id, shown),
      'aalborg',
      'Tastatur Person',
    ).handIn();
    await page.reload();
    await tabTo(page, /^Hold 1,/);
    await page.keyboard.press('Space');
    await tabTo(page, /Sæt på holdet/);
    await page.keyboard.press('Enter');
    await tabTo(page, /Gå til holdet/);
    await picture(page, 'staff-enrol-2');
  }, 240_000);
});

describe('after the lock', () => {
  it('the flow shows each arm, and has no barrier on a telephone or at a desk', async () => {
    const lockers = await Promise.all(['a', 'b'].map(async () => (await server.staff(protocol.id, 'data-manager')).staff));
    await simulateTrial(server.app, {
      seed: 5,
      startedAt: new Date('2025-01-12T08:00:00.000Z'),
      people: 60,
      lockers: [lockers[0]!, lockers[1]!],
    });
    const simulated = 'peer-simulated';
    people.researcher = await server.staff(simulated, 'researcher');
    for (const [language, viewport, name] of [
      ['da', PHONE, 'locked-phone'],
      ['en', DESK, 'locked-desk'],
    ] as const) {
      const page = await signIn('researcher', language, viewport);
      expect(await look(page, 'researcher', WATCHING, name, simulated)).toEqual([]);
    }
  }, 180_000);
});

it('saw no complaint in any browser console, and no fault in the log', () => {
  expect(complaints.flat().filter((one) => !/status of 4\d\d/.test(one))).toEqual([]);
  expect(server.faults).toEqual([]);
});
