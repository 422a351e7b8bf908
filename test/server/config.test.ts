import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigProblem, readConfig } from '../../server/config';
import { makeTempFolder } from '../support/temp-folder';

let root: string;
let remove: () => Promise<void>;

beforeEach(() => {
  ({ folder: root, remove } = makeTempFolder('config'));
});
afterEach(() => remove());

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://owner:secret@db.example.org:5432/lodtraek',
  CHECKPOINT_DIR: '/srv/checkpoints',
  KEY_STORE: 'file:/etc/lodtraek/keys.json',
  PUBLIC_URL: 'https://trial.example.org',
};

function refusalsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env, root);
  } catch (cause) {
    // The refusal is what this asks for; anything else is a fault of the test.
    if (!(cause instanceof ConfigProblem)) throw cause;
    expect(cause.message.split('\n')).toHaveLength(cause.wrong.length);
    return cause.wrong.map(({ field }) => field);
  }
  return [];
}

describe('the configuration', () => {
  test('needs nothing for an evaluation and keeps everything below ./data', () => {
    const config = readConfig({}, root);
    expect(config).toEqual({
      production: false,
      port: 4000,
      dataDir: path.join(root, 'data'),
      databaseUrl: undefined,
      roleUrls: {},
      publicUrl: 'http://localhost:4000',
      smtpUrl: undefined,
      keyStore: `file:${path.join(root, 'data', 'secrets', 'keys.json')}`,
      checkpointDir: path.join(root, 'data', 'checkpoints'),
      wordingsDir: path.join(root, 'data', 'wordings'),
      process: 'all',
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.roleUrls)).toBe(true);
  });

  test('follows the port in the address people open, and the data folder in keys and checkpoints', () => {
    const config = readConfig({ PORT: '5055', DATA_DIR: 'elsewhere' }, root);
    expect(config.publicUrl).toBe('http://localhost:5055');
    expect(config.keyStore).toBe(`file:${path.join(root, 'elsewhere', 'secrets', 'keys.json')}`);
    expect(config.checkpointDir).toBe(path.join(root, 'elsewhere', 'checkpoints'));
    expect(config.wordingsDir).toBe(path.join(root, 'elsewhere', 'wordings'));
    expect(readConfig({ WORDINGS_DIR: 'words' }, root).wordingsDir).toBe(path.join(root, 'words'));
  });

  test('reads .env, lets the real environment win, and takes an empty field for one not set', () => {
    writeFileSync(path.join(root, '.env'), 'PORT=4100\nPROCESS="web"\nSMTP_URL=smtp://mail.example.org:587 # ours\nDATA_DIR=\n');
    const config = readConfig({ PORT: '4200', PROCESS: '' }, root);
    expect(config).toMatchObject({
      port: 4200,
      process: 'web',
      smtpUrl: 'smtp://mail.example.org:587',
      dataDir: path.join(root, 'data'),
    });
  });

  test('takes the logins that somebody else made, each for its zone', () => {
    const url = (role: string): string => `postgresql://${role}@db.example.org/lodtraek`;
    const { roleUrls } = readConfig({ DATABASE_URL_IDENTITY: url('a'), DATABASE_URL_JOBS: url('b') }, root);
    expect(roleUrls).toEqual({ identity: url('a'), jobs: url('b') });
  });

  test('drops the slash at the end of the address people open', () => {
    expect(readConfig({ PUBLIC_URL: 'https://trial.example.org/' }, root).publicUrl).toBe('https://trial.example.org');
  });

  test.each([
    ['PORT', 'four thousand'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '40.5'],
    ['DATABASE_URL', 'db.example.org'],
    ['DATABASE_URL', 'mysql://owner@db.example.org/lodtraek'],
    ['DATABASE_URL', 'postgres://owner@db.example.org:99999/lodtraek'],
    ['DATABASE_URL', 'postgres://owner@db.example.org'],
    ['DATABASE_URL_IDENTITY', 'nonsense'],
    ['DATABASE_URL_LINKAGE', 'nonsense'],
    ['DATABASE_URL_ALLOCATOR', 'nonsense'],
    ['DATABASE_URL_RESEARCH', 'nonsense'],
    ['DATABASE_URL_AUDITOR', 'nonsense'],
    ['DATABASE_URL_JOBS', 'nonsense'],
    ['PUBLIC_URL', 'trial.example.org'],
    ['PUBLIC_URL', 'ftp://trial.example.org'],
    ['PUBLIC_URL', 'https://trial.example.org/?a=b'],
    ['SMTP_URL', 'mail.example.org:587'],
    ['SMTP_URL', 'http://mail.example.org'],
    ['SMS_URL', 'smtp://:token@sms.example.org'],
    ['SMS_URL', 'https://sms.example.org/without-a-token'],
    ['SMS_URL', 'nonsense'],
    ['KEY_STORE', '/etc/lodtraek/keys.json'],
    ['KEY_STORE', 'file:'],
    ['KEY_STORE', 'file://elsewhere/keys.json'],
    ['PROCESS', 'everything'],
  ])('refuses %s written as "%s"', (field, value) => {
    expect(refusalsOf({ [field]: value })).toEqual([field]);
  });

  test('names every wrong field at once', () => {
    expect(refusalsOf({ PORT: 'x', DATABASE_URL: 'x', PUBLIC_URL: 'x', SMTP_URL: 'x', KEY_STORE: 'x', PROCESS: 'x' })).toEqual([
      'PORT',
      'DATABASE_URL',
      'PUBLIC_URL',
      'SMTP_URL',
      'KEY_STORE',
      'PROCESS',
    ]);
  });

  test('never repeats a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://owner:hunter2@h/d', SMTP_URL: 'http://me:hunter2@h' }, root)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  describe('in production', () => {
    test('is accepted when complete', () => {
      expect(readConfig(production, root)).toMatchObject({ production: true, keyStore: 'file:/etc/lodtraek/keys.json' });
    });

    test.each(['DATABASE_URL', 'CHECKPOINT_DIR', 'KEY_STORE', 'PUBLIC_URL'])('is refused without %s', (field) => {
      expect(refusalsOf({ ...production, [field]: undefined })).toEqual([field]);
    });

    test('is refused with an address people open that is not https', () => {
      expect(refusalsOf({ ...production, PUBLIC_URL: 'http://trial.example.org' })).toEqual(['PUBLIC_URL']);
    });

    test('is refused with a gateway for short messages that is not https', () => {
      expect(refusalsOf({ ...production, SMS_URL: 'http://:token@sms.example.org/' })).toEqual(['SMS_URL']);
      expect(refusalsOf({ ...production, SMS_URL: 'https://:token@sms.example.org/' })).toEqual([]);
    });

    test('is refused with keys below the data folder, also by a detour or a link', () => {
      mkdirSync(path.join(root, 'data'));
      symlinkSync(path.join(root, 'data'), path.join(root, 'looks-elsewhere'));
      for (const place of ['data/keys.json', 'data/../data/keys.json', 'looks-elsewhere/keys.json']) {
        expect(refusalsOf({ ...production, KEY_STORE: `file:${place}` })).toEqual(['KEY_STORE']);
      }
      expect(refusalsOf({ ...production, KEY_STORE: 'file:data-keys/keys.json' })).toEqual([]);
    });
  });
});
