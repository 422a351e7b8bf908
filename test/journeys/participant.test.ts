import type { Page } from 'playwright-core';
import { participantStream } from '#protocols/model/fact';
import { DESK, focusOn, listenForComplaints, picture, storedBy } from '../support/browser';
import { follow, heading, press, startVisits, type Visits } from '../support/visitor';
import { planCohort, register, walkTo } from '../support/walk';

let visits: Visits;
let server: Visits['server'];
let protocol: Visits['protocol'];
let coordinator: Visits['coordinator'];
beforeAll(async () => {
  visits = await startVisits();
  ({ server, protocol, coordinator } = visits);
});
afterAll(() => visits.close());
afterEach(async () => expect(await visits.leave()).toEqual([]));

const act = (path: string, body: object = {}) => coordinator.post(path).send(body).expect(200);

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

describe('a participant’s whole way in the browser', () => {
  it('from the link over consent, draw and answers to a withdrawal, with nothing left on the device', async () => {
    const walker = await register(server, protocol, coordinator);
    await visits.inform(walker);
    const context = await visits.newContext();
    const complaints = listenForComplaints(context);
    const foreign: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });

    const link = await visits.linkOf(walker);
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
    await visits.admit(walker);
    await page.reload();
    await answerAll(page);
    expect((await visits.answersOf(walker)).map(({ code, blank, version }) => [code ?? blank, version])).toEqual([
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
    await act(`${visits.at(walker)}/cohort`, { cohort });
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

    expect(await storedBy(page)).toEqual({ local: 0, session: 0, bases: 0, cookies: 'language=da' });
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('the same without script', async () => {
    const walker = await register(server, protocol, coordinator);
    await visits.inform(walker);
    const page = await visits.come(await visits.newContext({ javaScriptEnabled: false }), walker);
    await sayYes(page);
    await visits.admit(walker);
    await page.goto('/me');
    await follow(page, 'Gå til spørgsmålene');
    await picture(page, 'participant-question-without-script');
    await page.goto('/me');
    await answerAll(page, 0);
    expect((await visits.answersOf(walker)).map(({ code }) => code)).toEqual([5, null, 5, 5, 5, 1, 1, 1]);
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
    const page = await visits.come(await visits.newContext({ viewport: DESK }), walker);
    const tabTo = async (tag: string, name: RegExp) => {
      for (let steps = 0; steps < 30; steps += 1) {
        await page.keyboard.press('Tab');
        const focused = await focusOn(page);
        expect(focused).toMatchObject({ text: focused.text, ring: 'solid 3px' });
        if (focused.tag === tag && name.test(focused.text)) return;
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
    const answers = await visits.answersOf(walker);
    expect(answers.filter(({ item }) => item === '1').at(-1)).toMatchObject({ code: 4, blank: null });
    expect(answers.filter(({ item }) => item === '2').at(-1)).toMatchObject({ code: 5, blank: null });
    expect(answers.filter(({ item }) => item === '3').at(-1)).toMatchObject({ code: null, blank: 'declined' });
    await page.keyboard.press('Tab');
    expect(await focusOn(page)).toMatchObject({ tag: 'a', text: 'Gå til indholdet' });
  });
});
