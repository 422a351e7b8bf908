import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';

/** The zones that have a database login of their own. */
export const databaseRoles = ['identity', 'linkage', 'allocator', 'research', 'auditor', 'jobs'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

const parts = ['all', 'web', 'worker', 'allocator'] as const;
/** Which part of the work this process does. */
export type ProcessPart = (typeof parts)[number];

/** All that the environment decides, read once at the start. Folders are absolute. */
export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly dataDir: string;
  /** The owner's address of an outside PostgreSQL; absent when the embedded one is used. */
  readonly databaseUrl: string | undefined;
  /** Addresses of logins that somebody else made; those absent are made by `lodtraek setup`. */
  readonly roleUrls: Readonly<Partial<Record<DatabaseRole, string>>>;
  /** Where people reach this system, without a slash at the end. */
  readonly publicUrl: string;
  /** The outgoing mail server; absent when letters only go to files. */
  readonly smtpUrl: string | undefined;
  /** The HTTP gateway for short messages, its token within; absent when they only go to files. */
  readonly smsUrl: string | undefined;
  /** `file:` and an absolute path. */
  readonly keyStore: string;
  readonly checkpointDir: string;
  /** The words that studies bring: `<trial>/<instrument>.<language>.json`. */
  readonly wordingsDir: string;
  readonly process: ProcessPart;
}

/** One field of the environment that cannot be used, and the sentence that says why and what to write. */
export interface WrongField {
  readonly field: string;
  readonly sentence: string;
}

/** The environment as a whole cannot be used; names every wrong field at once, never a value that could hold a password. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';

  constructor(readonly wrong: readonly WrongField[]) {
    super(wrong.map(({ sentence }) => sentence).join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The `.env` file of `rootDir` below the real environment; a field left empty counts as not set. */
function gather(env: Environment, rootDir: string): (field: string) => string | undefined {
  const file = path.join(rootDir, '.env');
  const fromFile: Environment = existsSync(file) ? parse(readFileSync(file)) : {};
  return (field) => env[field]?.trim() || fromFile[field]?.trim() || undefined;
}

function parseUrl(text: string, schemes: readonly string[]): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return schemes.includes(url.protocol) ? url : undefined;
}

/** The path with its existing part resolved, so that a link does not hide where a file really lies. */
function settle(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  const parent = path.dirname(file);
  return parent === file ? file : path.join(settle(parent), path.basename(file));
}

function liesBelow(file: string, folder: string): boolean {
  const way = path.relative(settle(folder), settle(file));
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/**
 * Reads the configuration from `env` and the `.env` file of `rootDir` (the real environment wins); paths are relative to `rootDir`.
 * An address that is well formed but answers nobody is not noticed here.
 *
 * @throws ConfigProblem naming every wrong field.
 */
export function readConfig(env: Environment, rootDir: string): Config {
  const read = gather(env, rootDir);
  const wrong: WrongField[] = [];
  const refuse = (field: string, sentence: string): void => void wrong.push({ field, sentence });
  const production = read('NODE_ENV') === 'production';

  const portText = read('PORT') ?? '4000';
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  const portIsGood = port >= 1 && port <= 65_535;
  if (!portIsGood) refuse('PORT', `PORT is "${portText}"; write a whole number from 1 to 65535, such as 4000.`);

  const databaseUrlOf = (field: string): string | undefined => {
    const text = read(field);
    if (text === undefined) return undefined;
    const url = parseUrl(text, ['postgres:', 'postgresql:']);
    if (!url || url.pathname.length < 2) {
      refuse(field, `${field} is no PostgreSQL address; write postgres://user:password@host:5432/database.`);
    }
    return text;
  };
  const databaseUrl = databaseUrlOf('DATABASE_URL');
  if (production && databaseUrl === undefined) {
    refuse(
      'DATABASE_URL',
      'DATABASE_URL is missing; in production write the address of a PostgreSQL 15 or later, which you back up.',
    );
  }
  const roleUrls: Partial<Record<DatabaseRole, string>> = {};
  for (const role of databaseRoles) {
    const url = databaseUrlOf(`DATABASE_URL_${role.toUpperCase()}`);
    if (url !== undefined) roleUrls[role] = url;
  }

  const publicText = read('PUBLIC_URL') ?? `http://localhost:${portIsGood ? port : 4000}`;
  const publicUrl = parseUrl(publicText, ['http:', 'https:']);
  if (!publicUrl || publicUrl.search !== '' || publicUrl.hash !== '' || publicUrl.username !== '') {
    refuse('PUBLIC_URL', `PUBLIC_URL is "${publicText}"; write the address people open, such as https://trial.example.org.`);
  } else if (production && publicUrl.protocol !== 'https:') {
    refuse('PUBLIC_URL', `PUBLIC_URL is "${publicText}"; in production it begins with https://, for answers travel over it.`);
  }

  const smtpUrl = read('SMTP_URL');
  if (smtpUrl !== undefined && !parseUrl(smtpUrl, ['smtp:', 'smtps:'])?.hostname) {
    refuse(
      'SMTP_URL',
      'SMTP_URL is no address of a mail server; write smtp://user:password@host:587 or smtps://user:password@host:465.',
    );
  }

  const smsText = read('SMS_URL');
  const smsUrl = smsText === undefined ? undefined : parseUrl(smsText, ['http:', 'https:']);
  if (smsText !== undefined && (!smsUrl || (smsUrl.password === '' && smsUrl.username === ''))) {
    refuse(
      'SMS_URL',
      'SMS_URL is no address of an SMS gateway with its token; write https://:token@gateway.example.org/messages.',
    );
  } else if (production && smsUrl?.protocol === 'http:') {
    refuse(
      'SMS_URL',
      'SMS_URL begins with http://; in production it begins with https://, for telephone numbers travel over it.',
    );
  }

  const dataDir = path.resolve(rootDir, read('DATA_DIR') ?? 'data');
  const keyText = read('KEY_STORE') ?? `file:${path.join(dataDir, 'secrets', 'keys.json')}`;
  const keyFile = keyFileOf(keyText, rootDir);
  if (keyFile === undefined) {
    refuse(
      'KEY_STORE',
      'KEY_STORE names no key store known here; write file: and the path of a file, such as file:/etc/lodtraek/keys.json.',
    );
  } else if (production && liesBelow(keyFile, dataDir)) {
    refuse(
      'KEY_STORE',
      'KEY_STORE lies below DATA_DIR, so whoever takes the data takes the keys; in production write file: and a path elsewhere.',
    );
  }

  const checkpointText = read('CHECKPOINT_DIR');
  if (production && checkpointText === undefined) {
    refuse('CHECKPOINT_DIR', 'CHECKPOINT_DIR is missing; in production write a folder that is carried out of the house.');
  }

  const partText = read('PROCESS') ?? 'all';
  const part = parts.find((name) => name === partText);
  if (part === undefined) refuse('PROCESS', `PROCESS is "${partText}"; write one of ${parts.join(', ')}.`);

  if (wrong.length > 0 || part === undefined || keyFile === undefined) throw new ConfigProblem(wrong);
  return Object.freeze({
    production,
    port,
    dataDir,
    databaseUrl,
    roleUrls: Object.freeze(roleUrls),
    publicUrl: publicText.replace(/\/+$/, ''),
    smtpUrl,
    smsUrl: smsText,
    keyStore: `file:${keyFile}`,
    checkpointDir: path.resolve(rootDir, checkpointText ?? path.join(dataDir, 'checkpoints')),
    wordingsDir: path.resolve(rootDir, read('WORDINGS_DIR') ?? path.join(dataDir, 'wordings')),
    process: part,
  });
}

function keyFileOf(text: string, rootDir: string): string | undefined {
  if (!text.startsWith('file:') || text.length === 'file:'.length) return undefined;
  if (!text.startsWith('file://')) return path.resolve(rootDir, text.slice('file:'.length));
  const url = new URL(text);
  return url.host === '' ? fileURLToPath(url) : undefined;
}
