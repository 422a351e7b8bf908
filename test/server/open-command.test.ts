import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import { openCommand } from '#server/commands/open';
import { startTestServer, type TestServer } from '../support/server';

/** `lodtraek open`: a trial from a file, or every reason why not. */
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const whole = JSON.parse(readFileSync(join(__dirname, '../../protocols/trials/peer-rollout/1.0.0.json'), 'utf8')) as Protocol;

async function run(text: string | null, { json = false, language = 'en' as 'da' | 'en', production = false } = {}) {
  const { app } = server;
  const said = { out: [] as string[], err: [] as string[] };
  const io = {
    out: (line: string) => void said.out.push(line),
    err: (line: string) => void said.err.push(line),
    readFile: (path: string) =>
      text === null ? Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' })) : Promise.resolve(text),
  };
  const recording = {
    now: app.clock(),
    actor: 'system/command-line',
    grant: null,
    request: 'open',
    entropy: app.entropy,
    uuid: app.uuid,
  };
  const house = { ...app, config: { ...app.config, production } };
  const code = await openCommand({ file: 'trial.json', json, language }, house, recording, io);
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
}

describe('opening a trial from the command line', () => {
  it('refuses a file that is not there, no JSON, or does not hold together, and leaves no fact', async () => {
    expect(await run(null)).toMatchObject({ code: 2, err: 'There is no file trial.json. Check the name and the folder.' });
    expect(await run('{')).toMatchObject({ code: 2, out: '' });
    const broken = JSON.stringify({ ...whole, id: 'never-opened', waves: [] });
    const refused = await run(broken);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^\/waves /m);
    expect(refused.err).toMatch(/Not opened: \d+ things? stands? in the way/);
    expect((await run(broken, { language: 'da' })).err).toMatch(/Ikke åbnet: \d+ ting står i vejen/);
    const { code, out } = await run(broken, { json: true });
    expect({ code, told: JSON.parse(out) as object }).toMatchObject({ code: 2, told: { opened: null } });
    expect(await server.facts('trial/never-opened')).toEqual([]);
  });

  it('refuses a simulated trial in production', async () => {
    const simulated = JSON.stringify({ ...whole, id: 'never-opened', simulated: true });
    expect(await run(simulated, { production: true })).toMatchObject({ code: 2, err: expect.stringMatching(/simulated/) });
    expect(await server.facts('trial/never-opened')).toEqual([]);
  });

  it('opens a whole one, once; its lottery waits for a ceremony', async () => {
    const text = JSON.stringify({ ...whole, id: 'opened-here', simulated: false });
    const { code, out } = await run(text, { json: true });
    expect({ code, told: JSON.parse(out) as object }).toEqual({
      code: 0,
      told: { opened: 'opened-here', version: whole.version },
    });
    const facts = await server.facts('trial/opened-here');
    expect(facts.map(({ kind }) => kind)).toEqual(['trial-opened']);
    expect(await run(text)).toMatchObject({ code: 2, err: expect.stringMatching(/open already/) });
    expect(await server.facts('trial/opened-here')).toHaveLength(1);
  });
});
