import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { DESK, findBarriers, listenForComplaints, overflowOf, PHONE, picture, settled, startBrowser } from '../support/browser';
import { freePort } from '../support/fleet.cjs';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo, type Walker } from '../support/walk';

/** A safety contact at night, with a telephone, opens one arm; a coordinator notes a mishap; the custodian is told, and looks at the guard. */
let server: TestServer;
let browser: Browser;
let protocol: Protocol;
let people: Walker[];
const complaints: string[][] = [];
const open: BrowserContext[] = [];
const barriers: string[] = [];

beforeAll(async () => {
  server = await startTestServer(5, undefined, await freePort());
  browser = await startBrowser();
  protocol = await server.openTrial(drawOneByOne);
  const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  const cohort = await planCohort(server, protocol, coordinator);
  people = [];
  for (let n = 0; n < 3; n += 1) people.push(await walkTo(server, protocol, coordinator, 'cohort', cohort));
  for (const { code } of people.slice(0, 2))
    await coordinator.post(`/api/staff/trials/${protocol.id}/participants/${code}/allocation`).expect(200);
  const manager = await server.signedIn(protocol.id, 'data-manager');
  await manager.post(`/api/staff/trials/${protocol.id}/sheets`).send({ site: 'aalborg', sheets: 2 }).expect(200);
}, 120_000);
afterAll(async () => {
  for (const context of open) await context.close();
  await browser?.close();
  await server?.close();
}, 60_000);

/** Somebody new in a role, signed in, at a page of that role. */
async function at(role: Role, page: string, viewport: typeof PHONE, locale: string, site: string | null = null): Promise<Page> {
  const { email } = await server.staff(protocol.id, role, site);
  const context = await browser.newContext({ viewport, locale, bypassCSP: true, baseURL: server.url });
  open.push(context);
  complaints.push(listenForComplaints(context));
  await context.request.post('/api/staff/session', { data: { email, password: PASSWORD } });
  const tab = await context.newPage();
  await tab.goto(`/staff/${protocol.id}/${role}${site === null ? '' : `-${site}`}/${page}`);
  await settled(tab);
  return tab;
}

async function look(page: Page, name: string): Promise<void> {
  await settled(page);
  barriers.push(...(await findBarriers(page)));
  expect([name, await overflowOf(page)]).toEqual([name, 0]);
  await picture(page, name);
}

describe('a safety contact with a telephone', () => {
  it('is asked whether it is needed, why, what happened and whom they tell; then sees the arm once', async () => {
    const page = await at('safety-contact', 'open-arm', PHONE, 'da-DK', 'aalborg');
    await page.getByRole('button', { name: 'Åbn nu' }).click();
    expect(await page.getByText('Svar på dette.').count()).toBe(3);
    await look(page, 'open-arm-360-da');
    await page.getByLabel('Personens kode').first().fill(people[0]!.code);
    await page.getByLabel('Ja, hjælpen afhænger af det').check();
    await page.getByLabel('Akut sygdom').check();
    await page.getByLabel('Hvad er der sket?').fill('Indlagt i nat, vagtlægen spørger.');
    await page.getByLabel('Vagtlæge, 112 eller akutmodtagelse').check();
    await page.getByRole('button', { name: 'Åbn nu' }).click();
    await page.getByRole('heading', { name: 'Lodtrækningen gav' }).waitFor();
    expect(await page.getByText(/^Gruppe (nu|senere)$/).count()).toBe(1);
    await look(page, 'opened-arm-360-da');
    await page.getByRole('button', { name: 'Luk svaret' }).click();
    await page.getByRole('heading', { name: 'Åbn lodtrækningen for én person' }).waitFor();
    await page.reload();
    await settled(page);
    expect(await page.getByText(/^Gruppe (nu|senere)$/).count()).toBe(0);
  });

  it('prints the letters of the sheets, and not what they mean', async () => {
    const page = await at('safety-contact', 'sheets', DESK, 'en-GB', 'aalborg');
    await page.getByRole('button', { name: 'Show the letters for printing' }).click();
    await page.getByRole('rowheader', { name: 'Sheet 2' }).waitFor();
    expect(await page.getByText('Gruppe nu').count()).toBe(0);
    await look(page, 'sheet-keys-1280-en');
  });
});

describe('a coordinator', () => {
  it('finds the mishap that fits at the person’s page, and says it', async () => {
    const page = await at('coordinator', `participants/${people[1]!.code}`, PHONE, 'da-DK', 'aalborg');
    await page.getByRole('link', { name: 'Gik noget galt med lodtrækningen?' }).click();
    await page.getByText('Personen skulle ikke have været trukket').click();
    await page.getByLabel('Opfyldte ikke betingelserne').check();
    await page.getByLabel('Hvad er der sket?').fill('Var under 18 på dagen.');
    await look(page, 'mishap-of-360-da');
    await page.getByRole('button', { name: 'Gem det' }).locator('visible=true').click();
    await page.getByRole('status').getByText('Det er gemt.').waitFor();
    await page.goto(`/staff/${protocol.id}/coordinator-aalborg/mishaps`);
    await page.getByText('Venter på, at en anden bekræfter det.').waitFor();
    await look(page, 'mishaps-360-da');
  });

  it('prints the site’s half of the sheets', async () => {
    const page = await at('coordinator', 'sheets', PHONE, 'da-DK', 'aalborg');
    await page.getByRole('button', { name: 'Vis arkene til udskrift' }).click();
    await page.getByRole('heading', { name: 'Ark 2' }).waitFor();
    await look(page, 'sheets-360-da');
  });
});

describe('those who must know', () => {
  it('a researcher confirms as the second of two, and may pause the lottery', async () => {
    const page = await at('researcher', 'mishaps', DESK, 'en-GB');
    await look(page, 'mishaps-1280-en');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Drawn in error', { exact: true }).waitFor();
    await page.getByText(/^Pausing\./).click();
    await page.getByLabel('Why?').selectOption('safety');
    await page.getByRole('button', { name: 'Pause it' }).click();
    await page.getByText(/^The lottery has been paused since/).waitFor();
    await look(page, 'paused-1280-en');
  });

  it('the custodian is told that an arm was opened, never which, and looks at the guard', async () => {
    const page = await at('custodian', 'today', PHONE, 'da-DK');
    await page.getByRole('link', { name: /blev åbnet i en nødsituation/ }).click();
    await page.getByText('Åbnet i en nødsituation', { exact: true }).waitFor();
    expect(await page.getByText(/Gruppe (nu|senere)/).count()).toBe(0);
    await look(page, 'known-arms-360-da');
    await page.goto(`/staff/${protocol.id}/custodian/guard`);
    await page.getByText('For få endnu').first().waitFor();
    await look(page, 'guard-360-da');
  });
});

it('no page has a barrier or complains', () => {
  expect(barriers).toEqual([]);
  expect(complaints.flat()).toEqual([]);
  expect(server.faults).toEqual([]);
});
