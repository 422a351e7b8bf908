import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isSignedBy } from '#protocols/verify/ed25519';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** RFC 8032, section 7.1, tests 1 to 3. */
const PUBLISHED = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

describe('Ed25519', () => {
  it.each(PUBLISHED)('accepts the published signature of %s, and no other', (key, message, signature) => {
    expect(isSignedBy(bytes(key), bytes(message), bytes(signature))).toBe(true);
    for (const at of [0, 31, 32, 63]) {
      const changed = bytes(signature);
      changed[at]! ^= 1;
      expect(isSignedBy(bytes(key), bytes(message), changed)).toBe(false);
    }
    expect(isSignedBy(bytes(key), bytes(`${message}00`), bytes(signature))).toBe(false);
    expect(isSignedBy(bytes(key), bytes(message), bytes(signature).subarray(1))).toBe(false);
  });

  it('agrees with the machine’s own signatures of random messages', () => {
    for (let n = 0; n < 10; n += 1) {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const key = Uint8Array.from(Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'));
      const message = Uint8Array.from(randomBytes(n * 17));
      expect(isSignedBy(key, message, Uint8Array.from(sign(null, message, privateKey)))).toBe(true);
    }
  });
});
