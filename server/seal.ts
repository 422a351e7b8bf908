import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/** Gives `bytes` unpredictable bytes. The process's own source at run time, a scripted one in rehearsal. */
export type Entropy = (bytes: number) => Buffer;

/** Keys by version: the highest seals, every one opens. */
export type KeyRing = ReadonlyMap<number, Buffer>;

/** Where a ciphertext belongs. It is authenticated with the text, so that one moved to another row or column does not open. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

const newest = (ring: KeyRing): number => Math.max(...ring.keys());
const associated = (place: Place, version: number): Buffer =>
  Buffer.from(`${place.table}|${place.column}|${place.row}|${version}`);

function keyOf(ring: KeyRing, version: number): Buffer {
  const key = ring.get(version);
  if (!key) throw new Error(`no key of version ${version}`);
  return key;
}

/**
 * Seals `plain` with AES-256-GCM under the newest key of `ring`, bound to `place`.
 * @returns `v{version}.{nonce}.{ciphertext}.{tag}`, base64url parts; 96-bit random nonce.
 */
export function seal(ring: KeyRing, place: Place, plain: Buffer | string, entropy: Entropy): string {
  const version = newest(ring);
  const nonce = entropy(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(ring, version), nonce).setAAD(associated(place, version));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [`v${version}`, nonce.toString('base64url'), text.toString('base64url'), cipher.getAuthTag().toString('base64url')].join(
    '.',
  );
}

const SEALED = /^v([1-9]\d{0,8})\.([\w-]+)\.([\w-]*)\.([\w-]+)$/;

/** Opens what `seal` made for the same `place`. @throws where a bit, the key or the place differs. */
export function open(ring: KeyRing, place: Place, sealed: string): Buffer {
  const [, v, ...parts] = SEALED.exec(sealed) ?? [];
  const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  // One spelling only: base64url leaves bits over at the end, which nothing would authenticate.
  if (!nonce || !text || !tag || [nonce, text, tag].some((part, index) => part.toString('base64url') !== parts[index])) {
    throw new Error('not a sealed value');
  }
  const version = Number(v);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(ring, version), nonce, { authTagLength: 16 });
  decipher.setAAD(associated(place, version)).setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

/** A keyed, full-length look-up value of a normalised text: HMAC-SHA-256(key, "{column}:v1:{text}"), hex. Equal texts have equal values. */
export function blindIndex(key: Buffer, column: string, normalised: string): string {
  return createHmac('sha256', key).update(`${column}:v1:${normalised}`).digest('hex');
}
