/**
 * The receipt a coordinator keeps of an allocation: which fact it was, under the house's signature. The fact's hash covers its payload
 * under a secret nonce, so that the receipt tells nothing but what stands in it; after the lock it must be found in the bundle.
 */
import { hexToBytes } from '@noble/hashes/utils';
import { canonicalise, encodeUtf8 } from '../model/canonical';
import type { Payload } from '../model/fact';
import { FILES } from './bundle';
import { isSignedBy } from './ed25519';
import { finding, type Finding } from './finding';
import { parseCanonical, textOf } from './read-facts';
import { isLot } from './lots';
import { readZip } from './zip';

export interface Receipt {
  lodtraekReceipt: 1;
  trial: string;
  /** The participant's code. */
  participant: string;
  at: string;
  arm: string;
  /** The fact's number in the participant's stream, and its hash. */
  seq: number;
  fact: string;
}
export type SignedReceipt = Receipt & { publicKey: string; signature: string };

/** What the house signs. */
export const receiptBytes = ({ lodtraekReceipt, trial, participant, at, arm, seq, fact }: Receipt): Uint8Array =>
  encodeUtf8(`lodtraek-receipt/1\n${canonicalise({ lodtraekReceipt, trial, participant, at, arm, seq, fact })}`);

/**
 * Checks a receipt against a bundle that is whole.
 * @param json the receipt as it was kept.
 * @returns nothing where the house signed it and the bundle holds that very fact with that arm.
 */
export function checkReceipt(zip: Uint8Array, json: string): Finding[] {
  const wrong = (code: string, da: string, en: string): Finding[] => [finding(code, 'receipt', da, en)];
  const receipt = parse(json);
  if (!receipt) return wrong('receipt-unreadable', 'Kvitteringen kan ikke læses.', 'The receipt cannot be read.');
  const { publicKey, signature, ...said } = receipt;
  if (!isSignedBy(hexToBytes(publicKey), receiptBytes(said), hexToBytes(signature))) {
    return wrong('receipt-forged', 'Kvitteringens underskrift passer ikke.', 'The receipt’s signature does not fit.');
  }
  const { entries } = readZip(zip, FILES);
  const bytes = (name: string) => textOf(entries.find((entry) => entry.name === name)?.bytes ?? new Uint8Array()) ?? '';
  const seal = parseCanonical(bytes('seal.json').trimEnd()) as { publicKey?: string } | undefined;
  if (seal?.publicKey !== publicKey) {
    return wrong(
      'receipt-other-key',
      'Kvitteringen er underskrevet med en anden nøgle end pakken.',
      'The receipt is signed with another key than the bundle.',
    );
  }
  const line = bytes('facts.jsonl')
    .split('\n')
    .find((one) => one.includes(`"hash":"${said.fact}"`));
  const fact =
    line === undefined
      ? undefined
      : (parseCanonical(line) as { header: { trial: string; seq: number; kind: string }; payload?: unknown });
  const isIt =
    fact !== undefined &&
    isLot(fact.header.kind) &&
    fact.header.trial === said.trial &&
    fact.header.seq === said.seq &&
    (fact.payload as Payload<'allocated'>).arm === said.arm;
  return isIt
    ? []
    : wrong('receipt-not-found', 'Kvitteringens lod findes ikke i pakken.', 'The receipt’s lot is not in the bundle.');
}

function parse(json: string): SignedReceipt | undefined {
  let value: Partial<SignedReceipt> | null;
  try {
    value = JSON.parse(json) as Partial<SignedReceipt> | null;
  } catch {
    return undefined;
  }
  if (value?.lodtraekReceipt !== 1 || typeof value.seq !== 'number') return undefined;
  const texts = [value.trial, value.participant, value.at, value.arm];
  if (texts.some((text) => typeof text !== 'string') || !/^[0-9a-f]{64}$/.test(value.fact ?? '')) return undefined;
  if (!/^[0-9a-f]{64}$/.test(value.publicKey ?? '') || !/^[0-9a-f]{128}$/.test(value.signature ?? '')) return undefined;
  return value as SignedReceipt;
}
