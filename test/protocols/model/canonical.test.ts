import fc from 'fast-check';
import { canonicalise, encodeUtf8 } from '#protocols/model/canonical';

const json = () => fc.jsonValue({ noUnicodeString: false });

/** The same value with every object's keys in the opposite order of insertion. */
function reinsert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reinsert);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reinsert(member)]),
  );
}

describe('canonical JSON', () => {
  test('sorts keys at every depth and leaves no spaces', () => {
    expect(canonicalise({ b: [1, { z: null, a: 'Prøve' }], a: true })).toBe('{"a":true,"b":[1,{"a":"Prøve","z":null}]}');
  });

  test('sorts keys by UTF-16 code unit, not by the alphabet of a country', () => {
    expect(canonicalise({ å: 1, z: 2, Z: 3, '10': 4, '9': 5, '': 6 })).toBe('{"":6,"10":4,"9":5,"Z":3,"z":2,"å":1}');
  });

  test.each([
    ['undefined', undefined],
    ['undefined in an object', { a: undefined }],
    ['a hole in an array', Object.assign(new Array(3), { 0: 1, 2: 2 })],
    ['NaN', { a: [NaN] }],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['a bigint', 1n],
    ['a symbol', Symbol('a')],
    ['a symbol as key', { [Symbol('a')]: 1 }],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(2)],
    ['half a surrogate pair', '\ud800'],
    ['half a surrogate pair in a key', { '\udc00': 1 }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalise(value)).toThrow(TypeError);
  });

  test('refuses a cycle, and names the path of what it refuses', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => canonicalise(loop)).toThrow('a cycle (at $.self)');
    expect(() => canonicalise({ a: [0, { b: NaN }] })).toThrow('NaN (at $.a[1].b)');
  });

  test('takes the same object twice, which is no cycle, and objects without a prototype', () => {
    const shared = Object.assign(Object.create(null), { v: 1 });
    expect(canonicalise([shared, shared])).toBe('[{"v":1},{"v":1}]');
  });

  test('means the same value as before, and does not depend on the order keys were written in', () => {
    fc.assert(
      fc.property(json(), (value) => {
        const text = canonicalise(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalise(reinsert(value))).toBe(text);
        expect(canonicalise(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('gives UTF-8, and no bytes for half a character', () => {
    expect([...encodeUtf8('ø𝄞')]).toEqual([0xc3, 0xb8, 0xf0, 0x9d, 0x84, 0x9e]);
    expect(() => encodeUtf8('a\udfff')).toThrow(TypeError);
  });
});
