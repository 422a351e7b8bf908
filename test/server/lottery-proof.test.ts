import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { without } from '#protocols/model/without';
import {
  checkCommitments,
  commitmentBytes,
  parseCommitments,
  type CommitmentList,
  type SignedCommitments,
} from '#protocols/verify/commitments';
import { checkReceipt, receiptBytes, type Receipt, type SignedReceipt } from '#protocols/verify/receipt';
import { verifyBundle } from '#protocols/verify/verify';
import { lotteryBundleCommand } from '#server/commands/lottery-bundle';
import { run } from '#server/commands/main';
import { publicHex } from '#server/keys';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { findBarriers, PHONE, startBrowser } from '../support/browser';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { walkTo } from '../support/walk';

/** The proof of a lottery, from the lock to the three verifiers: the command, the file for Node and the page. */
const TRIAL = 'peer-simulated';
const PEOPLE = 24;
const VERIFIERS = join(__dirname, '..', '..', 'dist', 'server', 'verify');

let server: TestServer;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  server = await startTestServer();
  browser = await startBrowser();
  folder = mkdtempSync(join(tmpdir(), 'lodtraek-proof-'));
  const lockers = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;
  await simulateTrial(server.app, { seed: 5, startedAt: new Date('2025-01-12T08:00:00.000Z'), people: PEOPLE, lockers });
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await browser?.close();
  await server.close();
}, 60_000);

const pathOf = (trial: string) => `/api/staff/trials/${trial}/lottery/bundle`;
const ask = (agent: Agent, trial = TRIAL) =>
  agent
    .post(pathOf(trial))
    .buffer(true)
    .parse((reply, done) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('end', () => done(null, Buffer.concat(parts)));
    });
const typeOf = (body: Buffer) => (JSON.parse(body.toString()) as { type: string }).type;
const revealed = async () => (await server.facts(`trial/${TRIAL}`)).filter(({ kind }) => kind === 'seed-revealed');

describe('the proof of a lottery', () => {
  it('is refused to strangers, to those who enrol or act for one site, and before the lock; the database refuses too', async () => {
    expect((await ask(server.anonymous())).status).toBe(401);
    expect((await ask(await server.signedIn(TRIAL, 'coordinator', 'aalborg'))).status).toBe(403);
    expect((await ask(await server.signedIn(TRIAL, 'researcher', 'aalborg'))).status).toBe(403);
    const open = await server.openTrial();
    const early = await ask(await server.signedIn(open.id, 'researcher'), open.id);
    expect([early.status, typeOf(early.body as Buffer)]).toEqual([409, '/problems/not-locked']);
    expect((await server.facts(`trial/${open.id}`)).map(({ kind }) => kind)).not.toContain('seed-revealed');
    await expect(
      server.app.database.research.within({ trial: open.id, sites: '*' }, (tx) =>
        tx.query('SELECT * FROM audit.lottery_facts($1)', [open.id]),
      ),
    ).rejects.toMatchObject({ code: 'LT002' });
    const seeds = JSON.stringify([{ trial: open.id, stream: `trial/${open.id}`, facts: [{ kind: 'seed-revealed' }] }]);
    for (const [login, door] of [
      ['allocator', 'allocation.reveal'],
      ['research', 'research.append'],
    ] as const) {
      await expect(server.app.database[login].query(`SELECT ${door}('{}', $1)`, [seeds])).rejects.toMatchObject({
        code: 'LT007',
      });
    }
    expect(await revealed()).toEqual([]);
  });

  it('reveals each seed once, as a fact, and gives a bundle in which every lot can be drawn again', async () => {
    const researcher = await server.signedIn(TRIAL, 'researcher');
    const first = await ask(researcher);
    expect([first.status, first.headers['content-type']]).toEqual([200, 'application/zip']);
    expect(first.headers['content-disposition']).toContain('peer-simulated-lottery.zip');
    const custodian = await ask(await server.signedIn(TRIAL, 'custodian'));
    expect(custodian.status).toBe(200);
    const facts = await revealed();
    expect(facts).toMatchObject([{ payload: { scheme: 'main', seed: expect.stringMatching(/^[0-9a-f]{64}$/) } }]);

    for (const reply of [first, custodian]) {
      const result = verifyBundle(Uint8Array.from(reply.body as Buffer));
      expect(result.findings).toEqual([]);
      expect(result.schemes).toMatchObject([{ scheme: 'main', allocations: PEOPLE }]);
    }
    const said = Buffer.from(first.body as Buffer).toString('latin1');
    for (const answer of ['item-answered","occurredAt', '"answers":', '"code":3', 'everyday-hard":true']) {
      if (answer.startsWith('item-answered')) expect(said).toContain('"kind":"item-answered"');
      else expect(said).not.toContain(answer);
    }
    writeFileSync(join(folder, 'bundle.zip'), first.body as Buffer);
    const changed = Buffer.from(first.body as Buffer);
    changed[changed.lastIndexOf('"arm":"peer"') + 7] = 0x71;
    writeFileSync(join(folder, 'changed.zip'), changed);
  });

  it('holds the lot of every receipt a coordinator was given, and of no other', async () => {
    const { rows } = await server.test.owner.query<{ code: string; arm: string; site: string }>(
      `SELECT p.code, a.arm, a.site FROM allocation.allocation a JOIN research.participant p USING (participant) WHERE a.trial = $1 LIMIT 1`,
      [TRIAL],
    );
    const { code, arm, site } = rows[0]!;
    const path = `/api/staff/trials/${TRIAL}/participants/${code}/allocation/receipt`;
    await server.anonymous().get(path).expect(401);
    await (await server.signedIn(TRIAL, 'researcher')).get(path).expect(403);
    const elsewhere = ['aalborg', 'silkeborg'].find((one) => one !== site)!;
    await (await server.signedIn(TRIAL, 'coordinator', elsewhere)).get(path).expect(404);
    const coordinator = await server.signedIn(TRIAL, 'coordinator', site);
    const open = await server.openTrial();
    const theirs = await server.signedIn(open.id, 'coordinator', 'aalborg');
    const undrawn = await walkTo(server, open, theirs, 'consented');
    const early = await theirs.get(path.replace(TRIAL, open.id).replace(code, undrawn.code)).expect(409);
    expect(early.body.type).toBe('/problems/not-drawn');
    await coordinator.get(path.replace(code, 'AAAA000')).expect(404);
    const { body } = await coordinator.get(path).expect(200);
    expect(body).toMatchObject({ lodtraekReceipt: 1, trial: TRIAL, participant: code, arm });
    expect((await coordinator.get(path)).body).toEqual(body);

    const zip = Uint8Array.from(readFileSync(join(folder, 'bundle.zip')));
    const codes = (receipt: unknown) => checkReceipt(zip, JSON.stringify(receipt)).map((one) => one.code);
    expect(codes(body)).toEqual([]);
    for (const field of ['trial', 'participant', 'at', 'arm'])
      expect(codes({ ...body, [field]: 'other' })).toEqual(['receipt-forged']);
    expect(codes({ ...body, seq: body.seq + 1 })).toEqual(['receipt-forged']);
    expect(codes({ ...body, publicKey: 'no' })).toEqual(['receipt-unreadable']);
    expect(checkReceipt(zip, 'nothing').map((one) => one.code)).toEqual(['receipt-unreadable']);
    // A lot that was given out and then kept from the bundle, and a receipt of another house.
    const { publicKey } = body as SignedReceipt;
    const said = without(body as SignedReceipt, 'publicKey', 'signature');
    const lost: Receipt = { ...said, fact: 'ab'.repeat(32) };
    const signed = sign(null, receiptBytes(lost), server.app.keys.signing).toString('hex');
    expect(codes({ ...lost, publicKey, signature: signed })).toEqual(['receipt-not-found']);
    const other = generateKeyPairSync('ed25519');
    const foreign = sign(null, receiptBytes(said), other.privateKey).toString('hex');
    expect(codes({ ...said, publicKey: publicHex(other.publicKey), signature: foreign })).toEqual(['receipt-other-key']);
    writeFileSync(join(folder, 'receipt.json'), JSON.stringify(body));
    writeFileSync(join(folder, 'lost.json'), JSON.stringify({ ...lost, publicKey, signature: signed }));
    for (const [name, exit] of [
      ['receipt.json', 0],
      ['lost.json', 1],
      ['nowhere.json', 2],
    ] as const) {
      const quiet = { out: () => undefined, err: () => undefined };
      expect(await run(['verify', join(folder, 'bundle.zip'), '--receipt', join(folder, name)], quiet)).toBe(exit);
    }
  });

  it('opens every lot that blinded readers had a commitment to, and tells them nothing before', async () => {
    const path = `/api/staff/trials/${TRIAL}/lottery/commitments`;
    await server.anonymous().get(path).expect(401);
    for (const role of ['coordinator', 'assessor', 'facilitator'] as const) {
      await (await server.signedIn(TRIAL, role, 'aalborg')).get(path).expect(403);
    }
    const monitor = await server.signedIn(TRIAL, 'monitor');
    const { body } = await monitor.get(path).expect(200);
    expect(body).toMatchObject({ lodtraekCommitments: 1, trial: TRIAL });
    expect(body.lots).toHaveLength(PEOPLE);
    expect(JSON.stringify(body)).not.toMatch(/peer"|usual/);
    const here = (await (await server.signedIn(TRIAL, 'monitor', 'aalborg')).get(path).expect(200)).body.lots as {
      participant: string;
    }[];
    expect(here.length).toBeGreaterThan(0);
    expect(here.length).toBeLessThan(PEOPLE);
    const open = await server.openTrial();
    const none = await (await server.signedIn(open.id, 'researcher')).get(path.replace(TRIAL, open.id)).expect(200);
    expect(none.body.lots).toEqual([]);

    const zip = Uint8Array.from(readFileSync(join(folder, 'bundle.zip')));
    const codes = (list: SignedCommitments) =>
      checkCommitments(zip, parseCommitments(JSON.stringify(list))!).map((one) => one.code);
    expect(codes(body)).toEqual([]);
    const [first] = body.lots;
    expect(codes({ ...body, lots: [{ ...first, commitment: 'ab'.repeat(32) }] })).toEqual(['commitments-forged']);
    const { publicKey, signature, ...said } = body as SignedCommitments;
    const lost: CommitmentList = { ...said, lots: [{ ...first, commitment: 'ab'.repeat(32) }, ...said.lots.slice(1)] };
    const signed = sign(null, commitmentBytes(lost), server.app.keys.signing).toString('hex');
    expect(codes({ ...lost, publicKey, signature: signed })).toEqual(['commitment-not-opened']);
    const other = generateKeyPairSync('ed25519');
    const foreign = sign(null, commitmentBytes(said), other.privateKey).toString('hex');
    expect(codes({ ...said, publicKey: publicHex(other.publicKey), signature: foreign })).toEqual(['commitments-other-key']);
    expect([
      parseCommitments('nothing'),
      parseCommitments('null'),
      parseCommitments(JSON.stringify({ ...body, lots: [3] })),
    ]).toEqual([undefined, undefined, undefined]);
    writeFileSync(join(folder, 'kept.json'), JSON.stringify({ ...said, publicKey, signature }));
    writeFileSync(join(folder, 'lost-list.json'), JSON.stringify({ ...lost, publicKey, signature: signed }));
    const quiet = { out: () => undefined, err: () => undefined };
    for (const [name, exit] of [
      ['kept.json', 0],
      ['lost-list.json', 1],
    ] as const) {
      expect(await run(['verify', join(folder, 'bundle.zip'), '--receipt', join(folder, name)], quiet)).toBe(exit);
    }
  });

  it('lodtraek lottery bundle writes it too, and says why where it cannot', async () => {
    const said: string[] = [];
    const written: string[] = [];
    const io = {
      out: (text: string) => void said.push(text),
      err: (text: string) => void said.push(text),
      writeBytes: (path: string, bytes: Uint8Array) => {
        writeFileSync(path, bytes);
        written.push(path);
        return Promise.resolve();
      },
    };
    const open = await server.openTrial();
    const out = join(folder, 'by-command.zip');
    const to = (trial: string) => lotteryBundleCommand({ trial, out, json: false }, server.app, server.recording(), io);
    expect(await to(open.id)).toBe(2);
    expect(said.join()).toContain('Planen er ikke låst endnu');
    expect(await to('nowhere')).toBe(2);
    expect(written).toEqual([]);
    expect(await to(TRIAL)).toBe(0);
    expect(verifyBundle(Uint8Array.from(readFileSync(out))).findings).toEqual([]);
    expect(await revealed()).toHaveLength(1);
  });

  it('lodtraek verify and the stand-alone verify.mjs say the same, with the same exit code', async () => {
    const command = async (...argv: string[]) => {
      let said = '';
      const code = await run(['verify', ...argv], { out: (text) => (said += `${text}\n`), err: (text) => (said += `${text}\n`) });
      return { code, said };
    };
    const node = (...argv: string[]) => {
      const done = spawnSync(process.execPath, [join(folder, 'verify.mjs'), ...argv], { encoding: 'utf8', cwd: folder, env: {} });
      return { code: done.status, said: done.stdout };
    };
    // Alone in its folder, so that nothing of ours can be found from there.
    writeFileSync(join(folder, 'verify.mjs'), readFileSync(join(VERIFIERS, 'verify.mjs')));
    const [whole, changed] = [join(folder, 'bundle.zip'), join(folder, 'changed.zip')];
    const intact = await command(whole);
    expect(intact.code).toBe(0);
    expect(intact.said).toContain(`Lodtrækningen er intakt. Alle ${PEOPLE} lod er trukket igen og gav det samme.`);
    expect(node(whole)).toEqual(intact);
    const broken = await command(changed, '--language', 'en');
    expect(broken.code).toBe(1);
    expect(broken.said).toMatch(
      /- facts\.jsonl, line \d+, participant\/[0-9a-f-]{36} \d+: The payload is not what was recorded\./,
    );
    expect(node(changed, '--english')).toEqual(broken);
    expect(JSON.parse((await command(whole, '--json')).said)).toEqual(JSON.parse(node(whole, '--json').said));
    for (const name of ['receipt.json', 'lost.json'])
      expect(node(whole, join(folder, name))).toEqual(await command(whole, '--receipt', join(folder, name)));
    expect((await command(join(folder, 'nothing.zip'))).code).toBe(2);
    expect(node().code).toBe(2);
  });

  it('the page at /verify does so without the network, on a telephone, saved to a disk or not', async () => {
    const reply = await server.anonymous().get('/verify').expect(200);
    expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-/);
    await server.anonymous().get('/verify/verify.mjs').expect(200);
    const saved = join(folder, 'verify.html');
    writeFileSync(saved, reply.text);
    for (const address of [`${server.url}/verify`, `file://${saved}`]) {
      const context = await browser.newContext({ viewport: PHONE });
      const page = await context.newPage();
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
      await page.goto(address);
      await page.setInputFiles('#bundle', join(folder, 'bundle.zip'));
      await page.waitForSelector('pre.intact');
      expect(await page.textContent('#en')).toContain(`All ${PEOPLE} lots were drawn again and came out the same.`);
      await page.setInputFiles('#receipt', join(folder, 'receipt.json'));
      await page.getByText('Det, du har gemt, passer: pakken rummer det samme').waitFor();
      expect(await page.locator('pre.intact').count()).toBe(2);
      await page.setInputFiles('#receipt', join(folder, 'lost.json'));
      await page.waitForSelector('pre.broken');
      expect(await page.textContent('#en')).toContain('- receipt: ');
      await page.setInputFiles('#bundle', join(folder, 'changed.zip'));
      await page.getByText('Kvitteringen prøves, når pakken selv er i orden.').waitFor();
      expect(await page.textContent('#da')).toContain('facts.jsonl, linje');
      expect(await findBarriers(page)).toEqual([]);
      expect(asked.filter((url) => !url.endsWith('favicon.ico'))).toEqual([address]);
      expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
      await context.close();
    }
  }, 120_000);
});
