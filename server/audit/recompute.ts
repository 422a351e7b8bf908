import { createHash } from 'node:crypto';
import { canonicalise } from '#protocols/model/canonical';
import type { FactRow } from './read-facts';

/**
 * The hashes of a fact, computed anew from what the database holds. Written apart from the writer's own code, as a check should be,
 * and a third faster: the header's names are spelt in their sorted order, so that no sorting is needed.
 */
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The hash the header ought to have after `fact.previous`. */
export function headerHash(fact: FactRow): string {
  const header = {
    actor: fact.actor,
    grant: fact.grant,
    id: fact.id,
    kind: fact.kind,
    occurredAt: instantOf(fact.occurredAt),
    payloadDigest: fact.payloadDigest,
    recordedAt: instantOf(fact.recordedAt),
    request: fact.request,
    seq: fact.seq,
    stream: fact.stream,
    trial: fact.trial,
  };
  return sha256(fact.previous + JSON.stringify(header));
}

// Most payloads are flat, and for those the sorted names are all that canonical JSON asks; PostgreSQL lets no half character in.
function spell(payload: unknown): string {
  const isFlat =
    payload !== null &&
    typeof payload === 'object' &&
    Object.values(payload).every((value) => typeof value !== 'object' || value === null);
  return isFlat && !Array.isArray(payload) ? JSON.stringify(payload, Object.keys(payload).sort()) : canonicalise(payload);
}

/** Whether payload and nonce give the digest in the header. A number that JavaScript would round is not what was recorded. */
export function payloadFits(fact: FactRow): boolean {
  if (fact.payload === null || fact.nonce === null) return false;
  return keepsItsNumbers(fact.payload) && sha256(fact.nonce + spell(JSON.parse(fact.payload))) === fact.payloadDigest;
}

// PostgreSQL knows instants JavaScript does not (infinity); they are spelt so that they fit no hash.
const instantOf = (at: Date | number | null): string =>
  at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : String(at);

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.]*/g;

/** jsonb keeps decimals without limit, so 3 could become 3.0000000000000000001 and still be read as 3. */
const keepsItsNumbers = (text: string): boolean =>
  (text.match(TOKEN) ?? []).every((token) => token.startsWith('"') || isExact(token));

/** Whether a decimal number, as PostgreSQL spells it without exponent, is what JavaScript reads. */
function isExact(token: string): boolean {
  const value = Number(token);
  if (String(value) === token) return true;
  const decimals = token.split('.')[1]?.length ?? 0;
  if (!Number.isFinite(value) || decimals > 100) return false;
  return decimals === 0 ? BigInt(value).toString() === token : value.toFixed(decimals) === token;
}
