// npm run pictures: starts the product on temporary data, photographs three screens and puts them into one picture for the README.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { ensure } from '../server/ensure.mjs';

await ensure((line) => console.error(line));
const require = createRequire(import.meta.url);
const { startProcess, ROOT } = require('./support/fleet.cjs');
const OUT = join(ROOT, 'client', 'pictures', 'screens.png');
const folder = mkdtempSync(join(tmpdir(), 'lodtraek-pictures-'));
const product = await startProcess({ DATABASE_URL: '', DATA_DIR: folder });
// In a single process the browser ends with the first window that is closed.
const args = chromium.args.filter((one) => one !== '--single-process');
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true });

const said = (pattern) => pattern.exec(product.said())[1];
const open = async (width, height) => (await browser.newContext({ viewport: { width, height }, locale: 'da-DK' })).newPage();

/** A participant's question, on a telephone. */
async function question() {
  const page = await open(360, 800);
  await page.goto(product.url + new URL(said(/(http\S+\/l\/\S+)\n\s+somebody whose last/)).pathname);
  await page.getByRole('button', { name: 'Gå ind' }).click();
  await page.locator('main a.primary, main .primary').first().click();
  // On to the first whose wording may ship; those before it are worded by the study that uses them.
  while (await page.getByText('ordlyden leveres af undersøgelsen').count()) {
    const asked = page.url();
    await page.getByRole('radio').nth(1).check();
    await page.getByRole('button', { name: 'Videre', exact: true }).click();
    await page.waitForURL((url) => url.href !== asked);
  }
  await page.getByRole('radio').first().waitFor();
  return page.screenshot();
}

/** A member of staff's page, at a desk. */
async function desk(email, steps) {
  // As tall, beside it, as the telephone.
  const page = await open(1280, 1096);
  await page.goto(`${product.url}/staff`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Adgangskode' }).fill(said(/password for all: (\S+)\)/));
  await page.getByRole('button', { name: 'Log ind' }).click();
  await steps(page);
  await page.waitForLoadState('networkidle');
  return page.screenshot();
}

const asSource = (png) => `data:image/png;base64,${png.toString('base64')}`;

try {
  const phone = await question();
  const today = await desk('aalborg@demo.example', (page) => page.getByRole('heading', { level: 1, name: 'I dag' }).waitFor());
  const effect = await desk('forsker@demo.example', async (page) => {
    await page.getByText('PEER 2020').first().click();
    await page.getByRole('link', { name: 'Resultater', exact: true }).click();
    await page.getByRole('heading', { name: 'Effekten' }).scrollIntoViewIfNeeded();
    await page.locator('svg.recharts-surface').first().waitFor();
  });
  const page = await open(1408, 520);
  await page.setContent(`<style>
    body { margin: 0; padding: 16px; display: flex; gap: 16px; align-items: flex-start; background: #faf8f5; }
    img { border: 1px solid #d9dee2; border-radius: 8px; }
  </style>
  <img src="${asSource(phone)}" width="216"><img src="${asSource(today)}" width="560"><img src="${asSource(effect)}" width="560">`);
  mkdirSync(dirname(OUT), { recursive: true });
  await page.locator('body').screenshot({ path: OUT });
  console.log(`Written to ${OUT}`);
} finally {
  await browser.close();
  product.child.kill('SIGTERM');
  await product.exited;
  rmSync(folder, { recursive: true, force: true });
}
