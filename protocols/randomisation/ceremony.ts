/**
 * How a seed is made of what two people bring and of a value that nobody knew when they bound themselves: whoever holds one share knows
 * nothing of the seed, and nobody can have tried seeds until the lots suited.
 */
import { hkdf } from '@noble/hashes/hkdf';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, concatBytes } from '@noble/hashes/utils';
import { encodeUtf8 } from '../model/canonical';
import type { SheetPlace } from '../model/ceremony';
import { withLength } from './draw';

/** What a share is committed to together with: which ceremony, of which protocol and scheme, for which version of the drawing code. */
export interface Occasion {
  trial: string;
  scheme: string;
  ceremony: number;
  protocolDigest: string;
  schemeDigest: string;
  software: string;
}

/** The two shares, 32 bytes each. */
export interface Shares {
  first: Uint8Array;
  second: Uint8Array;
}

/**
 * SHA-256(LP("lodtraek-share/1") ‖ LP(trial) ‖ LP(scheme) ‖ LP(ceremony) ‖ LP(place) ‖ LP(protocol digest) ‖ LP(scheme digest) ‖
 * LP(software) ‖ share), as 64 hexadecimal digits. It hides the share because that is 256 random bits.
 * @throws TypeError for a share that is not 32 bytes.
 */
export function commitToShare(share: Uint8Array, place: SheetPlace, on: Occasion): string {
  if (share.length !== 32) throw new TypeError('A share is 32 bytes');
  const { trial, scheme, ceremony, protocolDigest, schemeDigest, software } = on;
  const label = ['lodtraek-share/1', trial, scheme, String(ceremony), place, protocolDigest, schemeDigest, software];
  return bytesToHex(sha256(concatBytes(...label.map(withLength), share)));
}

/** The seed: HKDF-SHA256 of share ‖ share ‖ public value (UTF-8), no salt, with the trial, scheme and ceremony as its label. */
export function combineShares(
  { first, second }: Shares,
  value: string,
  on: Pick<Occasion, 'trial' | 'scheme' | 'ceremony'>,
): Uint8Array {
  const label = ['lodtraek-seed/1', on.trial, on.scheme, String(on.ceremony)];
  return hkdf(sha256, concatBytes(first, second, encodeUtf8(value)), undefined, concatBytes(...label.map(withLength)), 32);
}

/** The third sheet: the two shares added bit by bit. Alone it tells nothing of either; with one of them it gives the other. */
export const escrowOf = ({ first, second }: Shares): Uint8Array => first.map((byte, index) => byte ^ second[index]!);

/** Both shares from any two of the three sheets. @returns undefined where fewer than two are there. */
export function sharesFrom(sheets: Readonly<Partial<Record<SheetPlace, Uint8Array>>>): Shares | undefined {
  const { first, second, escrow } = sheets;
  if (first && second) return { first, second };
  if (first && escrow) return { first, second: escrowOf({ first, second: escrow }) };
  if (second && escrow) return { first: escrowOf({ first: escrow, second }), second };
  return undefined;
}
