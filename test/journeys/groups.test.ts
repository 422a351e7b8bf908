import type { Browser } from 'playwright-core';
import { DESK, findBarriers, listenForComplaints, overflowOf, PHONE, picture, startBrowser } from '../support/browser';
import { drawCohort, type DrawnCohort } from '../support/groups';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';
import { heading } from '../support/visitor';

let server: TestServer;
let browser: Browser;
let drawn: DrawnCohort;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer(), startBrowser()]);
  server.setClock('2026-11-24T15:30:00Z');
  drawn = await drawCohort(server, 12);
});
afterAll(async () => {
  await browser.close();
  expect(server.faults).toEqual([]);
  await server.close();
});

it('a coordinator forms groups after the draw, names who leads one, and makes tonight’s link', async () => {
  const { email } = await server.staff(drawn.protocol.id, 'coordinator', 'aalborg');
  const context = await browser.newContext({ viewport: DESK, locale: 'da-DK', baseURL: server.url });
  const complaints = listenForComplaints(context);
  const page = await context.newPage();
  await page.goto('/staff');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Adgangskode').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log ind' }).click();
  await page.getByRole('link', { name: 'Grupper', exact: true }).click();
  expect(await heading(page)).toBe('Grupper');
  await page.getByRole('link', { name: /^Dan grupper af 6 personer/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Dan grupper' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await picture(page, 'staff-form-groups');
  for (const day of await page.getByLabel('Første møde').all()) await day.fill('2026-11-24');
  await page.getByRole('button', { name: 'Dan grupperne' }).click();
  await page.getByRole('heading', { level: 1, name: 'Grupper' }).waitFor();
  await page.getByRole('rowheader').first().getByRole('link').click();
  await page.getByRole('heading', { name: 'Hvem leder gruppen' }).waitFor();
  await page.getByLabel('Navn', { exact: true }).fill('En Frivillig');
  await page.getByLabel('Telefon').fill('20304050');
  await page.getByRole('button', { name: 'Tilføj en leder' }).click();
  await page.getByText('Får et link på sms på mødedagen').waitFor();
  await page
    .getByRole('combobox', { name: /, møde 1$/ })
    .first()
    .selectOption('present');
  await page.getByText('Gemt kl.').first().waitFor();
  await page.getByRole('button', { name: 'Lav et link til i aften' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lav et link til i aften' }).click();
  await page.getByText('Link til møde 1 lavet her').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await picture(page, 'staff-group');
  await page.setViewportSize(PHONE);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  await picture(page, 'staff-group-phone');
  await page.getByRole('link', { name: 'Match', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Match' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await picture(page, 'staff-matches');
  expect(complaints.filter((one) => !/status of 40/.test(one))).toEqual([]);
});
