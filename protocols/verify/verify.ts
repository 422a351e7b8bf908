/** Verifies a lottery's bundle from its bytes alone: nothing of the database, of the network or of a clock. */
import { hexToBytes } from '@noble/hashes/utils';
import { digestOfBytes, FILES, sealedBytes, type BundleHead, type Seal } from './bundle';
import { isSignedBy } from './ed25519';
import type { ToldCeremony } from './ceremonies';
import { finding, type Finding } from './finding';
import { parseCanonical, readFacts, textOf } from './read-facts';
import { replay, type ReplayedScheme } from './replay';
import type { MishapCounts } from './replay-mishaps';
import { readZip } from './zip';

export interface Verification {
  /** Null where the bundle does not say. */
  trial: string | null;
  madeAt: string | null;
  facts: number;
  streams: number;
  schemes: ReplayedScheme[];
  /** What went wrong with draws and was recorded, by kind: none of it changed a lot. */
  mishaps: MishapCounts;
  /** Every ceremony, those given up among them. */
  ceremonies: ToldCeremony[];
  /** The key the bundle is signed by: to be compared with the one that the house has published. */
  publicKey: string | null;
  /** Nothing here: all of it is as it must be. */
  findings: Finding[];
}

/** Checks container, seal, chains, commitments and every draw; the first finding is where to look first. */
export function verifyBundle(zip: Uint8Array): Verification {
  const { entries, broken } = readZip(zip, FILES);
  const bytesOf = (name: string): Uint8Array => entries.find((entry) => entry.name === name)?.bytes ?? new Uint8Array();
  const container = broken.map((name) =>
    finding('file-damaged', name, 'Filen er ikke, som den blev lagt i pakken.', 'The file is not as it was put into the bundle.'),
  );
  const seal = readSeal(bytesOf('seal.json'));
  const head = readHead(bytesOf('bundle.json'));
  const nothing = { facts: 0, streams: 0, schemes: [], ceremonies: [], mishaps: {}, publicKey: seal?.publicKey ?? null };
  const missing = [
    ...(head ? [] : [finding('file-unreadable', 'bundle.json', 'Filen kan ikke læses.', 'The file cannot be read.')]),
    ...(seal
      ? sealFindings(seal, bytesOf)
      : [finding('file-unreadable', 'seal.json', 'Filen kan ikke læses.', 'The file cannot be read.')]),
  ];
  if (!head) return { trial: null, madeAt: null, ...nothing, findings: [...container, ...missing] };

  const { facts, findings } = readFacts(bytesOf('facts.jsonl'), head);
  const before = [...findings, ...container, ...missing];
  // A chain that is not whole makes every draw after it look wrong: what is broken first is told alone.
  const drawn = before.length > 0 ? { schemes: [], ceremonies: [], mishaps: {}, findings: [] } : replay(head.trial, facts);
  const empty =
    before.length === 0 && drawn.schemes.length === 0
      ? [finding('no-lottery', 'facts.jsonl', 'Pakken rummer ingen lodtrækning.', 'The bundle holds no lottery.')]
      : [];
  return {
    trial: head.trial,
    madeAt: head.madeAt,
    facts: facts.length,
    streams: head.heads.length,
    schemes: drawn.schemes,
    mishaps: drawn.mishaps,
    ceremonies: drawn.ceremonies,
    publicKey: nothing.publicKey,
    findings: [...before, ...drawn.findings, ...empty],
  };
}

function readSeal(bytes: Uint8Array): Seal | undefined {
  const value = jsonOf(bytes) as Partial<Seal> | undefined;
  const { entries, publicKey, signature } = value ?? {};
  if (typeof entries !== 'object' || entries === null || typeof publicKey !== 'string' || typeof signature !== 'string')
    return undefined;
  return /^[0-9a-f]{64}$/.test(publicKey) && /^[0-9a-f]{128}$/.test(signature) ? { entries, publicKey, signature } : undefined;
}

function readHead(bytes: Uint8Array): BundleHead | undefined {
  const value = jsonOf(bytes) as Partial<BundleHead> | undefined;
  const isHead =
    value?.lodtraekLottery === 1 &&
    typeof value.trial === 'string' &&
    typeof value.madeAt === 'string' &&
    Array.isArray(value.heads);
  return isHead ? (value as BundleHead) : undefined;
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  const value = text?.endsWith('\n') ? parseCanonical(text.slice(0, -1)) : undefined;
  return typeof value === 'object' && value !== null ? value : undefined;
}

function sealFindings({ entries, publicKey, signature }: Seal, bytesOf: (name: string) => Uint8Array): Finding[] {
  const changed = FILES.filter((name) => name !== 'seal.json' && entries[name] !== digestOfBytes(bytesOf(name)));
  return [
    ...changed.map((name) =>
      finding(
        'file-changed',
        name,
        'Filen er ændret, efter at pakken blev forseglet.',
        'The file was changed after the bundle was sealed.',
      ),
    ),
    ...(isSignedBy(hexToBytes(publicKey), sealedBytes(entries), hexToBytes(signature))
      ? []
      : [finding('seal-broken', 'seal.json', 'Underskriften passer ikke.', 'The signature does not fit.')]),
  ];
}
