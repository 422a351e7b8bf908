import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { DESK, findBarriers, findSmall, overflowOf, PHONE, picture } from '../support/browser';
import { sampled } from '../support/thorough';
import { startVisits, type Visits } from '../support/visitor';
import { register, walkTo } from '../support/walk';

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

describe('every page', () => {
  const viewports: Record<string, typeof PHONE> = { phone: PHONE, desk: DESK };

  it.each(
    sampled(
      [
        { language: 'da', size: 'phone' },
        { language: 'en', size: 'desk' },
      ],
      [
        { language: 'da', size: 'desk' },
        { language: 'en', size: 'phone' },
      ],
    ),
  )('has no barrier that axe finds, and fits its width ($language, $size)', async ({ language, size }) => {
    // Only here the page's own policy is passed by, so that the checker's script may run.
    const context = await visits.newContext({ viewport: viewports[size]!, bypassCSP: true });
    await context.addCookies([{ name: 'language', value: language, url: server.url }]);
    const page = await context.newPage();
    const barriers: string[] = [];
    let number = 0;
    const check = async (path?: string) => {
      if (path !== undefined) await page.goto(path);
      barriers.push(...(await findBarriers(page)));
      const overflow = await overflowOf(page);
      if (overflow > 0) barriers.push(`${page.url()} is ${overflow} px too wide`);
      barriers.push(
        ...(await findSmall(page, '.option, .tick', 56)),
        ...(await findSmall(page, 'button, .button, summary, footer a', 44)),
      );
      number += 1;
      await picture(page, `participant-${language}-${size}-${String(number).padStart(2, '0')}`);
    };

    await check('/l');
    await check('/l/nonsense');
    await check('/me');
    const walker = await register(server, protocol, coordinator);
    await visits.inform(walker);
    await check(await visits.linkOf(walker));
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
    await visits.admit(walker);
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
  });

  it('stays readable in the dark, in forced colours and at twice the size', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const variants: [string, Parameters<Browser['newContext']>[0]][] = [
      ['dark', { colorScheme: 'dark' }],
      ['forced-colours', { forcedColors: 'active' }],
      ['reduced-motion', { reducedMotion: 'reduce', viewport: { width: 320, height: 640 } }],
    ];
    for (const [name, options] of variants) {
      const page = await visits.come(await visits.newContext({ bypassCSP: true, ...options }), walker);
      for (const path of ['/me', '/me/waves/baseline/1', '/me/participation']) {
        await page.goto(path);
        expect(await findBarriers(page)).toEqual([]);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
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
