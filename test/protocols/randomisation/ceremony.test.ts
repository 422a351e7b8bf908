import { createHash, hkdfSync } from 'node:crypto';
import { combineShares, commitToShare, escrowOf, sharesFrom, type Occasion } from '#protocols/randomisation/ceremony';

const on: Occasion = {
  ...{ trial: 'TRIAL-001', scheme: 'main', ceremony: 3 },
  ...{ protocolDigest: 'a'.repeat(64), schemeDigest: 'b'.repeat(64), software: 'lodtraek/0.1.0' },
};
const first = Uint8Array.from({ length: 32 }, (_, index) => index);
const second = Uint8Array.from({ length: 32 }, (_, index) => 7 * index + 1);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const prefixed = (text: string) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
};

describe('the seed of a ceremony', () => {
  it('is HKDF-SHA256 of both shares and the value, as Node’s own says', () => {
    const info = Buffer.concat(['lodtraek-seed/1', 'TRIAL-001', 'main', '3'].map(prefixed));
    const expected = Buffer.from(hkdfSync('sha256', Buffer.concat([first, second, Buffer.from('7f3a9c')]), '', info, 32));
    expect(hex(combineShares({ first, second }, '7f3a9c', on))).toBe(expected.toString('hex'));
  });

  it('changes with each share, their order, the value and the ceremony', () => {
    const seeds = [
      combineShares({ first, second }, '7f3a9c', on),
      combineShares({ first: second, second: first }, '7f3a9c', on),
      combineShares({ first, second }, '7f3a9d', on),
      combineShares({ first, second }, '7f3a9c', { ...on, ceremony: 4 }),
    ].map(hex);
    expect(new Set(seeds).size).toBe(4);
  });

  it('is committed to by hashes that bind the share to its place and all else', () => {
    const label = ['lodtraek-share/1', 'TRIAL-001', 'main', '3', 'first', on.protocolDigest, on.schemeDigest, on.software];
    const expected = createHash('sha256')
      .update(Buffer.concat([...label.map(prefixed), first]))
      .digest('hex');
    expect(commitToShare(first, 'first', on)).toBe(expected);
    expect(commitToShare(first, 'second', on)).not.toBe(expected);
    expect(() => commitToShare(first.subarray(1), 'first', on)).toThrow(TypeError);
  });

  it('is rebuilt by any two sheets of three, and by no one alone', () => {
    const escrow = escrowOf({ first, second });
    for (const two of [
      { first, second },
      { first, escrow },
      { second, escrow },
    ])
      expect(sharesFrom(two)).toEqual({ first, second });
    for (const one of [{ first }, { second }, { escrow }, {}]) expect(sharesFrom(one)).toBeUndefined();
  });
});
