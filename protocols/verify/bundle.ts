/**
 * The bundle that proves a lottery: after the lock, everything an outsider needs to draw every lot again. Four files with one spelling
 * each; `seal.json` holds the hash of the others under the house's signature.
 */
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { canonicalise, encodeUtf8 } from '../model/canonical';
import type { FactHeader } from '../model/fact';
import { writeZip, type ZipEntry } from './zip';

export const FILES = ['README.txt', 'bundle.json', 'facts.jsonl', 'seal.json'] as const;
export type BundleFile = (typeof FILES)[number];

/** One fact: what its hash covers, and its payload where the lottery needs it. Of the others only the header stands here. */
export interface BundledFact {
  header: FactHeader;
  previous: string;
  hash: string;
  payload?: unknown;
  nonce?: string;
}

export interface BundleHead {
  lodtraekLottery: 1;
  trial: string;
  madeAt: string;
  /** Where each stream stands at the last of its facts in the bundle. */
  heads: { stream: string; seq: number; head: string }[];
}

export interface Seal {
  entries: Record<string, string>;
  publicKey: string;
  signature: string;
}

/** What the house signs. */
export const sealedBytes = (entries: Readonly<Record<string, string>>): Uint8Array =>
  encodeUtf8(`lodtraek-lottery-bundle/1\n${canonicalise(entries)}`);

export const digestOfBytes = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/**
 * Makes the zip.
 * @param facts in the order in which they were recorded.
 * @param sign signs bytes with the house's key; `publicKey` is that key's other half, 64 hexadecimal digits.
 */
export function makeBundle(
  { trial, madeAt, facts }: { trial: string; madeAt: string; facts: readonly BundledFact[] },
  publicKey: string,
  sign: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  const heads = new Map<string, BundleHead['heads'][number]>();
  for (const { header, hash } of facts) heads.set(header.stream, { stream: header.stream, seq: header.seq, head: hash });
  const head: BundleHead = { lodtraekLottery: 1, trial, madeAt, heads: [...heads.values()] };
  const lines = facts.map((fact) => `${canonicalise(fact)}\n`).join('');
  const files: ZipEntry[] = [
    { name: 'README.txt', bytes: encodeUtf8(readme(trial)) },
    { name: 'bundle.json', bytes: encodeUtf8(`${canonicalise(head)}\n`) },
    { name: 'facts.jsonl', bytes: encodeUtf8(lines) },
  ];
  const entries = Object.fromEntries(files.map(({ name, bytes }) => [name, digestOfBytes(bytes)]));
  const seal: Seal = { entries, publicKey, signature: bytesToHex(sign(sealedBytes(entries))) };
  return writeZip([...files, { name: 'seal.json', bytes: encodeUtf8(`${canonicalise(seal)}\n`) }]);
}

const readme = (trial: string): string => `Lodtrækningen i forsøget ${trial}
The lottery of the trial ${trial}

Med filerne her kan enhver trække hvert lod igen: kør "lodtraek verify bundle.zip", "node verify.mjs bundle.zip",
eller åbn verify.html og træk filen ind. Ingen af dem bruger nettet.
With these files anybody can draw every lot again: run "lodtraek verify bundle.zip", "node verify.mjs bundle.zip",
or open verify.html and drag the file onto it. None of them uses the network.

facts.jsonl  hvad der blev skrevet ned, i rækkefølge, med hash over det foregående / what was recorded, in order, each hashed over the one before
bundle.json  hvor hver kæde ender / where each chain ends
seal.json    filernes hash, underskrevet / the files' hashes, signed

Filerne rummer pseudonymer, tidspunkter og arme. De rummer ingen navne og ingen svar.
The files hold pseudonyms, times and arms. They hold no names and no answers.
`;
