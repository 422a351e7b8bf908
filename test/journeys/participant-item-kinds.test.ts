import type { Page } from 'playwright-core';
import { DESK, findBarriers, findSmall, overflowOf, PHONE, picture } from '../support/browser';
import { press, startVisits, type Visits } from '../support/visitor';
import { walkTo, type Walker } from '../support/walk';

let visits: Visits;
beforeAll(async () => {
  visits = await startVisits(['who-5', 'ons4', 'eq-5d-5l', 'wsas', 'phq-9']);
});
afterAll(() => visits.close());
afterEach(async () => expect(await visits.leave()).toEqual([]));

const KINDS = { rating: 6, number: 15, concerns: 16, alone: 30 };
const pathOf = (number: number) => `/me/waves/baseline/${number}`;
const saved = (page: Page) => page.locator('[data-status]', { hasText: '✓' }).waitFor();

async function come(options: Parameters<Visits['newContext']>[0] = {}): Promise<{ page: Page; walker: Walker }> {
  const walker = await walkTo(visits.server, visits.protocol, visits.coordinator, 'screened');
  return { page: await visits.come(await visits.newContext(options), walker), walker };
}

describe('a question of any kind', () => {
  it.each([
    ['the narrowest telephone', { width: 320, height: 640 }],
    ['a telephone', PHONE],
    ['a desk', DESK],
  ])('fits %s, has no barrier that axe finds, and can be hit with a thumb', async (name, viewport) => {
    const { page } = await come({ viewport, bypassCSP: true });
    for (const [kind, number] of Object.entries(KINDS)) {
      await page.goto(pathOf(number));
      expect(await findBarriers(page)).toEqual([]);
      expect([kind, await overflowOf(page)]).toEqual([kind, 0]);
      expect(await findSmall(page, '.option, input[type=number]', 48)).toEqual([]);
      await picture(page, `participant-kind-${kind}-${name.split(' ').at(-1)}`);
    }
    await page.goto(pathOf(KINDS.rating));
    for (const option of await page.locator('.rating .option').all()) {
      expect((await option.boundingBox())!.width).toBeGreaterThanOrEqual(48);
    }
  });

  it('of a long rating is saved in the moment of choosing', async () => {
    const { page, walker } = await come();
    await page.goto(pathOf(KINDS.rating));
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await page.getByRole('radio', { name: '10', exact: true }).check();
    await saved(page);
    expect(await visits.answersOf(walker)).toMatchObject([{ instrument: 'ons4', item: '1', code: 10 }]);
  });

  it('of a number is saved when typed, whether one leaves the field first or not, and only once', async () => {
    const { page, walker } = await come();
    await page.goto(pathOf(KINDS.number));
    const field = page.getByRole('spinbutton');
    expect(await field.inputValue()).toBe('');
    await field.fill('73');
    await field.blur();
    await saved(page);
    await press(page, 'Videre');
    await page.waitForURL(`**${pathOf(KINDS.number + 1)}`);

    await page.goto(pathOf(KINDS.number));
    expect(await field.inputValue()).toBe('73');
    await field.fill('74');
    // As a telephone does that sends the form while the field is still held.
    await page.evaluate(`document.querySelector('#answer').requestSubmit()`);
    await page.waitForURL(`**${pathOf(KINDS.number + 1)}`);
    await page.goto(pathOf(KINDS.number));
    await press(page, 'Videre');
    await page.waitForURL(`**${pathOf(KINDS.number + 1)}`);
    expect((await visits.answersOf(walker)).map(({ code }) => code)).toEqual([73, 74]);
  });

  it('of a number goes nowhere with one outside its range, and can be declined', async () => {
    const { page, walker } = await come();
    await page.goto(pathOf(KINDS.number));
    await page.getByRole('spinbutton').fill('101');
    await press(page, 'Videre');
    expect(new URL(page.url()).pathname).toBe(pathOf(KINDS.number));
    await press(page, 'Vil helst ikke svare');
    await page.waitForURL(`**${pathOf(KINDS.number + 1)}`);
    expect(await visits.answersOf(walker)).toMatchObject([{ item: 'vas', code: null, blank: 'declined' }]);
  });

  it('may be said not to concern the person, and changed to an answer', async () => {
    const { page, walker } = await come();
    await page.goto(pathOf(KINDS.concerns));
    await page.getByRole('radio', { name: 'Det vedrører ikke mig' }).check();
    await saved(page);
    await page.reload();
    expect(await page.getByRole('radio', { name: 'Det vedrører ikke mig' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: '8', exact: true }).check();
    await saved(page);
    await press(page, 'Videre');
    await page.waitForURL(`**${pathOf(KINDS.concerns + 1)}`);
    expect(await visits.answersOf(walker)).toMatchObject([
      { code: null, blank: 'not-applicable' },
      { code: 8, blank: null },
    ]);
  });
});
