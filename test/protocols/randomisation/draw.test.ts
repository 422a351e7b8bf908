import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { commitTo } from '#protocols/randomisation/commitment';
import { openStream, shuffle, type Stream, uniformBigInt, uniformInt, withLength } from '#protocols/randomisation/draw';

const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
const published = (block: number) => ['rct-rand/1', 'TRIAL-001', 'scheme-v1', 'block', 'site=A|sex=F', String(block)];
const hexWords = (stream: Stream, n: number) => Array.from({ length: n }, () => stream().toString(16).padStart(8, '0'));

/** A stream that gives the words listed and then fails the test. */
function scripted(...words: number[]): Stream {
  return () => {
    const word = words.shift();
    if (word === undefined) throw new Error('drew more words than expected');
    return word;
  };
}

describe('the keyed stream', () => {
  test('gives the published first four words', () => {
    expect(hexWords(openStream(seed, published(0)), 4)).toEqual(['aff45ffb', '8946c716', '838dfff6', '34939bb5']);
  });

  test('gives the published blocks', () => {
    const blocks = [0, 1, 2, 3, 4].map((block) => shuffle(openStream(seed, published(block)), [...'AABB']).join(''));
    expect(blocks).toEqual(['AABB', 'ABAB', 'ABAB', 'AABB', 'ABBA']);
    const other = ['rct-rand/1', 'TRIAL-001', 'scheme-v1', 'block', 'site=B|sex=M', '0'];
    expect(shuffle(openStream(seed, other), [...'AAABBB']).join('')).toBe('BAABBA');
  });

  test('agrees with another HMAC over several counters, for any seed and address', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 });
    fc.assert(
      fc.property(bytes, texts, (key, address) => {
        const stream = openStream(key, address);
        const expected = [0, 1, 2].flatMap((counter) => {
          const hmac = createHmac('sha256', key);
          for (const text of address) {
            const length = Buffer.alloc(4);
            length.writeUInt32BE(Buffer.byteLength(text));
            hmac.update(length).update(text, 'utf8');
          }
          return hmac
            .update(Buffer.from([0, 0, 0, counter]))
            .digest('hex')
            .match(/.{8}/g);
        });
        expect(hexWords(stream, 24)).toEqual(expected);
      }),
    );
  });

  test('keeps addresses apart that read the same when run together', () => {
    const first = (...address: string[]) => openStream(seed, address)();
    const words = [first('ab', 'c'), first('a', 'bc'), first('abc'), first('abc', ''), first('', 'abc')];
    expect(new Set(words).size).toBe(words.length);
  });

  test('refuses a seed of another length, and half a character in an address', () => {
    expect(() => openStream(seed.slice(1), [])).toThrow('32 bytes');
    expect(() => withLength('\ud800')).toThrow(TypeError);
  });
});

describe('a uniform whole number', () => {
  test('throws away words above the largest multiple, and keeps the last word below it', () => {
    // 2^32 mod 6 = 4, so the last four words would favour 0 to 3.
    expect(uniformInt(scripted(0xffffffff, 0xfffffffc, 0xfffffffb), 6)).toBe(5);
    expect(uniformInt(scripted(0xffffffff), 2 ** 32)).toBe(0xffffffff);
  });

  test.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('refuses to draw below %p', (below) => {
    expect(() => uniformInt(scripted(0), below)).toThrow(RangeError);
  });

  test('takes as many words as a large bound needs, most significant first', () => {
    const bound = 2n ** 40n;
    expect(uniformBigInt(scripted(1, 7), bound)).toBe(2n ** 32n + 7n);
    expect(uniformBigInt(scripted(0xffffffff, 0xffffffff, 0, 5), 3n * 2n ** 40n)).toBe(5n);
    // The largest multiple of the bound below 2^64 is 0xffffff00 · 2^32: the first value thrown away.
    expect(uniformBigInt(scripted(0xffffff00, 0, 0, 5), 3n * 2n ** 40n)).toBe(5n);
    expect(uniformBigInt(scripted(), 1n)).toBe(0n);
    expect(() => uniformBigInt(scripted(), 0n)).toThrow(RangeError);
  });
});

describe('a shuffle', () => {
  test('returns the same things, and leaves what it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (items, label) => {
        const copy = [...items];
        const order = shuffle(openStream(seed, [label]), items);
        expect(items).toEqual(copy);
        expect([...order].sort()).toEqual([...items].sort());
      }),
    );
  });

  test('gives the six orders of AABB equally often in 20,000 blocks', () => {
    const counts = new Map<string, number>();
    for (let block = 0; block < 20_000; block += 1) {
      const order = shuffle(openStream(seed, published(block)), [...'AABB']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 20_000 / 6) ** 2 / (20_000 / 6), 0);
    expect(counts.size).toBe(6);
    // 20.52 is the upper 0.1 % point of χ² with 5 degrees of freedom; the seed is fixed, so this either always holds or never.
    expect(chiSquare).toBeLessThan(20.52);
  });
});

describe('the commitment', () => {
  const protocolDigest = createHash('sha256').update('protocol v1.0').digest('hex');
  const bound = { trial: 'TRIAL-001', scheme: 'scheme-v1', protocolDigest };

  test('gives the published value', () => {
    expect(commitTo(seed, bound)).toBe('a256b74b2fccd90871fb01a52f98270b0f81300312124c0a4d099742d475d59c');
  });

  test('changes with the seed, the trial, the scheme and the protocol', () => {
    const otherSeed = seed.map((byte, index) => (index === 31 ? byte ^ 1 : byte));
    const values = [
      commitTo(seed, bound),
      commitTo(otherSeed, bound),
      commitTo(seed, { ...bound, trial: 'TRIAL-002' }),
      commitTo(seed, { ...bound, scheme: 'scheme-v2' }),
      commitTo(seed, { ...bound, protocolDigest: protocolDigest.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }),
      commitTo(seed, { ...bound, trial: 'TRIAL-001s', scheme: 'cheme-v1' }),
    ];
    expect(new Set(values).size).toBe(values.length);
  });

  test('refuses a seed or digest of another length', () => {
    expect(() => commitTo(seed.slice(1), bound)).toThrow('32 bytes');
    expect(() => commitTo(seed, { ...bound, protocolDigest: 'abc' })).toThrow('64 lower-case');
  });
});
