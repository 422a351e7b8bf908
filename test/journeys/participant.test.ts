import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { participantStream } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { DESK, findBarriers, listenForComplaints, PHONE, picture, startBrowser } from '../support/browser';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { eligibleAnswers, planCohort, register, walkTo, type Walker } from '../support/walk';

let server: TestServer;
let browser: Browser;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), startBrowser()]);
  protocol = await server.openTrial((draft) => {
    draft.waves = draft.waves.map((wave) => ({ ...wave, instruments: ['who-5', 't-ils'] }));
    draft.outcomes = draft.outcomes
      .filter(({ instrument }) => instrument === 'who-5')
      .map((outcome) => ({ ...outcome, role: 'primary' }));
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator');
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
const opened: BrowserContext[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()));
  expect(server.faults.splice(0)).toEqual([]);
});

const at = (walker: Walker) => `/api/staff/trials/${protocol.id}/participants/${walker.code}`;
const act = (path: string, body: object = {}) => coordinator.post(path).send(body).expect(200);
const inform = (walker: Walker) =>
  act(`${at(walker)}/oral-information`, { language: 'da', companion: 'offered', interpreter: false });
const answersOf = async (walker: Walker) =>
  (await server.facts(participantStream(walker.id)))
    .filter(({ kind }) => kind === 'item-answered')
    .map(({ payload }) => payload!);

async function newContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'da-DK', baseURL: server.url, ...options });
  opened.push(context);
  return context;
}

async function linkOf(walker: Walker): Promise<string> {
  const { body } = await act(`${at(walker)}/link`);
  return new URL(body.link as string).pathname;
}

/** Comes in by the personal link, as a person does. */
async function enter(context: BrowserContext, walker: Walker): Promise<Page> {
  const page = await context.newPage();
  await page.goto(await linkOf(walker));
  await page.getByRole('button', { name: 'Gå ind' }).click();
  await page.waitForURL('**/me');
  return page;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
const status = (page: Page) => page.locator('[data-status]').innerText();

/** Reads, understands and says yes, as the pages lead; the same with script and without. */
async function sayYes(page: Page): Promise<void> {
  await follow(page, 'Læs om forsøget');
  await press(page, 'Jeg har læst det');
  await follow(page, 'Se spørgsmålene');
  await page.getByLabel('Nej, det passer ikke').check();
  await press(page, 'Videre');
  expect(await page.getByRole('status').first().innerText()).toMatch(/Det er let at tage fejl/);
  await page.getByLabel('Ja, det passer').check();
  await press(page, 'Videre');
  await page.getByLabel('Nej, det passer ikke').check();
  await press(page, 'Videre');
  await follow(page, 'Se ja og nej');
  await page.getByLabel('Jeg siger ja til det').check();
  await page.getByLabel('Jeg har tænkt nok').check();
  await page.getByLabel('Skriv dit navn').fill('Et Eget Navn');
  await press(page, 'Ja tak');
  await page.waitForURL('**/me');
  expect(await heading(page)).toBe('Tak for dit ja');
}

/** Answers everything and hands it in; `choose` picks the row. */
async function answerAll(page: Page, row = 1): Promise<void> {
  await follow(page, 'Gå til spørgsmålene');
  for (let number = 1; number <= 8; number += 1) {
    await page.waitForURL(`**/waves/*/${number}`);
    if (number === 2) await press(page, 'Vil helst ikke svare');
    else {
      await page.getByRole('radio').nth(row).check();
      await press(page, 'Videre');
    }
  }
  await page.waitForURL('**/waves/*/9');
  await press(page, 'Send mine svar');
  expect(await heading(page)).toBe('Tak for dine svar');
}

/** Countersigns and finds the person eligible, as the coordinator does between the person's own steps. */
async function admit(walker: Walker): Promise<void> {
  await act(`${at(walker)}/consent`, { name: 'Den der informerede' });
  await act(`${at(walker)}/screening`, { answers: eligibleAnswers(protocol) });
}

describe('a participant’s whole way in the browser', () => {
  it('from the link over consent, draw and answers to a withdrawal, with nothing left on the device', async () => {
    const walker = await register(server, protocol, coordinator);
    await inform(walker);
    const context = await newContext();
    const complaints = listenForComplaints(context);
    const foreign: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });

    const link = await linkOf(walker);
    const page = await context.newPage();
    await page.goto(link);
    await picture(page, 'participant-link');
    await press(page, 'Gå ind');
    await page.waitForURL('**/me');
    expect(page.url()).toBe(`${server.url}/me`);
    await picture(page, 'participant-home');
    // Back does not lead to the link: it has left the history.
    await page.goBack();
    expect(page.url()).toBe(`${server.url}/l`);
    await page.goForward();

    await sayYes(page);
    await admit(walker);
    await page.reload();
    await answerAll(page);
    expect((await answersOf(walker)).map(({ code, blank, version }) => [code ?? blank, version])).toEqual([
      [4, 1],
      ['declined', 1],
      [4, 1],
      [4, 1],
      [4, 1],
      [2, 1],
      [2, 1],
      [2, 1],
    ]);

    const cohort = await planCohort(server, protocol, coordinator);
    for (let n = 1; n < protocol.cohorts.minimum; n += 1) await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await act(`${at(walker)}/cohort`, { cohort });
    await page.goto('/me');
    expect(await heading(page)).toBe('Snart trækker vi lod');
    await act(`/api/staff/trials/${protocol.id}/clock`, { days: 8 });
    await act(`/api/staff/trials/${protocol.id}/cohorts/${cohort}/allocation`);
    await page.goto('/me');
    expect(await heading(page)).toBe('Der er trukket lod');
    const told = await page.locator('.announcement').innerText();
    expect(protocol.arms.map(({ announcement }) => announcement.da)).toContain(told);
    await picture(page, 'participant-announcement');

    await act(`/api/staff/trials/${protocol.id}/clock`, { days: 75 });
    await page.goto('/me');
    expect(await heading(page)).toMatch(/^Slutskema/);
    await follow(page, 'Gå til spørgsmålene');
    await page.getByRole('radio').first().check();
    await page.getByText('✓ Dit svar er gemt').waitFor();
    // Two presses from any page: the way out, then the choice.
    await follow(page, 'Skift eller stop');
    await picture(page, 'participant-participation');
    await press(page, 'Spørg mig ikke mere');
    expect(await heading(page)).toBe('Tak for det, du har givet');
    expect((await server.facts(participantStream(walker.id))).at(-1)).toMatchObject({
      kind: 'participation-changed',
      actor: 'participant',
      payload: { change: 'no-more-data', source: 'participant' },
    });

    const kept = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      bases: (await indexedDB.databases()).length,
      cookies: document.cookie,
    }));
    expect(kept).toEqual({ local: 0, session: 0, bases: 0, cookies: 'language=da' });
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('the same without script', async () => {
    const walker = await register(server, protocol, coordinator);
    await inform(walker);
    const page = await enter(await newContext({ javaScriptEnabled: false }), walker);
    await sayYes(page);
    await admit(walker);
    await page.goto('/me');
    await follow(page, 'Gå til spørgsmålene');
    await picture(page, 'participant-question-without-script');
    await page.goto('/me');
    await answerAll(page, 0);
    expect((await answersOf(walker)).map(({ code }) => code)).toEqual([5, null, 5, 5, 5, 1, 1, 1]);
    await page.goto('/me');
    await page.getByText('Mere', { exact: true }).click();
    await follow(page, 'Dit ja på papir');
    expect(await page.locator('main').innerText()).toMatch(/Et Eget Navn, den [^]*Den der informerede, den /);
    await picture(page, 'participant-copy');
    await press(page, 'Hold pause');
    expect(await heading(page)).toBe('Du holder pause');
    await page.goto('/me');
    expect(await heading(page)).toBe('Du har holdt pause');
  });

  it('by keyboard alone, and Enter on an answer never means "would rather not"', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const page = await enter(await newContext({ viewport: DESK }), walker);
    const tabTo = async (role: string, name: RegExp) => {
      for (let steps = 0; steps < 30; steps += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const one = document.activeElement as HTMLElement | null;
          const outline = one ? getComputedStyle(one.closest('label') ?? one) : null;
          return {
            role: one?.tagName.toLowerCase() ?? '',
            text: one?.closest('label')?.innerText ?? one?.innerText ?? '',
            ring: outline?.outlineStyle ?? '',
            width: outline?.outlineWidth ?? '',
          };
        });
        expect([focused.text, focused.ring, focused.width]).toEqual([focused.text, 'solid', '3px']);
        if (focused.role === role && name.test(focused.text)) return;
      }
      throw new Error(`Tab never reached ${String(name)}`);
    };
    await tabTo('a', /Gå til spørgsmålene/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/waves/baseline/1');
    await tabTo('input', /Hele tiden/);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.getByText('✓ Dit svar er gemt').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/waves/baseline/2');
    await tabTo('input', /Hele tiden/);
    await page.keyboard.press('Space');
    await tabTo('button', /^Videre$/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/waves/baseline/3');
    await tabTo('button', /Vil helst ikke svare/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/waves/baseline/4');
    const answers = await answersOf(walker);
    expect(answers.filter(({ item }) => item === '1').at(-1)).toMatchObject({ code: 4, blank: null });
    expect(answers.filter(({ item }) => item === '2').at(-1)).toMatchObject({ code: 5, blank: null });
    expect(answers.filter(({ item }) => item === '3').at(-1)).toMatchObject({ code: null, blank: 'declined' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Gå til indholdet');
  });
});

describe('an answer', () => {
  /** A page at the first question, with script. */
  async function atFirst(walker: Walker, context?: BrowserContext): Promise<Page> {
    const page = await enter(context ?? (await newContext()), walker);
    await page.goto('/me/waves/baseline/1');
    return page;
  }

  it('chosen without a net is saved once the net is back, and leaving before that is warned of', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const context = await newContext();
    const page = await atFirst(walker, context);
    await context.setOffline(true);
    await page.getByRole('radio').nth(2).check();
    await page.getByText('Vi gemmer, når der er net.').waitFor();
    await picture(page, 'participant-offline');
    expect(await answersOf(walker)).toEqual([]);

    const warned = new Promise<string>((resolve) => {
      page.once('dialog', (dialog) => {
        resolve(dialog.type());
        void dialog.dismiss();
      });
    });
    await page.evaluate(() => void setTimeout(() => location.assign('/me'), 0));
    expect(await warned).toBe('beforeunload');

    // Going on waits for the saving rather than losing it.
    await press(page, 'Videre');
    await context.setOffline(false);
    await page.waitForURL('**/waves/baseline/2');
    expect(await answersOf(walker)).toMatchObject([{ item: '1', code: 3, version: 1 }]);
  });

  it('whose acknowledgement was lost is tried again and stored once', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const page = await atFirst(walker);
    let lost = 0;
    await page.route('**/api/participant/answers', async (route) => {
      if (lost < 2) {
        lost += 1;
        await route.fetch();
        return route.abort();
      }
      return route.continue();
    });
    await page.getByRole('radio').nth(1).check();
    await page.getByText('✓ Dit svar er gemt').waitFor();
    expect(lost).toBe(2);
    expect(await answersOf(walker)).toMatchObject([{ code: 4, version: 1 }]);
  });

  it('changed while the first choice is still on its way ends as the last choice', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const page = await atFirst(walker);
    await page.route('**/api/participant/answers', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return route.continue();
    });
    for (const row of [0, 1, 2, 3]) await page.getByRole('radio').nth(row).check();
    await press(page, 'Videre');
    await page.waitForURL('**/waves/baseline/2');
    const answers = await answersOf(walker);
    expect(answers.map(({ code, version }) => [code, version])).toEqual([
      [5, 1],
      [2, 2],
    ]);
  });

  it('given in another tab is shown, never overwritten', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const context = await newContext();
    const one = await atFirst(walker, context);
    const two = await context.newPage();
    await two.goto('/me/waves/baseline/1');
    await one.getByRole('radio').nth(1).check();
    await one.getByText('✓ Dit svar er gemt').waitFor();
    await two.getByRole('radio').nth(4).click();
    await two.getByText('Du har svaret på dette i et andet vindue. Her er det nyeste svar.').waitFor();
    expect(await two.getByRole('radio').nth(1).isChecked()).toBe(true);
    await picture(two, 'participant-two-tabs');
    expect(await answersOf(walker)).toMatchObject([{ code: 4 }]);
    await two.getByRole('radio').nth(4).check();
    await two.getByText('✓ Dit svar er gemt').waitFor();
    expect((await answersOf(walker)).map(({ code }) => code)).toEqual([4, 1]);
  });

  it('chosen after the session ended is said not to be saved, with what to do', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const page = await atFirst(walker);
    await server.test.owner.query('UPDATE linkage.session SET ended_at = now() WHERE participant = $1', [walker.id]);
    await page.getByRole('radio').nth(1).check();
    await page.getByText('Dette svar er ikke gemt endnu.').waitFor();
    expect(await status(page)).toMatch(/Du har holdt pause. Dine svar er gemt. Åbn dit personlige link igen/);
  });

  it('is taken up on another device where it was left, without its value', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const first = await atFirst(walker);
    await first.getByRole('radio').nth(1).check();
    await first.getByText('✓ Dit svar er gemt').waitFor();
    const second = await enter(await newContext({ viewport: DESK }), walker);
    await follow(second, 'Gå til spørgsmålene');
    await second.waitForURL('**/waves/baseline/2');
    await follow(second, 'Tilbage');
    expect(await second.getByRole('radio', { checked: true }).count()).toBe(0);
    expect(await status(second)).toMatch(/Du har svaret på dette/);
    await press(second, 'Videre');
    await second.waitForURL('**/waves/baseline/2');
    expect(await answersOf(walker)).toHaveLength(1);
  });
});

describe('every page', () => {
  const viewports = { phone: PHONE, desk: DESK };

  it.each((['da', 'en'] as const).flatMap((language) => (['phone', 'desk'] as const).map((size) => ({ language, size }))))(
    'has no barrier that axe finds, and fits its width ($language, $size)',
    async ({ language, size }) => {
      // Only here the page's own policy is passed by, so that the checker's script may run.
      const context = await newContext({ viewport: viewports[size], bypassCSP: true });
      await context.addCookies([{ name: 'language', value: language, url: server.url }]);
      const page = await context.newPage();
      const barriers: string[] = [];
      let number = 0;
      const check = async (path?: string) => {
        if (path !== undefined) await page.goto(path);
        barriers.push(...(await findBarriers(page)));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (overflow > 0) barriers.push(`${page.url()} is ${overflow} px too wide`);
        const small = await page.evaluate(() =>
          Array.from(document.querySelectorAll<HTMLElement>('a.button, button, label.option, label.tick, summary, footer a'))
            .filter((one) => one.getClientRects().length > 0)
            .filter((one) => one.getBoundingClientRect().height < (one.matches('.option, .tick') ? 56 : 44))
            .map((one) => `${one.outerHTML.slice(0, 80)} is ${one.getBoundingClientRect().height} px`),
        );
        barriers.push(...small.map((one) => `${page.url()} ${one}`));
        number += 1;
        await picture(page, `participant-${language}-${size}-${String(number).padStart(2, '0')}`);
      };

      await check('/l');
      await check('/l/nonsense');
      await check('/me');
      const walker = await register(server, protocol, coordinator);
      await inform(walker);
      await check(await linkOf(walker));
      await page.locator('form[data-link] button').click();
      await page.waitForURL('**/me');
      await check();
      await page.locator('.menu summary').click();
      await check();
      await check('/me/information');
      await page.locator('main form button').click();
      await check('/me/questions');
      await page.getByRole('radio').nth(1).check();
      await page.locator('main form button').click();
      await check();
      await page.goto('/me/questions?given=stop:yes');
      await page.getByRole('radio').nth(1).check();
      await page.locator('main form button').click();
      await check();
      await check('/me/consent');
      const [yes, no] = await Promise.all(['button.choice', 'a.choice'].map((one) => page.locator(one).boundingBox()));
      expect([Math.round(no!.width), Math.round(no!.height)]).toEqual([Math.round(yes!.width), Math.round(yes!.height)]);
      await check('/me/consent/no');
      await walker.sign();
      await check('/me');
      await admit(walker);
      await check('/me');
      await check('/me/consent/copy');
      await check('/me/waves/baseline/1');
      await page.getByRole('radio').nth(1).check();
      await page.locator('[data-status]', { hasText: '✓' }).waitFor();
      await check();
      await check('/me/waves/baseline/7');
      await check('/me/waves/baseline/9');
      await check('/me/waves/end');
      await check('/me/participation');
      await check('/me/help');
      await check('/me/nowhere');
      await check('/me/paused');
      expect(barriers).toEqual([]);
    },
  );

  it('stays readable in the dark, in forced colours and at twice the size', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const variants: [string, Parameters<Browser['newContext']>[0]][] = [
      ['dark', { colorScheme: 'dark' }],
      ['forced-colours', { forcedColors: 'active' }],
      ['reduced-motion', { reducedMotion: 'reduce', viewport: { width: 320, height: 640 } }],
    ];
    for (const [name, options] of variants) {
      const page = await enter(await newContext({ bypassCSP: true, ...options }), walker);
      for (const path of ['/me', '/me/waves/baseline/1', '/me/participation']) {
        await page.goto(path);
        expect(await findBarriers(page)).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        ).toBeLessThanOrEqual(0);
        await picture(page, `participant-${name}-${path.split('/').at(-1)}`);
      }
    }
  });

  it('weighs less than ten kilobytes of script', () => {
    const folder = join(__dirname, '..', '..', 'dist', 'client', 'participant', 'assets');
    const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
    const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
    expect(scripts).toHaveLength(1);
    expect(bytes).toBeLessThan(10_000);
  });
});
