/** What is published before the first participant, so that nobody can change the seed, the scheme or the protocol afterwards. */
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils';
import { withLength } from './draw';

/** What the commitment binds beside the seed; `protocolDigest` is the SHA-256 of the protocol, 64 lower-case hexadecimal digits. */
export type Commitment = { trial: string; scheme: string; protocolDigest: string };

/**
 * SHA-256(LP("rct-commit/1") ‖ LP(trial) ‖ LP(scheme) ‖ protocol digest ‖ seed), as 64 hexadecimal digits. It hides the seed
 * because the seed is 256 random bits, and holds for one seed only.
 * @throws TypeError for a seed that is not 32 bytes or a malformed digest.
 */
export function commitTo(seed: Uint8Array, { trial, scheme, protocolDigest }: Commitment): string {
  if (seed.length !== 32) throw new TypeError('A seed is 32 bytes');
  if (!/^[0-9a-f]{64}$/.test(protocolDigest)) throw new TypeError('A protocol digest is 64 lower-case hexadecimal digits');
  const parts = [withLength('rct-commit/1'), withLength(trial), withLength(scheme), hexToBytes(protocolDigest), seed];
  return bytesToHex(sha256(concatBytes(...parts)));
}
