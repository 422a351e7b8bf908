import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Entropy, KeyRing } from './seal';

/** Every secret the product holds outside the database, each for one purpose. */
export interface Keys {
  /** Wraps the key of each person. */
  identity: KeyRing;
  /** Seals which contact is which participant. */
  linkage: KeyRing;
  /** Wraps the seeds of lotteries. */
  seed: KeyRing;
  /** Blind indexes and keyed digests. */
  blindIndex: Buffer;
  /** Signs checkpoints. */
  signing: KeyObject;
  verifying: KeyObject;
}

interface KeyFile {
  lodtraekKeys: 1;
  identity: Record<string, string>;
  linkage: Record<string, string>;
  seed: Record<string, string>;
  blindIndex: string;
  signing: string;
}

/** The process's own source of unpredictable bytes. */
export const systemEntropy: Entropy = (bytes) => randomBytes(bytes);

/** A random password of `characters` symbols, fit for a URL. */
export const systemPassword = (characters = 32): string => randomBytes(characters).toString('base64url').slice(0, characters);

/** A key store that cannot be used; the message is one sentence with what to do. */
export class KeyStoreProblem extends Error {}

/**
 * Reads the keys from `store` ("file:<path>").
 * @param create makes a new file where there is none (evaluation only).
 * @throws KeyStoreProblem where the store is missing, unreadable or incomplete.
 */
export function loadKeys(store: string, create: boolean): Keys {
  const path = store.slice('file:'.length);
  if (!existsSync(path)) {
    if (!create)
      throw new KeyStoreProblem(
        `The key store ${path} does not exist: restore it from where you keep it, or run "lodtraek keys" once.`,
      );
    writeKeys(path);
  }
  return parse(readFileSync(path, 'utf8'), path);
}

/**
 * Makes fresh keys in a file only its owner can read, whole or not at all.
 * @param entropy another source for a rehearsal, whose sealed people do not exist and whose digests must repeat
 * @throws KeyStoreProblem where there is a file already: what its keys sealed would be lost with them.
 */
export function writeKeys(path: string, entropy: Entropy = systemEntropy): void {
  if (existsSync(path)) throw new KeyStoreProblem(`There are keys in ${path} already: name a file that does not exist yet.`);
  const ring = () => ({ 1: entropy(32).toString('base64') });
  const file: KeyFile = {
    lodtraekKeys: 1,
    identity: ring(),
    linkage: ring(),
    seed: ring(),
    blindIndex: entropy(32).toString('base64'),
    signing: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // A leftover of that name may be open to others.
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, JSON.stringify(file, null, 2), { mode: 0o600, flag: 'wx', flush: true });
  renameSync(`${path}.new`, path);
}

/** The public half of an Ed25519 key as 64 hexadecimal digits. */
export function publicHex(verifying: KeyObject): string {
  return Buffer.from(verifying.export({ format: 'jwk' }).x!, 'base64url').toString('hex');
}

function parse(text: string, store: string): Keys {
  let file: KeyFile;
  try {
    file = JSON.parse(text) as KeyFile;
  } catch {
    // The parser's own message would quote a piece of a key.
    throw new KeyStoreProblem(`The key store ${store} is not JSON: restore it from where you keep a copy.`);
  }
  if (file?.lodtraekKeys !== 1) throw new KeyStoreProblem(`The key store ${store} is not one of ours: restore the right file.`);
  const signing = signingKeyOf(file.signing, store);
  return {
    identity: ringOf(file.identity, store),
    linkage: ringOf(file.linkage, store),
    seed: ringOf(file.seed, store),
    blindIndex: keyOf(file.blindIndex, store),
    signing,
    verifying: createPublicKey(signing),
  };
}

function signingKeyOf(pem: unknown, store: string): KeyObject {
  try {
    const key = createPrivateKey(String(pem));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, in words that help.
  }
  throw new KeyStoreProblem(`The signing key in ${store} is no Ed25519 key: restore the right file.`);
}

function ringOf(stored: Record<string, unknown> | undefined, store: string): KeyRing {
  const ring = new Map(Object.entries(stored ?? {}).map(([version, key]) => [Number(version), keyOf(key, store)]));
  if (ring.size === 0 || ![...ring.keys()].every((version) => Number.isSafeInteger(version) && version > 0)) {
    throw new KeyStoreProblem(`The key store ${store} lacks keys, or numbers them wrongly: restore the right file.`);
  }
  return ring;
}

function keyOf(base64: unknown, store: string): Buffer {
  const key = Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64');
  if (key.length !== 32) throw new KeyStoreProblem(`A key in ${store} is not 32 bytes long: restore the right file.`);
  return key;
}
