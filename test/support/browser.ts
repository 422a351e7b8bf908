import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { Client } from 'pg';
import axe, { type AxeResults } from 'axe-core';
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { thorough } from './thorough';

/** Arguments for a machine without a display, less those that would let a page do what no visitor's browser lets it. */
const LENIENT = [
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--single-process',
  '--disable-site-isolation-trials',
];

/** Starts the browser that comes with the tests; `close` ends it. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = await unpackOnce();
  return playwright.launch({ executablePath, args: chromium.args.filter((one) => !LENIENT.includes(one)), headless: true });
}

/** Several test files begin at once, and the first use unpacks the browser: the database that they share keeps the others waiting. */
async function unpackOnce(): Promise<string> {
  const client = new Client({ connectionString: process.env.LODTRAEK_TEST_OWNER! });
  await client.connect();
  await client.query('SELECT pg_advisory_lock(724098)');
  try {
    return await chromium.executablePath();
  } finally {
    await client.end();
  }
}

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

// What runs in the page is given as text: the tests themselves are checked as the server's code is, without a browser's types.
const RUN_AXE = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`;
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const STORED = `(async () => ({
  local: localStorage.length, session: sessionStorage.length, bases: (await indexedDB.databases()).length, cookies: document.cookie,
}))()`;
const FOCUSED = `(() => {
  const one = document.activeElement;
  const ringed = one?.closest('label') ?? one;
  const style = ringed && getComputedStyle(ringed);
  return { tag: one?.tagName.toLowerCase() ?? '', text: ringed?.innerText ?? '', ring: (style?.outlineStyle ?? '') + ' ' + (style?.outlineWidth ?? '') };
})()`;

/**
 * What axe finds on a page, as sentences; none is what we want. The page's context bypasses the page's own policy, which forbids
 * foreign script.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(RUN_AXE);
  return violations.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Waits until the page has its heading and what it asked the server for has come. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(`document.querySelector('h1') !== null && document.querySelector('.loading') === null`);
}

/** By how many pixels a page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> => page.evaluate<number>(OVERFLOW);

/** The visible elements of `selector` that are lower than `pixels`, as sentences. */
export async function findSmall(page: Page, selector: string, pixels: number): Promise<string[]> {
  const found: string[] = [];
  for (const element of await page.locator(selector).all()) {
    const box = await element.boundingBox();
    if (box && box.height < pixels) found.push(`${page.url()} ${await element.innerText()} is ${box.height} px high`);
  }
  return found;
}

/** What a page has left on the device. */
export const storedBy = (page: Page): Promise<{ local: number; session: number; bases: number; cookies: string }> =>
  page.evaluate(STORED);

/** What has the keyboard's focus, and the ring around it. */
export const focusOn = (page: Page): Promise<{ tag: string; text: string; ring: string }> => page.evaluate(FOCUSED);

/**
 * Keeps a picture of the page for human eyes, in test/output: in a thorough run, or where LODTRAEK_PICTURES asks for them. Painting a page
 * at its full length costs as much as checking it.
 */
export async function picture(page: Page, name: string): Promise<void> {
  if (!thorough && process.env.LODTRAEK_PICTURES === undefined) return;
  const folder = join(__dirname, '..', 'output');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Gathers what a context's pages complain of: script errors, refusals of the policy. A test expects none. */
export function listenForComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });
  return complaints;
}
