import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import type { Language, Text } from '#protocols/model/text';
import { schemeOf } from '#protocols/rules/lottery-of';
import { drawsFor } from '#protocols/randomisation/scheme';
import type { Config } from '../config';
import { findEmbedded, startEmbedded } from '../db/embedded';
import { withOwner } from '../db/owner';
import { loadKeys, writeKeys } from '../keys';
import { USUAL } from '../rehearsal/assumptions';
import { minimumOf } from '../rehearsal/desk';
import { makeReport } from '../rehearsal/make-report';
import { makeOwnDatabase, type OwnDatabase } from '../rehearsal/own-database';
import type { Progress } from '../rehearsal/play';
import { rehearse, scriptedSource } from '../rehearsal/rehearse';
import { rehearsalText } from '../rehearsal/report-text';
import { checkText } from '../protocol-file/read-protocol';
import { makeApp } from '../start-app';
import type { ExitCode, Io } from './io';

/** As typed, not yet checked. */
export interface RehearseOptions {
  participants?: string;
  seed: string;
  perWeek: string;
  replicates: string;
  from: string;
  language: string;
  json: boolean;
  keep?: string;
}

/** What a rehearsal needs from the process. */
export interface RehearseEnvironment {
  config: Config;
  /** Ends the rehearsal between two people; nothing is left behind. */
  signal: AbortSignal;
  /** Milliseconds that only ever grow, for the rate. */
  elapsed: () => number;
  /** Letters and digits that nobody else's database has in its name. */
  suffix: () => string;
  password: () => string;
  readFile(path: string): Promise<string>;
}

interface Wish {
  participants: number;
  seed: number;
  perSiteWeek: number;
  replicates: number;
  startedAt: Date;
  language: Language;
}

const MOST = 100_000;
const POOL = 8;

/** `lodtraek rehearse <protocol>`: 0 where the whole trial could be played, 1 where recruitment never ended, 2 where nothing was. */
export async function rehearseCommand(
  file: string,
  options: RehearseOptions,
  environment: RehearseEnvironment,
  io: Io,
): Promise<ExitCode> {
  if (environment.config.production) {
    io.err('This is production: rehearse where no real trial runs, with NODE_ENV unset and a DATA_DIR of its own.');
    return 2;
  }
  const read = await readTrial(file, environment);
  if (typeof read === 'string') return unusable(io, read);
  const { protocol, warnings } = read;
  if (!protocol.randomisation) return unusable(io, `${file} draws no lots: a rehearsal plays trials with arms.`);
  const wish = wishOf(options, protocol);
  if (typeof wish === 'string') return unusable(io, wish);

  const folder = mkdtempSync(join(tmpdir(), 'lodtraek-rehearsal-'));
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const serverUrl = await serverOf(environment.config, folder, environment.password, undo);
    const name = options.keep ?? `lodtraek_rehearsal_${environment.suffix()}`;
    const secretsDir = join(folder, 'secrets');
    const database = await makeOwnDatabase({ serverUrl, name, secretsDir, password: environment.password });
    let keeps = false;
    undo.push(async () => void (keeps || (await database.drop())));
    const code = await playIn(database, folder, protocol, { ...wish, warnings }, options.json, environment, io);
    keeps = options.keep !== undefined;
    if (keeps) io.err(`The database ${name} is kept; remove it with DROP DATABASE ${name} when you have seen enough.`);
    return code;
  } catch (cause) {
    // Whoever interrupts is not told of a fault.
    if (!environment.signal.aborted) throw cause;
    io.err('Interrupted: the rehearsal’s database is removed, nothing else was touched.');
    return 2;
  } finally {
    for (const step of undo.reverse()) await step();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playIn(
  database: OwnDatabase,
  folder: string,
  protocol: Protocol,
  wish: Wish & { warnings: Text[] },
  json: boolean,
  { config, signal, elapsed }: RehearseEnvironment,
  io: Io,
): Promise<ExitCode> {
  const { seed, participants, replicates, startedAt, language, warnings } = wish;
  const keyFile = join(folder, 'secrets', 'keys.json');
  const source = scriptedSource(seed, 'house');
  // Digests in the facts are keyed, so the keys repeat too. They seal nobody who exists.
  writeKeys(keyFile, source.entropy);
  const keyStore = `file:${keyFile}`;
  const app = await makeApp({
    config: { ...config, dataDir: folder, keyStore, checkpointDir: join(folder, 'checkpoints') },
    keys: loadKeys(keyStore, false),
    credentials: database.credentials,
    clock: () => startedAt,
    ...source,
    poolSize: POOL,
  });
  try {
    const progress = teller(elapsed, language, io);
    const assumed = { ...USUAL, perSiteWeek: wish.perSiteWeek };
    const rehearsed = await rehearse({ app, protocol, seed, startedAt, participants, assumed, signal, progress });
    const report = await withOwner(database.ownerUrl, (owner) =>
      makeReport(app, owner, rehearsed, { seed, asked: participants, replicates, warnings }),
    );
    io.out(json ? JSON.stringify(report, null, 2) : rehearsalText(report, language));
    return report.complete ? 0 : 1;
  } finally {
    await app.close();
  }
}

/** The server to make a database on: the one configured, the one that runs, or one just for this. */
async function serverOf(
  config: Config,
  folder: string,
  password: () => string,
  undo: (() => Promise<unknown>)[],
): Promise<string> {
  const running = config.databaseUrl ?? (await findEmbedded(config.dataDir));
  if (running !== undefined) return running;
  const embedded = await startEmbedded({ dataDir: join(folder, 'server'), log: () => undefined, password });
  undo.push(() => embedded.stop());
  return embedded.url;
}

/** A file, or the id of a trial that ships, with what its check warns of. @returns a sentence where it cannot be opened. */
async function readTrial(
  file: string,
  { readFile }: RehearseEnvironment,
): Promise<{ protocol: Protocol; warnings: Text[] } | string> {
  let text: string;
  try {
    text = await readFile(file);
  } catch (cause) {
    // A file that is absent or closed to us is an answer to the person who named it.
    const code = (cause as { code?: string }).code;
    return code === 'ENOENT'
      ? `There is no protocol ${file}: name a file, or a trial that ships such as peer-2020.`
      : `The file ${file} cannot be read (${code}): check that it is a file you may open.`;
  }
  const checked = checkText(text);
  if (!checked.readable) return `${file}: ${checked.finding.sentence.en}`;
  const { protocol, findings } = checked;
  if (protocol) return { protocol, warnings: findings.map(({ sentence }) => sentence) };
  const errors = findings.filter(({ severity }) => severity === 'error');
  return `${file} cannot be opened: ${errors[0]!.sentence.en} "lodtraek check" tells all (${errors.length}).`;
}

function wishOf(options: RehearseOptions, protocol: Protocol): Wish | string {
  const whole = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : NaN);
  const participants = whole(options.participants ?? String(protocol.target.participants));
  const least = drawsFor(schemeOf(protocol)) === 'cohort' ? minimumOf(protocol) : 2;
  if (!(participants >= least && participants <= MOST))
    return `--participants is a whole number from ${least} to ${MOST}: so many are drawn in all.`;
  const seed = whole(options.seed);
  if (Number.isNaN(seed)) return '--seed is a whole number: the same seed gives the same rehearsal.';
  const perSiteWeek = /^\d{1,3}(\.\d+)?$/.test(options.perWeek) ? Number(options.perWeek) : NaN;
  if (!(perSiteWeek > 0 && perSiteWeek <= 100)) return '--per-week is how many new people come to each site a week, such as 0.8.';
  const replicates = whole(options.replicates);
  if (!(replicates >= 10 && replicates <= MOST)) return `--replicates is a whole number from 10 to ${MOST}.`;
  const startedAt = new Date(`${options.from}T08:00:00.000Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(options.from) || Number.isNaN(startedAt.getTime()))
    return '--from is the first day, written like 2027-01-04.';
  if (options.language !== 'da' && options.language !== 'en') return '--language is da or en.';
  if (options.keep !== undefined && !/^[a-z][a-z0-9_]{0,39}$/.test(options.keep))
    return '--keep names a database: small letters, digits and _, beginning with a letter, forty at most.';
  return { participants, seed, perSiteWeek, replicates, startedAt, language: options.language };
}

const SECOND = 1_000;

/** Says how far it has come, once a second at most: people, simulated date, rate, time left. */
function teller(elapsed: () => number, language: Language, io: Io): (now: Progress) => void {
  const began = elapsed();
  let told = began;
  return ({ date, registered, drawn, of }) => {
    const now = elapsed();
    if (now - told < SECOND) return;
    told = now;
    const perMinute = (60 * SECOND * drawn) / (now - began);
    const left = drawn === 0 ? '–' : `${Math.ceil(((of - drawn) * (now - began)) / drawn / SECOND)}`;
    io.err(
      language === 'da'
        ? `${date}: ${registered} registreret, ${drawn} af ${of} trukket, ${perMinute.toFixed(0)} i minuttet, omkring ${left} s igen`
        : `${date}: ${registered} registered, ${drawn} of ${of} drawn, ${perMinute.toFixed(0)} a minute, about ${left} s left`,
    );
  };
}

const unusable = (io: Io, sentence: string): 2 => {
  io.err(sentence);
  return 2;
};
