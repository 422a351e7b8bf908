/**
 * What a blinded reader keeps of the draws before the lock: of each its commitment, the digest of what was drawn under a secret 256-bit nonce, under
 * the house's signature. It tells that lots were drawn and no more; after the lock each must be opened in the bundle.
 */
import { hexToBytes } from '@noble/hashes/utils';
import { canonicalise, encodeUtf8 } from '../model/canonical';
import { FILES } from './bundle';
import { isSignedBy } from './ed25519';
import { finding, type Finding } from './finding';
import { parseCanonical, textOf } from './read-facts';
import { isLot } from './lots';
import { readZip } from './zip';

export interface CommitmentList {
  lodtraekCommitments: 1;
  trial: string;
  lots: { participant: string; at: string; commitment: string }[];
}
export type SignedCommitments = CommitmentList & { publicKey: string; signature: string };

/** What the house signs. */
export const commitmentBytes = ({ lodtraekCommitments, trial, lots }: CommitmentList): Uint8Array =>
  encodeUtf8(`lodtraek-commitments/1\n${canonicalise({ lodtraekCommitments, trial, lots })}`);

/**
 * Checks a kept list against a bundle that is whole.
 * @returns nothing where the house signed the list and the bundle opens every lot in it; else the lots that it does not.
 */
export function checkCommitments(zip: Uint8Array, list: SignedCommitments): Finding[] {
  const wrong = (code: string, da: string, en: string): Finding => finding(code, 'commitments', da, en);
  const { publicKey, signature, ...said } = list;
  if (!isSignedBy(hexToBytes(publicKey), commitmentBytes(said), hexToBytes(signature))) {
    return [wrong('commitments-forged', 'Listens underskrift passer ikke.', 'The signature of the list does not fit.')];
  }
  const { entries } = readZip(zip, FILES);
  const bytes = (name: string) => textOf(entries.find((entry) => entry.name === name)?.bytes ?? new Uint8Array()) ?? '';
  const seal = parseCanonical(bytes('seal.json').trimEnd()) as { publicKey?: string } | undefined;
  if (seal?.publicKey !== publicKey) {
    return [
      wrong(
        'commitments-other-key',
        'Listen er underskrevet med en anden nøgle end pakken.',
        'The list is signed with another key than the bundle.',
      ),
    ];
  }
  const opened = new Set(
    bytes('facts.jsonl')
      .split('\n')
      .flatMap((line) => commitmentIn(line, said.trial)),
  );
  return said.lots
    .filter(({ commitment }) => !opened.has(commitment))
    .map(({ participant, at }) =>
      wrong(
        'commitment-not-opened',
        `Loddet for ${participant} (${at}) er ikke i pakken, som det blev forseglet.`,
        `The lot of ${participant} (${at}) is not in the bundle as it was committed to.`,
      ),
    );
}

/** The commitment that a line of the facts opens: of a lot whose payload and nonce are there. */
function commitmentIn(line: string, trial: string): string[] {
  if (!line.includes('"kind":"allocated')) return [];
  const fact = parseCanonical(line) as { header: { kind: string; trial: string; payloadDigest: string }; nonce?: string };
  const isOpened = isLot(fact.header.kind) && fact.header.trial === trial && fact.nonce !== undefined;
  return isOpened ? [fact.header.payloadDigest] : [];
}

/** A list as it was kept; undefined where it is none. */
export function parseCommitments(json: string): SignedCommitments | undefined {
  let value: Partial<SignedCommitments> | null;
  try {
    value = JSON.parse(json) as Partial<SignedCommitments> | null;
  } catch {
    return undefined;
  }
  if (value?.lodtraekCommitments !== 1 || typeof value.trial !== 'string') return undefined;
  if (!/^[0-9a-f]{64}$/.test(value.publicKey ?? '') || !/^[0-9a-f]{128}$/.test(value.signature ?? '')) return undefined;
  const isEntry = (lot: Partial<CommitmentList['lots'][number]> | null) =>
    typeof lot?.participant === 'string' && typeof lot.at === 'string' && typeof lot.commitment === 'string';
  return Array.isArray(value.lots) && value.lots.every(isEntry) ? (value as SignedCommitments) : undefined;
}
