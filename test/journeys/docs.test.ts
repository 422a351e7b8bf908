import type { Browser } from 'playwright-core';
import { DESK, findBarriers, listenForComplaints, overflowOf, PHONE, picture, startBrowser } from '../support/browser';
import { sampled } from '../support/thorough';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

describe('the contract as a page', () => {
  const sizes: Record<string, typeof PHONE> = { phone: PHONE, desk: DESK };
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
  )(
    'has no barrier that axe finds and fits its width ($language, $size)',
    async ({ language, size }) => {
      const context = await browser.newContext({ viewport: sizes[size]!, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(`${server.url}/api/docs?sprog=${language}`);
      for (const operation of ['signIn', 'exportData', 'readParticipant', 'saveAnswer']) {
        await page.locator(`#${operation} summary`).click();
        await page.locator(`#${operation} h4`).first().waitFor();
      }
      expect(await findBarriers(page)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await picture(page, `docs-${language}-${size}`);
      await context.close();
    },
    120_000,
  );

  it('keeps to its own policy and its own origin, with script switched off, and its links work', async () => {
    const context = await browser.newContext({ viewport: PHONE, locale: 'da-DK', javaScriptEnabled: false });
    const complaints = listenForComplaints(context);
    const asked: string[] = [];
    const page = await context.newPage();
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.goto(`${server.url}/api/docs`);
    await page.getByRole('heading', { level: 1, name: 'Kontrakten' }).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'The contract' }).waitFor();
    await page.getByRole('link', { name: 'Staff and roles' }).click();
    expect(page.url()).toMatch(/#people$/);
    expect(new Set(asked)).toEqual(new Set([server.url]));
    expect(complaints).toEqual([]);
    await context.close();
  });
});
