import { randomBytes, randomUUID } from 'node:crypto';
import { makeEnvelope, openEnvelope } from '#server/identity';
import type { Keys } from '#server/keys';
import { blindIndex, open, seal, type KeyRing, type Place } from '#server/seal';
import { cloneDatabase } from '../support/database';

const ring: KeyRing = new Map([[1, randomBytes(32)]]);
const place: Place = { table: 'contact', column: 'telephone', row: randomUUID() };

describe('a sealed value', () => {
  it.each([
    ['nothing', ''],
    ['one letter', 'x'],
    ['Danish letters', 'Ærø 12, 2. th.'],
    ['Arabic letters', 'مرحبا'],
    ['a thousand zero bytes', '\0'.repeat(1000)],
  ])('opens where it was sealed: %s', (_what, plain) => {
    expect(open(ring, place, seal(ring, place, plain, randomBytes)).toString('utf8')).toBe(plain);
  });

  it('says the version of its key and hides how it reads; the same text never looks the same', () => {
    const sealed = [1, 2, 3].map(() => seal(ring, place, 'the same', randomBytes));
    expect(new Set(sealed).size).toBe(3);
    for (const one of sealed) expect(one).toMatch(/^v1\.[\w-]{16}\.[\w-]{11}\.[\w-]{22}$/);
  });

  it('fails where any single bit of nonce, text or tag is flipped', () => {
    const [version, ...parts] = seal(ring, place, '+45 12 34 56 78', randomBytes).split('.');
    let tried = 0;
    parts.forEach((part, which) => {
      const bytes = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const bent = Buffer.from(bytes);
        bent[bit >> 3]! ^= 1 << (bit & 7);
        const text = [version, ...parts.map((kept, index) => (index === which ? bent.toString('base64url') : kept))].join('.');
        expect(() => open(ring, place, text)).toThrow();
        tried += 1;
      }
    });
    expect(tried).toBe((12 + 15 + 16) * 8);
  });

  it('fails where any single character of its spelling is another, or one is missing or added', () => {
    const sealed = seal(ring, place, 'Odense', randomBytes);
    for (let at = 0; at < sealed.length; at += 1) {
      for (const other of ['A', 'B', '_', '.', '=', '2', ' '].filter((character) => character !== sealed[at])) {
        expect(() => open(ring, place, sealed.slice(0, at) + other + sealed.slice(at + 1))).toThrow();
      }
      expect(() => open(ring, place, sealed.slice(0, at) + sealed.slice(at + 1))).toThrow();
    }
    for (const more of ['A', '.', '.A', '=', '\n']) expect(() => open(ring, place, sealed + more)).toThrow();
  });

  it('fails in another row, another column, another table', () => {
    const sealed = seal(ring, place, 'Odense', randomBytes);
    for (const moved of [{ row: randomUUID() }, { column: 'email' }, { table: 'staff' }]) {
      expect(() => open(ring, { ...place, ...moved }, sealed)).toThrow();
    }
  });

  it('is sealed by the newest key, opened by the older ones, and by no other', () => {
    const old = seal(ring, place, 'before', randomBytes);
    const turned: KeyRing = new Map([...ring, [2, randomBytes(32)]]);
    expect(open(turned, place, old).toString()).toBe('before');
    const young = seal(turned, place, 'after', randomBytes);
    expect(young).toMatch(/^v2\./);
    expect(() => open(ring, place, young)).toThrow('no key of version 2');
    expect(() => open(turned, place, old.replace(/^v1/, 'v2'))).toThrow();
    expect(() => open(new Map([[1, randomBytes(32)]]), place, old)).toThrow();
    // The same key under another number is still another key: the number is authenticated.
    expect(() => open(new Map([[2, ring.get(1)!]]), place, old.replace(/^v1/, 'v2'))).toThrow();
  });
});

describe('the envelope of a person', () => {
  const keys = { identity: ring } as Keys;

  it('does not open for the row of somebody else, neither its key nor what the key sealed', async () => {
    const test = await cloneDatabase();
    try {
      const scope = { trial: 'seal', sites: '*' as const };
      const people = [randomUUID(), randomUUID()];
      for (const row of people) {
        const envelope = makeEnvelope(keys, 'contact', row, randomBytes);
        await test.database.identity.within(scope, (tx) =>
          tx.query(
            `INSERT INTO identity.contact (contact, trial, site, wrapped_key, name, telephone, created_on) VALUES ($1, 'seal', 'nord', $2, $3, $4, '2026-11-22')`,
            [row, envelope.wrappedKey, envelope.seal('name', `Person ${row}`), envelope.seal('telephone', '12345678')],
          ),
        );
      }
      const read = async (row: string) => {
        const [kept] = await test.database.identity.within(scope, (tx) =>
          tx.query<{ wrapped_key: string; name: string; telephone: string }>(
            'SELECT * FROM identity.contact WHERE contact = $1',
            [row],
          ),
        );
        const envelope = openEnvelope(keys, 'contact', row, kept!.wrapped_key, randomBytes);
        return [envelope.open('name', kept!.name), envelope.open('telephone', kept!.telephone)];
      };
      for (const row of people) expect(await read(row)).toEqual([`Person ${row}`, '12345678']);

      const swaps = [
        ['name', 'p.name'],
        ['wrapped_key', 'p.wrapped_key'],
        ['(wrapped_key, name, telephone)', '(SELECT p.wrapped_key, p.name, p.telephone)'],
      ];
      for (const [columns, values] of swaps) {
        const swap = `UPDATE identity.contact c SET ${columns} = ${values} FROM identity.contact p WHERE p.contact <> c.contact`;
        await test.owner.query(swap);
        for (const row of people) await expect(read(row)).rejects.toThrow();
        await test.owner.query(swap);
      }
      await test.owner.query('UPDATE identity.contact SET name = telephone, telephone = name');
      for (const row of people) await expect(read(row)).rejects.toThrow();
      await test.owner.query('UPDATE identity.contact SET name = telephone, telephone = name');
      for (const row of people) expect(await read(row)).toEqual([`Person ${row}`, '12345678']);
    } finally {
      await test.close();
    }
  });
});

describe('a blind index', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index));

  it.each([
    ['cpr', '1111111118', '4d28281a86aee0ea0056ae61cf800f309271e219d6f20449a8efd96c7661c519'],
    ['email', 'anna@example.dk', 'fe5f4af6fd5f0f25d7a8e581bbc9c8d107259f917f1651d01504dff7dafe5efb'],
  ])('of %s agrees with the vector reckoned beforehand', (column, text, expected) => {
    expect(blindIndex(key, column, text)).toBe(expected);
  });

  it('differs by column and by key', () => {
    const values = [blindIndex(key, 'email', 'a'), blindIndex(key, 'telephone', 'a'), blindIndex(randomBytes(32), 'email', 'a')];
    expect(new Set(values).size).toBe(3);
  });
});
