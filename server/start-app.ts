import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rememberAnswering } from './answering';
import { buildApp, type Log } from './app';
import type { Config } from './config';
import type { App } from './context';
import type { Credentials, Login } from './db/logins';
import { openDatabase } from './db/zone';
import { lotteryInProcess } from './lottery';
import type { Keys } from './keys';
import { openPost } from './letters/post';
import { rememberProtocols } from './protocol-cache';
import type { Entropy } from './seal';
import { openWordings } from './wordings';

/** What a running process is made of; time and entropy come from outside. */
export interface Parts {
  config: Config;
  keys: Keys;
  credentials: Credentials;
  clock: () => Date;
  entropy: Entropy;
  uuid: () => string;
  poolSize: number;
  /** The zones this process enters; all where it does everything. */
  logins?: readonly Login[];
}

/** Joins the parts into the application's shared context. */
export async function makeApp(parts: Parts): Promise<App & { close(): Promise<void> }> {
  // Read before anything is opened: a wording that cannot be used keeps the process from starting.
  const wordings = openWordings(parts.config.wordingsDir);
  const database = await openDatabase(parts.credentials, parts.poolSize, parts.logins);
  const app: App = {
    config: parts.config,
    keys: parts.keys,
    database,
    clock: parts.clock,
    entropy: parts.entropy,
    uuid: parts.uuid,
    protocols: rememberProtocols(database.research, parts.clock),
    wordings,
    answering: rememberAnswering(),
    post: openPost(parts.config),
    lottery: (request) => lotteryInProcess(app)(request),
  };
  return Object.assign(app, { close: () => database.close() });
}

/** Listens on `port` (0 for any). @throws the system's error where the port is taken. */
export function listen(app: App, port: number, log: Log): Promise<{ server: Server; port: number }> {
  const server = createServer(buildApp(app, log));
  // Slow senders do not hold a connection for ever.
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}
