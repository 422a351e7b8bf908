import type { BrowserContext, Page } from 'playwright-core';
import { DESK, picture } from '../support/browser';
import { follow, press, startVisits, type Visits } from '../support/visitor';
import { walkTo, type Walker } from '../support/walk';

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

const status = (page: Page) => page.locator('[data-status]').innerText();

describe('an answer', () => {
  /** A page at the first question, with script. */
  async function atFirst(walker: Walker, context?: BrowserContext): Promise<Page> {
    const page = await visits.come(context ?? (await visits.newContext()), walker);
    await page.goto('/me/waves/baseline/1');
    return page;
  }

  it('chosen without a net is saved once the net is back, and leaving before that is warned of', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const context = await visits.newContext();
    const page = await atFirst(walker, context);
    await context.setOffline(true);
    await page.getByRole('radio').nth(2).check();
    await page.getByText('Vi gemmer, når der er net.').waitFor();
    await picture(page, 'participant-offline');
    expect(await visits.answersOf(walker)).toEqual([]);

    const warned = new Promise<string>((resolve) => {
      page.once('dialog', (dialog) => {
        resolve(dialog.type());
        void dialog.dismiss();
      });
    });
    await page.evaluate(`void setTimeout(() => location.assign('/me'), 0)`);
    expect(await warned).toBe('beforeunload');

    // Going on waits for the saving rather than losing it.
    await press(page, 'Videre');
    await context.setOffline(false);
    await page.waitForURL('**/waves/baseline/2');
    expect(await visits.answersOf(walker)).toMatchObject([{ item: '1', code: 3, version: 1 }]);
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
    expect(await visits.answersOf(walker)).toMatchObject([{ code: 4, version: 1 }]);
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
    const answers = await visits.answersOf(walker);
    expect(answers.map(({ code, version }) => [code, version])).toEqual([
      [5, 1],
      [2, 2],
    ]);
  });

  it('given in another tab is shown, never overwritten', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const context = await visits.newContext();
    const one = await atFirst(walker, context);
    const two = await context.newPage();
    await two.goto('/me/waves/baseline/1');
    await one.getByRole('radio').nth(1).check();
    await one.getByText('✓ Dit svar er gemt').waitFor();
    await two.getByRole('radio').nth(4).click();
    await two.getByText('Du har svaret på dette i et andet vindue. Her er det nyeste svar.').waitFor();
    expect(await two.getByRole('radio').nth(1).isChecked()).toBe(true);
    await picture(two, 'participant-two-tabs');
    expect(await visits.answersOf(walker)).toMatchObject([{ code: 4 }]);
    await two.getByRole('radio').nth(4).check();
    await two.getByText('✓ Dit svar er gemt').waitFor();
    expect((await visits.answersOf(walker)).map(({ code }) => code)).toEqual([4, 1]);
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
    const second = await visits.come(await visits.newContext({ viewport: DESK }), walker);
    await follow(second, 'Gå til spørgsmålene');
    await second.waitForURL('**/waves/baseline/2');
    await follow(second, 'Tilbage');
    expect(await second.getByRole('radio', { checked: true }).count()).toBe(0);
    expect(await status(second)).toMatch(/Du har svaret på dette/);
    await press(second, 'Videre');
    await second.waitForURL('**/waves/baseline/2');
    expect(await visits.answersOf(walker)).toHaveLength(1);
  });
});
