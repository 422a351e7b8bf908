import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { checkPseudonym, pseudonymFrom, showPseudonym } from '#protocols/model/pseudonym';

const symbols = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const bytes = () => fc.uint8Array({ minLength: 16, maxLength: 16 });
const check = (text: string) => checkPseudonym(text);

/** Every valid code that begins with these symbols and nothing else unusual: the check symbol is found by trying all. */
function complete(six: string): string {
  const valid = symbols.filter((symbol) => 'pseudonym' in check(six + symbol));
  expect(valid).toHaveLength(1);
  return six + valid[0];
}

describe('a pseudonym', () => {
  test('is six symbols and a check symbol, shown in threes', () => {
    fc.assert(
      fc.property(bytes(), (random) => {
        const pseudonym = pseudonymFrom(random);
        expect(showPseudonym(pseudonym)).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]$/);
        expect(check(showPseudonym(pseudonym))).toEqual({ pseudonym });
        expect(pseudonymFrom(random)).toBe(pseudonym);
      }),
    );
  });

  test('spells no word: no vowels and no symbol twice in a row among the six', () => {
    fc.assert(
      fc.property(bytes(), (random) => {
        const six = pseudonymFrom(random).slice(0, 6);
        expect(six).not.toMatch(/[AEIOUY]/);
        expect(six).not.toMatch(/(.)\1/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('notices every single wrong symbol, at every place, in any code', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...symbols), { minLength: 6, maxLength: 6 }), (six) => {
        const code = complete(six.join(''));
        for (let place = 0; place < 7; place += 1) {
          for (const symbol of symbols.filter((other) => other !== code[place])) {
            expect(check(code.slice(0, place) + symbol + code.slice(place + 1))).toEqual({ rejected: 'slip' });
          }
        }
      }),
    );
  });

  test('notices every swap of two neighbours: all 32 × 31 pairs at all six places, whatever stands around them', () => {
    // The sum is linear, so what stands around cannot matter; several surroundings are tried all the same.
    for (const around of ['000000', '7K3QX9', 'ZZZZZZ', 'P7K3QX']) {
      for (let place = 0; place < 5; place += 1) {
        for (const [one, other] of symbols.flatMap((a) => symbols.filter((b) => b !== a).map((b) => [a, b] as const))) {
          const code = complete(around.slice(0, place) + one + other + around.slice(place + 2));
          expect(check(swap(code, place))).toEqual({ rejected: 'slip' });
        }
      }
    }
    // The sixth symbol and the check symbol.
    for (const five of ['00000', '7K3QX', 'ZZZZZ']) {
      for (const sixth of symbols) {
        const code = complete(five + sixth);
        if (code[5] !== code[6]) expect(check(swap(code, 5))).toEqual({ rejected: 'slip' });
      }
    }
  });

  test('is understood in small letters, with spaces, hyphens and dashes, and with O, I and L for 0 and 1', () => {
    const code = complete('01P7K3');
    const typed = code.toLowerCase();
    for (const text of [
      typed,
      ` ${typed.slice(0, 3)} – ${typed.slice(3)} `,
      typed.split('').join('-'),
      `oi${typed.slice(2)}`,
      `Ol${typed.slice(2)}`,
    ]) {
      expect(check(text)).toEqual({ pseudonym: code });
    }
  });

  test('says why a text is no code', () => {
    expect(check('')).toEqual({ rejected: 'length' });
    expect(check('P7K-3QX')).toEqual({ rejected: 'length' });
    expect(check('P7K-3QX-44')).toEqual({ rejected: 'length' });
    expect(check('U7K-3QX-4')).toEqual({ rejected: 'symbol', symbol: 'U' });
    expect(check('P7K/3QX/4')).toEqual({ rejected: 'symbol', symbol: '/' });
    expect(check('P7K𝄞3QX')).toEqual({ rejected: 'symbol', symbol: '𝄞' });
  });

  test('uses each drawable symbol equally often at each place', () => {
    const counts = Array.from({ length: 6 }, () => new Map<string, number>());
    for (let n = 0; n < 14_500; n += 1) {
      const random = createHash('sha256').update(String(n)).digest().subarray(0, 16);
      [...pseudonymFrom(random).slice(0, 6)].forEach((symbol, place) =>
        counts[place]?.set(symbol, (counts[place]?.get(symbol) ?? 0) + 1),
      );
    }
    for (const place of counts) {
      expect(place.size).toBe(29);
      for (const count of place.values()) expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt(500));
    }
  });

  test('refuses to be made of too few bytes', () => {
    expect(() => pseudonymFrom(new Uint8Array(15))).toThrow('16 random bytes');
  });
});

function swap(code: string, place: number): string {
  return code.slice(0, place) + code.charAt(place + 1) + code.charAt(place) + code.slice(place + 2);
}
