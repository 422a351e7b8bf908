import { randomBytes, randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { insertStaffSession } from '#server/db/stores/staff-sessions';
import { hashOf } from '#server/http/cookies';
import { findBarriers, overflowOf, PHONE, picture, startBrowser } from '../support/browser';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { heading, press } from '../support/visitor';
import { drawOneByOne, planCohort, walkTo, type Walker } from '../support/walk';

/** The assessor telephones and asks; the safety contact takes what an answer called for: both on a telephone, in Danish. */
let server: TestServer;
let browser: Browser;
let protocol: Protocol;
let coordinator: Agent;
let walker: Walker;
const open: BrowserContext[] = [];
beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
  protocol = await server.openTrial((one) => {
    drawOneByOne(one);
    one.waves.find(({ id }) => id === 'end')!.instruments.push('phq-9');
    one.safety = { ...one.safety, alerts: [{ instrument: 'phq-9', item: '9', atLeast: 1 }], respondWithinHours: 12 };
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator');
  walker = await walkTo(server, protocol, coordinator, 'cohort', await planCohort(server, protocol, coordinator));
  await coordinator.post(`/api/staff/trials/${protocol.id}/participants/${walker.code}/allocation`).expect(200);
  await coordinator.post(`/api/staff/trials/${protocol.id}/clock`).send({ days: 93 }).expect(200);
}, 120_000);
afterAll(async () => {
  await Promise.all(open.map((context) => context.close()));
  await browser.close();
  await server.close();
});

async function at(role: Role, place: string): Promise<Page> {
  const { staff } = await server.staff(protocol.id, role);
  const token = randomBytes(32).toString('base64url');
  const session = { tokenHash: hashOf(token), session: randomUUID(), staff, way: 'password', now: server.now() } as const;
  await insertStaffSession(server.app.database.identity, session);
  const context = await browser.newContext({ viewport: PHONE, locale: 'da-DK', bypassCSP: true });
  open.push(context);
  await context.addCookies([{ name: 'lodtraek-staff', value: token, url: server.url }]);
  const page = await context.newPage();
  await page.goto(`${server.url}/staff/${protocol.id}/${role}/${place}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

async function isGood(page: Page, name: string): Promise<void> {
  await picture(page, name);
  expect(await findBarriers(page)).toEqual([]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
}

it('an assessor whom nobody answered is back at the list, and nothing is asked for that may no longer be read', async () => {
  const page = await at('assessor', 'calls');
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
  });
  await page.getByRole('link', { name: /^Ring til Person/ }).click();
  await page.getByLabel('Ingen tog telefonen').check();
  await press(page, 'Gem opkaldet');
  await page.getByText('Ingen skal ringes op nu').waitFor();
  expect(refused).toEqual([]);
  await coordinator.post(`/api/staff/trials/${protocol.id}/clock`).send({ days: 1 }).expect(200);
});

it('an assessor finds whom to call, says that the person was reached, asks, and hands the answers in', async () => {
  const page = await at('assessor', 'calls');
  expect(await heading(page)).toBe('Opkald');
  await isGood(page, 'assessor-calls');
  await page.getByRole('link', { name: /^Ring til Person/ }).click();
  await page.getByText('Hvad kom der ud af opkaldet?').waitFor();
  await isGood(page, 'assessor-call');
  await page.getByLabel('Jeg fik fat i personen').check();
  await press(page, 'Gem opkaldet');
  await page.getByText('Spørgsmål 1 af 33').waitFor();
  await isGood(page, 'assessor-question');
  for (let number = 1; number <= 33; number += 1) {
    await page.getByText(`Spørgsmål ${number} af 33`).waitFor();
    const isAlarming = number === 32;
    await page
      .getByRole('radio')
      .nth(isAlarming ? 1 : 0)
      .check();
    await press(page, 'Gem svaret');
    if (!isAlarming) continue;
    await page.getByText('Sig dette nu').waitFor();
    await isGood(page, 'assessor-help');
    await press(page, 'Næste spørgsmål');
  }
  await page.getByText('Alle spørgsmål har et svar.').waitFor();
  await press(page, 'Send svarene ind');
  await page.getByText('Ingen skal ringes op nu').waitFor();
  const kinds = (await server.facts(`participant/${walker.id}`)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'alert-raised')).toHaveLength(1);
  expect(kinds.at(-1)).toBe('wave-submitted');
});

it('a safety contact takes an alert, sees who it is, has talked with the person, and says how it ended', async () => {
  await walker.record([
    {
      kind: 'alert-raised',
      payload: { alert: randomUUID(), source: 'concern', what: 'worried', dueAt: new Date(0).toISOString() },
    },
  ]);
  const page = await at('safety-contact', 'alerts');
  expect(await heading(page)).toBe('Henvendelser');
  await page.getByText('Fristen er overskredet').waitFor();
  await isGood(page, 'safety-alerts');
  const card = page.getByRole('region', { name: /En facilitator er bekymret/ });
  await card.getByRole('button', { name: 'Jeg tager den' }).click();
  await card.getByRole('button', { name: 'Vis navn og telefon' }).click();
  await card.getByText(/Person \d+/).waitFor();
  await isGood(page, 'safety-taken');
  await card.getByRole('button', { name: 'Jeg har talt med personen' }).click();
  await card.getByText(/^Talt med personen/).waitFor();
  await card.getByLabel('Hvordan endte det?').selectOption('referred');
  await card.getByRole('button', { name: 'Afslut' }).click();
  await page.getByText(/^Afsluttet \(/).waitFor();
  expect((await server.facts(`participant/${walker.id}`)).at(-1)).toMatchObject({
    kind: 'alert-closed',
    payload: { outcome: 'referred' },
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});

it('a monitor reads what happened, of the trial and of one person, and what it can be checked against', async () => {
  const page = await at('monitor', 'trail');
  expect(await heading(page)).toBe('Hvad der er sket');
  await page.getByLabel('Slags hændelse').selectOption('consent-given');
  await page.waitForURL('**/trail?kind=consent-given');
  await page.getByRole('rowheader', { name: 'Samtykke givet' }).first().waitFor();
  await isGood(page, 'monitor-trail');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: /^Hvad der er sket for/ }).waitFor();
  await page
    .getByRole('rowheader', { name: 'Registreret' })
    .or(page.getByRole('link', { name: 'Ældre' }))
    .first()
    .waitFor();
  await isGood(page, 'monitor-trail-of-person');
  await page.goto(`${server.url}/staff/${protocol.id}/monitor/oversight`);
  await page.getByRole('heading', { level: 1, name: 'Samtykker og beviser' }).waitFor();
  await page.getByText(/^Lodtrækningens fingeraftryk/).waitFor();
  await page.getByText(/^Ja, af coordinator/).waitFor();
  await isGood(page, 'monitor-oversight');
});
