import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalise } from '#protocols/model/canonical';
import { GENESIS, factHash, payloadDigest } from '#protocols/model/chain';

const hex = () => fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));

describe('the chain of a stream', () => {
  const first = {
    seq: 1,
    at: '2026-01-01T00:00:00.000Z',
    actor: 'system',
    action: 'trial.create',
    entity: 'trial:1',
    new: { navn: 'Prøve' },
  };
  const second = {
    seq: 2,
    at: '2026-01-01T00:00:01.000Z',
    actor: 'user:7',
    action: 'answer.update',
    entity: 'answer:9',
    old: { v: 3 },
    new: { v: 4 },
    reason: 'tastefejl',
  };

  test('gives the two published links', () => {
    const one = factHash(GENESIS, first);
    expect(one).toBe('b5cfd8845e1b071bb0e9335590552b8f11e9806b3f89eddbcf4b46b8ac9ee67b');
    expect(factHash(one, second)).toBe('aed8b3db69dc86b28b818c6c7bcbf96c5ea3e7490a4635c81b4f72527d241451');
  });

  test('agrees with another implementation of SHA-256 for any nonce and payload', () => {
    fc.assert(
      fc.property(hex(), fc.jsonValue(), (nonce, payload) => {
        const expected = createHash('sha256').update(nonce).update(canonicalise(payload), 'utf8').digest('hex');
        expect(payloadDigest(nonce, payload)).toBe(expected);
      }),
    );
  });

  test('a changed payload, nonce or predecessor changes the digest', () => {
    fc.assert(
      fc.property(hex(), hex(), fc.jsonValue(), fc.jsonValue(), (a, b, one, other) => {
        fc.pre(a !== b && canonicalise(one) !== canonicalise(other));
        expect(payloadDigest(a, one)).not.toBe(payloadDigest(b, one));
        expect(payloadDigest(a, one)).not.toBe(payloadDigest(a, other));
        expect(factHash(a, one)).not.toBe(factHash(b, one));
      }),
    );
  });

  test.each(['', '0', '0'.repeat(63), '0'.repeat(65), 'A'.repeat(64), 'g'.repeat(64)])(
    'refuses %p as a nonce or predecessor',
    (prefix) => {
      expect(() => payloadDigest(prefix, {})).toThrow('nonce must be 64');
      expect(() => factHash(prefix, {})).toThrow('previous hash must be 64');
    },
  );
});
