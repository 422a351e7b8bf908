import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { KeyStoreProblem, loadKeys, systemEntropy, systemPassword, writeKeys } from '#server/keys';
import { makeTempFolder } from '../support/temp-folder';

let folder: string;
let file: string;
let remove: () => Promise<void>;
beforeEach(() => {
  ({ folder, remove } = makeTempFolder('keys'));
  file = path.join(folder, 'secrets', 'keys.json');
});
afterEach(() => remove());

const stored = (): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
const change = (changes: object): void => writeFileSync(file, JSON.stringify({ ...stored(), ...changes }));

describe('the key store', () => {
  it('is made once, for its owner alone, and read back the same', () => {
    const keys = loadKeys(`file:${file}`, true);
    if (process.platform !== 'win32') {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    }
    expect(readdirSync(path.dirname(file))).toEqual(['keys.json']);
    const again = loadKeys(`file:${file}`, true);
    expect(again.identity).toEqual(keys.identity);
    expect(again.blindIndex).toEqual(keys.blindIndex);
    const message = Buffer.from('a checkpoint');
    expect(verify(null, message, again.verifying, sign(null, message, keys.signing))).toBe(true);
  });

  it('gives every purpose a key of its own', () => {
    const { identity, linkage, seed, blindIndex } = loadKeys(`file:${file}`, true);
    const all = [identity.get(1)!, linkage.get(1)!, seed.get(1)!, blindIndex].map((key) => key.toString('hex'));
    expect(new Set(all).size).toBe(4);
    expect(all.every((key) => key.length === 64)).toBe(true);
  });

  it('is not made where nobody asked for that: lost keys must not turn into new ones', () => {
    expect(() => loadKeys(`file:${file}`, false)).toThrow(KeyStoreProblem);
    expect(() => loadKeys(`file:${file}`, false)).toThrow(/does not exist: restore it/);
    expect(existsSync(file)).toBe(false);
  });

  it('is never written over', () => {
    writeKeys(file);
    const before = readFileSync(file, 'utf8');
    expect(() => writeKeys(file)).toThrow(/already: name a file that does not exist yet/);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('takes no rights from a leftover that others could read', () => {
    writeKeys(path.join(folder, 'secrets', 'first.json'));
    writeFileSync(`${file}.new`, 'left by a crash');
    chmodSync(`${file}.new`, 0o666);
    writeKeys(file);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps older keys beside the newest', () => {
    writeKeys(file);
    const { 1: first } = stored().identity as Record<string, string>;
    change({ identity: { 1: first, 2: systemEntropy(32).toString('base64') } });
    expect([...loadKeys(`file:${file}`, false).identity.keys()]).toEqual([1, 2]);
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  it.each<[string, object, RegExp]>([
    ['is of another make', { lodtraekKeys: 2 }, /not one of ours/],
    ['holds a key too short', { seed: { 1: 'AAAA' } }, /not 32 bytes/],
    ['holds a key that is no text', { blindIndex: 7 }, /not 32 bytes/],
    ['lacks a whole ring', { identity: {} }, /lacks keys/],
    ['numbers a key wrongly', { linkage: { newest: Buffer.alloc(32, 1).toString('base64') } }, /numbers them wrongly/],
    ['lost its signing key', { signing: undefined }, /no Ed25519 key/],
    ['has a signing key of another kind', { signing: rsa }, /no Ed25519 key/],
  ])('is refused in one sentence where it %s', (_how, changes, sentence) => {
    writeKeys(file);
    change(changes);
    expect(() => loadKeys(`file:${file}`, false)).toThrow(KeyStoreProblem);
    expect(() => loadKeys(`file:${file}`, false)).toThrow(sentence);
  });

  it('never repeats a key in a refusal', () => {
    writeKeys(file);
    const secret = Buffer.from('a very secret key of wrong size').toString('base64');
    change({ blindIndex: `${secret}${secret}` });
    expect(() => loadKeys(`file:${file}`, false)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
    writeFileSync(file, `{"identity": "${secret}`);
    expect(() => loadKeys(`file:${file}`, false)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
    expect(() => loadKeys(`file:${file}`, false)).toThrow(/is not JSON/);
    writeFileSync(file, 'null');
    expect(() => loadKeys(`file:${file}`, false)).toThrow(/not one of ours/);
  });
});

describe('passwords made here', () => {
  it('are as long as asked and fit for an address', () => {
    const made = Array.from({ length: 200 }, () => systemPassword());
    expect(new Set(made).size).toBe(200);
    for (const one of made) expect(one).toMatch(/^[\w-]{32}$/);
    expect(systemPassword(12)).toHaveLength(12);
  });
});
