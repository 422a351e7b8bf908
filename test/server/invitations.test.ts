import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import { inviteCommand, type InviteOptions } from '#server/commands/invite';
import { inviteStaff } from '#server/sign-in/invite-staff';
import { resetStaff } from '#server/sign-in/reset-staff';
import { accessesOf, addTotp, newAccount, openDoor, startHalfMinute } from '../support/account';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

const SESSION = '/api/staff/session';
const OPENED = '/api/staff/invitations/opened';
const ACCEPTED = '/api/staff/invitations/accepted';
const NEW = 'mursten og havregrød';
const ASKED = { actor: 'staff/administrator', request: 'test' };

let house: TestServer;
let server: TestServer;
let protocol: Protocol;
let people = 0;
beforeAll(async () => {
  house = await startTestServer();
  protocol = await house.openTrial();
});
beforeEach(async () => {
  server = await openDoor(house);
});
afterEach(() => server.close());
afterAll(() => house.close());

const letters = (): string[] => {
  const folder = join(house.app.config.dataDir, 'letters');
  return existsSync(folder) ? readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')) : [];
};
const letterTo = (email: string): string =>
  letters()
    .filter((letter) => letter.includes(email))
    .at(-1)!;
const codeIn = (letter: string): string => /#(\S+)/.exec(letter)![1]!;
const later = (hours: number) => house.setClock(new Date(house.now().getTime() + hours * 3_600_000).toISOString());

async function invite(): Promise<{ staff: string; email: string; code: string; letter: string }> {
  people += 1;
  const email = `invited-${people}@example.org`;
  const staff = await inviteStaff(house.app, ASKED, { name: `Invited ${people}`, email, language: 'da' });
  const letter = letterTo(email);
  return { staff, email, code: codeIn(letter), letter };
}

describe('an invitation', () => {
  it('is a letter that reveals neither trial nor role, with a link whose secret is never sent to a server', async () => {
    const { letter, code, staff } = await invite();
    expect(letter).toMatch(/Subject: Din adgang til Lodtræk/);
    expect(letter).toContain(`http://localhost:4999/staff/invitation#${code}`);
    expect(letter).not.toMatch(/forsøg|Vejen|koordinator|forsker|trial/i);
    expect(Buffer.from(code, 'base64url')).toHaveLength(32);
    const { rows } = await house.test.owner.query('SELECT * FROM identity.staff_invitation WHERE staff = $1', [staff]);
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(await accessesOf(server, staff)).toEqual([{ event: 'invited', way: null, actor: 'staff/administrator' }]);
  });

  it('opens nothing for a guess, for a password before it is accepted, or for an address that has an account', async () => {
    const { email } = await invite();
    expect(
      (
        await server
          .anonymous()
          .post(OPENED)
          .send({ code: 'x'.repeat(43) })
          .expect(404)
      ).body.type,
    ).toBe('/problems/invitation-dead');
    await server
      .anonymous()
      .post(ACCEPTED)
      .send({ code: 'x'.repeat(43), password: NEW })
      .expect(404);
    await server.anonymous().post(SESSION).send({ email, password: NEW }).expect(401);
    await expect(
      inviteStaff(house.app, ASKED, { name: 'Nogen', email: email.toUpperCase(), language: 'da' }),
    ).rejects.toMatchObject({ code: 'address-taken' });
  });

  it('is refused with a weak password and stands; accepted it signs in, and then it is spent', async () => {
    const { code, email, staff } = await invite();
    const agent = server.anonymous();
    const { body: opened } = await agent.post(OPENED).send({ code }).expect(200);
    expect(opened).toMatchObject({ email, kind: 'new' });
    const weak = await agent.post(ACCEPTED).send({ code, password: 'kort' }).expect(400);
    expect(weak.body).toMatchObject({ type: '/problems/password-short', field: 'password' });
    const { body } = await agent.post(ACCEPTED).send({ code, password: NEW }).expect(200);
    expect(body).toMatchObject({ staff, grants: [] });
    await agent.get(SESSION).expect(200);
    await agent.post(OPENED).send({ code }).expect(404);
    await agent.post(ACCEPTED).send({ code, password: NEW }).expect(404);
    await server.anonymous().post(SESSION).send({ email, password: NEW }).expect(200);
    expect((await accessesOf(server, staff)).map(({ event }) => event)).toEqual([
      'invited',
      'invitation-accepted',
      'signed-in',
      'signed-in',
    ]);
  });

  it('is accepted once, however many accept it at the same moment', async () => {
    const { code } = await invite();
    const replies = await Promise.all(
      [1, 2, 3].map((n) =>
        server
          .anonymous()
          .post(ACCEPTED)
          .send({ code, password: `${NEW} ${n}` }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  it('stands for seven days, and until the next one', async () => {
    const { code, staff, email } = await invite();
    await resetStaff(house.app, ASKED, staff, 'en');
    await server.anonymous().post(OPENED).send({ code }).expect(404);
    const again = codeIn(letters().find((letter) => letter.includes(email) && !letter.includes(code))!);
    later(7 * 24 - 0.1);
    expect((await server.anonymous().post(OPENED).send({ code: again }).expect(200)).body.kind).toBe('new');
    later(0.2);
    await server.anonymous().post(OPENED).send({ code: again }).expect(404);
  });

  it('that no letter could carry invites nobody', async () => {
    const app = { ...house.app, post: () => Promise.reject(new Error('the mail server said no')) };
    const wish = { name: 'Nogen', email: 'unreached@example.org', language: 'da' } as const;
    await expect(inviteStaff(app, ASKED, wish)).rejects.toMatchObject({ code: 'letter-not-sent' });
    await inviteStaff(house.app, ASKED, wish);
  });
});

describe('a reset', () => {
  it('changes nothing until it is accepted; then no factor, session or password of before counts', async () => {
    startHalfMinute(house);
    const { staff, email, agent } = await newAccount(server, protocol.id);
    await addTotp(server, agent);
    await resetStaff(house.app, ASKED, staff, 'da');
    await agent.get(SESSION).expect(200);
    const code = codeIn(letterTo(email));
    const { body: opened } = await server.anonymous().post(OPENED).send({ code }).expect(200);
    expect(opened.kind).toBe('reset');
    await server.anonymous().post(ACCEPTED).send({ code, password: NEW }).expect(200);
    await agent.get(SESSION).expect(401);
    await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(401);
    await server.anonymous().post(SESSION).send({ email, password: NEW }).expect(200);
    expect((await accessesOf(server, staff)).map(({ event }) => event).slice(-5)).toEqual([
      'reset',
      'invitation-accepted',
      'signed-in',
      'sign-in-refused',
      'signed-in',
    ]);
  });
});

describe('lodtraek invite', () => {
  const run = async (options: Partial<InviteOptions>) => {
    const out: string[] = [];
    const err: string[] = [];
    const all = { email: 'first@example.org', language: 'da', again: false, json: false, ...options };
    const io = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
    const code = await inviteCommand(all, house.app, house.recording('system/command-line'), io);
    return { code, said: [...out, ...err].join('\n') };
  };

  it('says what is missing and invites nobody', async () => {
    const whole = { name: 'Den første', role: 'researcher', trial: protocol.id };
    for (const [options, sentence] of [
      [{ ...whole, email: 'nowhere' }, /no e-mail address/],
      [{ ...whole, name: ' ' }, /--name/],
      [{ ...whole, role: 'king' }, /--role: coordinator/],
      [{ ...whole, trial: 'no-trial' }, /--trial/],
      [{ ...whole, site: 'atlantis' }, /no site "atlantis".*aalborg/],
      [{ ...whole, language: 'fr' }, /da or en/],
      [{ again: true }, /Nobody has the address/],
    ] as const)
      expect(await run(options)).toMatchObject({ code: 2, said: expect.stringMatching(sentence) });
    expect(letters().filter((letter) => letter.includes('first@example.org'))).toEqual([]);
  });

  it('invites the first person with a grant, refuses a second account, and invites again', async () => {
    const whole = { name: 'Den første', role: 'researcher', trial: protocol.id };
    expect(await run(whole)).toMatchObject({ code: 0, said: expect.stringMatching(/works once, for seven days.*letters/) });
    const first = codeIn(letterTo('first@example.org'));
    expect(await run(whole)).toMatchObject({ code: 2, said: expect.stringMatching(/account with that e-mail address already/) });
    expect(await run({ again: true, json: true })).toEqual({ code: 0, said: '{"invited":"first@example.org"}' });
    await server.anonymous().post(OPENED).send({ code: first }).expect(404);
    const second = letters().find((letter) => letter.includes('first@example.org') && !letter.includes(first))!;
    const { body } = await server
      .anonymous()
      .post(ACCEPTED)
      .send({ code: codeIn(second), password: NEW })
      .expect(200);
    expect(body.grants).toEqual([expect.objectContaining({ role: 'researcher', trial: protocol.id })]);
  });
});
