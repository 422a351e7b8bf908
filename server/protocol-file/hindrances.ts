import { createHash } from 'node:crypto';
import { canonicalise, encodeUtf8 } from '#protocols/model/canonical';
import type { Protocol } from '#protocols/model/protocol';
import type { Finding } from '#protocols/rules/check/finding';
import { NOT_RUN_HERE } from '#protocols/rules/check/runs-here';
import { checkDocument } from './read-protocol';

/** What keeps a document from being opened: errors, and what this version does not run. `protocol` is there where nothing does. */
export function hindrances(document: unknown): { findings: Finding[]; protocol: Protocol | null } {
  const findings = checkDocument(document).filter(({ severity, code }) => severity === 'error' || code === NOT_RUN_HERE);
  return { findings, protocol: findings.length === 0 ? (document as Protocol) : null };
}

/** SHA-256 of the canonical protocol, hex: what consents, commitments and releases refer to. */
export const digestOf = (protocol: Protocol): string =>
  createHash('sha256')
    .update(encodeUtf8(canonicalise(protocol)))
    .digest('hex');
