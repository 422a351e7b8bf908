import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { rehearseCommand, type RehearseEnvironment, type RehearseOptions } from '#server/commands/rehearse';
import { readConfig } from '#server/config';
import { makeTempFolder } from '../support/temp-folder';

const home = makeTempFolder('rehearse');
const FILE = join(__dirname, '..', '..', 'protocols', 'trials', 'peer-simulated', '1.0.0.json');
const USUAL: RehearseOptions = {
  participants: '8',
  seed: '1',
  perWeek: '6',
  replicates: '20',
  from: '2027-01-04',
  language: 'en',
  json: false,
};
const names: string[] = [];
let server: Client;
beforeAll(async () => {
  server = new Client({ connectionString: process.env.LODTRAEK_TEST_OWNER! });
  await server.connect();
});
afterAll(async () => {
  await server.end();
  await home.remove();
});

function environment(change: Partial<RehearseEnvironment> = {}): RehearseEnvironment {
  const suffix = randomBytes(4).toString('hex');
  names.push(`lodtraek_rehearsal_${suffix}`);
  return {
    config: readConfig({ DATABASE_URL: process.env.LODTRAEK_TEST_OWNER!, DATA_DIR: home.folder }, home.folder),
    signal: new AbortController().signal,
    elapsed: () => 0,
    suffix: () => suffix,
    password: () => randomBytes(18).toString('hex'),
    readFile: (path) => readFile(path, 'utf8'),
    ...change,
  };
}

async function run(file: string, options: Partial<RehearseOptions> = {}, change: Partial<RehearseEnvironment> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await rehearseCommand(file, { ...USUAL, ...options }, environment(change), io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const left = async () =>
  (
    await server.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE datname = ANY ($1)
       UNION SELECT rolname FROM pg_roles WHERE EXISTS (SELECT FROM unnest($1::text[]) n WHERE rolname LIKE n || '%')`,
      [names],
    )
  ).rows;

describe('lodtraek rehearse', () => {
  it.each([
    ['a file that is not there', 'nowhere.json', {}, 'There is no protocol nowhere.json'],
    ['a file that is no protocol', join(__dirname, '..', 'prettier.json'), {}, 'cannot be opened'],
    ['a file that is not JSON', __filename, {}, 'is missing here'],
    ['too few people', FILE, { participants: '1' }, '--participants is a whole number from 2'],
    ['a share of a person', FILE, { participants: '2.5' }, '--participants is a whole number'],
    ['a seed that is none', FILE, { seed: 'x' }, '--seed is a whole number'],
    ['nobody a week', FILE, { perWeek: '0' }, '--per-week is how many'],
    ['too few repetitions', FILE, { replicates: '3' }, '--replicates is a whole number from 10'],
    ['no date', FILE, { from: 'soon' }, '--from is the first day'],
    ['another language', FILE, { language: 'fr' }, '--language is da or en'],
    ['a name no database has', FILE, { keep: 'My database' }, '--keep names a database'],
  ])('refuses %s in a sentence', async (_, file, options, sentence) => {
    const { code, out, err } = await run(file, options);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err.split('\n')).toHaveLength(1);
  });

  it('refuses in production', async () => {
    const config = { ...environment().config, production: true };
    expect(await run(FILE, {}, { config })).toMatchObject({ code: 2, err: expect.stringContaining('This is production') });
  });

  it('refuses a name that is taken', async () => {
    const taken = new URL(process.env.LODTRAEK_TEST_OWNER!).pathname.slice(1);
    await expect(run(FILE, { keep: taken })).rejects.toThrow(`There is a database ${taken} already`);
  });

  it('prints what would happen, and leaves nothing behind', async () => {
    const { code, out } = await run(FILE, { language: 'da' });
    expect(code).toBe(0);
    for (const heading of [
      'Rekruttering',
      'Hold',
      'Lodtrækningens balance',
      'Spørgeskemaer',
      'Arbejde pr. uge',
      'Effekten',
      'Styrke',
    ])
      expect(out).toContain(`— ${heading} —`);
    expect(out).toContain('8 trukket af');
    expect(await left()).toEqual([]);
  }, 120_000);

  it('gives every digit as JSON, the same twice', async () => {
    const [first, second] = [await run(FILE, { json: true }), await run(FILE, { json: true })];
    expect(JSON.parse(first.out)).toMatchObject({ trial: 'peer-simulated', asked: 8, recruitment: { drawn: 8 } });
    expect(second.out).toBe(first.out);
  }, 120_000);

  it('keeps its database where asked to', async () => {
    const keep = `lodtraek_kept_${randomBytes(4).toString('hex')}`;
    const { code, err } = await run(FILE, { keep });
    expect(code).toBe(0);
    expect(err).toContain(`The database ${keep} is kept`);
    const { rows } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [keep]);
    expect(rows).toHaveLength(1);
    await server.query(`DROP DATABASE ${keep} WITH (FORCE)`);
  }, 120_000);

  it('tells how far it has come, and when interrupted leaves no database behind', async () => {
    const stop = new AbortController();
    let now = 0;
    const elapsed = () => {
      now += 600;
      if (now > 20_000) stop.abort();
      return now;
    };
    const { code, out, err } = await run(FILE, { participants: '400', perWeek: '1' }, { signal: stop.signal, elapsed });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/2027-01-\d\d: \d+ registered, \d+ of 400 drawn, \d+ a minute/);
    expect(err).toContain('Interrupted');
    expect(await left()).toEqual([]);
  }, 120_000);
});
