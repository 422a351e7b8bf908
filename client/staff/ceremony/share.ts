import type { SharePlace } from '#protocols/model/ceremony';
import type { Ceremony } from './types';

/** What the commitment of a share covers beside the share; the same as `commitToShare` of the lottery, in the browser's own hash. */
export type Bound = Pick<Ceremony, 'scheme' | 'ceremony' | 'protocolDigest' | 'schemeDigest' | 'software'> & { trial: string };

const LENGTH = 4;

function withLength(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const prefixed = new Uint8Array(LENGTH + bytes.length);
  new DataView(prefixed.buffer).setUint32(0, bytes.length);
  prefixed.set(bytes, LENGTH);
  return prefixed;
}

/** The commitment to a share, as 64 hexadecimal digits. */
export async function commitmentTo(share: Uint8Array, place: SharePlace, on: Bound): Promise<string> {
  const { trial, scheme, ceremony, protocolDigest, schemeDigest, software } = on;
  const label = ['lodtraek-share/1', trial, scheme, String(ceremony), place, protocolDigest, schemeDigest, software];
  const covered = new Blob([...label.map(withLength), share] as BlobPart[]);
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', await covered.arrayBuffer())));
}

export const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A share as it stands on paper: four rows of four groups of four characters. */
export const rowsOf = (hex: string): string[][] =>
  [0, 16, 32, 48].map((from) => [0, 4, 8, 12].map((at) => hex.slice(from + at, from + at + 4)));
