/** Reads the facts of a bundle line by line: one spelling, payload under its digest, header under its hash, chain without a gap. */
import { canonicalise } from '../model/canonical';
import { factHash, GENESIS, payloadDigest } from '../model/chain';
import type { BundledFact, BundleHead } from './bundle';
import { finding, type Finding } from './finding';

/** A fact with the line it stands on. */
export type LineFact = BundledFact & { line: number };

const ENTRY = 'facts.jsonl';

export function readFacts(
  bytes: Uint8Array,
  { trial, heads }: Pick<BundleHead, 'trial' | 'heads'>,
): { facts: LineFact[]; findings: Finding[] } {
  const facts: LineFact[] = [];
  const findings: Finding[] = [];
  const streams = new Map<string, { seq: number; head: string }>();
  linesOf(bytes).forEach((text, index) => {
    const line = index + 1;
    const fact = text === null ? undefined : parse(text);
    if (!fact) {
      findings.push(
        finding('line-damaged', ENTRY, 'Linjen er ikke skrevet, som den skal være.', 'The line is not written as it must be.', {
          line,
        }),
      );
      return;
    }
    const { header, previous, hash } = fact;
    const before = streams.get(header.stream) ?? { seq: 0, head: GENESIS };
    const wrong = whatIsWrong(fact, trial, before);
    if (wrong) findings.push(finding(...wrong, { line, fact: `${header.stream} ${header.seq}` }));
    streams.set(header.stream, { seq: header.seq, head: hash });
    facts.push({ ...fact, previous, line });
  });
  const ends = new Map(heads.map(({ stream, seq, head }) => [stream, { seq, head }]));
  for (const stream of new Set([...streams.keys(), ...ends.keys()])) {
    const [found, said] = [streams.get(stream), ends.get(stream)];
    if (found?.seq === said?.seq && found?.head === said?.head) continue;
    findings.push(
      finding('chain-cut', ENTRY, 'Kæden ender et andet sted, end den skal.', 'The chain ends elsewhere than it must.', {
        fact: stream,
      }),
    );
  }
  return { facts, findings };
}

type Wrong = [code: string, entry: string, da: string, en: string];

function whatIsWrong(
  { header, previous, hash, payload, nonce }: BundledFact,
  trial: string,
  before: { seq: number; head: string },
): Wrong | null {
  if (header.trial !== trial)
    return ['other-trial', ENTRY, 'Linjen hører til et andet forsøg.', 'The line belongs to another trial.'];
  if (header.seq !== before.seq + 1 || previous !== before.head) {
    return [
      'chain-broken',
      ENTRY,
      'Linjen følger ikke efter den forrige i sin kæde.',
      'The line does not follow the one before it in its chain.',
    ];
  }
  if (safely(() => factHash(previous, header)) !== hash) {
    return ['hash-differs', ENTRY, 'Linjens hash passer ikke til dens indhold.', 'The line’s hash does not fit what it says.'];
  }
  if (payload !== undefined && safely(() => payloadDigest(nonce ?? '', payload)) !== header.payloadDigest) {
    return ['payload-differs', ENTRY, 'Indholdet er ikke det, der blev skrevet ned.', 'The payload is not what was recorded.'];
  }
  if (payload === undefined && nonce !== undefined) {
    return ['payload-missing', ENTRY, 'Indholdet mangler.', 'The payload is missing.'];
  }
  return null;
}

/** What canonical JSON refuses has no hash. */
function safely(hash: () => string): string | null {
  try {
    return hash();
  } catch {
    return null;
  }
}

/** The file's lines; null for one that is no text. The last line ends with a line break as well. */
function linesOf(bytes: Uint8Array): (string | null)[] {
  const lines: (string | null)[] = [];
  let from = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    if (at < bytes.length && bytes[at] !== 0x0a) continue;
    if (at === bytes.length && from === at) break;
    lines.push(at === bytes.length ? null : textOf(bytes.subarray(from, at)));
    from = at + 1;
  }
  return lines;
}

/** The text of UTF-8 bytes, or null where they are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return null;
  }
}

function parse(text: string): BundledFact | undefined {
  const value = parseCanonical(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { header, previous, hash, payload, nonce, ...rest } = value as Record<string, unknown>;
  if (typeof header !== 'object' || header === null || Object.keys(rest).length > 0) return undefined;
  const { stream, seq } = header as Record<string, unknown>;
  if (typeof stream !== 'string' || typeof seq !== 'number' || typeof previous !== 'string' || typeof hash !== 'string')
    return undefined;
  if (nonce !== undefined && typeof nonce !== 'string') return undefined;
  return {
    header: header as BundledFact['header'],
    previous,
    hash,
    ...(payload !== undefined && { payload }),
    ...(nonce !== undefined && { nonce }),
  };
}

/** A JSON value, or undefined where the text is not the one spelling of it. */
export function parseCanonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalise(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
