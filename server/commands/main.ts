import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { Command, CommanderError, Option } from 'commander';
import { protocolSchema } from '#protocols/model/protocol-schema';
import type { Language } from '#protocols/model/text';
import { ConfigProblem, readConfig, type Config } from '../config';
import { findEmbedded } from '../db/embedded';
import { SetupProblem, setupDatabase } from '../db/setup';
import type { Recording } from '../db/facts';
import type { Login } from '../db/logins';
import { makeApp } from '../start-app';
import { openApi } from '../http/open-api';
import { KeyStoreProblem, loadKeys, systemEntropy, systemPassword, writeKeys } from '../keys';
import { ROUTES } from '../routes';
import { analyseCommand } from './analyse';
import { checkpointCommand, rebuildCommand, replayErasuresCommand, verifyCommand } from './audit';
import { checkCommand } from './check';
import { inviteCommand, type InviteOptions } from './invite';
import type { ExitCode, Io } from './io';
import { addLottery } from './add-lottery';
import { openCommand } from './open';
import { addPower } from './add-power';
import { addRehearse } from './add-rehearse';
import { scoreCommand, scoreHelp } from './score';
import { wordingsCommand } from './wordings';

const ROOT = join(__dirname, '..', '..', '..');

const terminal: Io = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};

/**
 * The command line. Each command has `--help` and, where there is something to read, `--json`.
 * @returns 0 done, 1 done and something is to be looked at, 2 not done.
 */
export async function run(argv: readonly string[], io: Io = terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = buildProgram(io, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2;
    const known = [ConfigProblem, SetupProblem, KeyStoreProblem].some((kind) => cause instanceof kind);
    if (!known) throw cause;
    io.err((cause as Error).message);
    if (cause instanceof SetupProblem && cause.sql.length > 0) io.out(cause.sql.join('\n'));
    return 2;
  }
}

function buildProgram(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('lodtraek')
    .description('Randomised trials of social and peer-support interventions.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  const config = () => readConfig(process.env, ROOT);

  program
    .command('setup')
    .description('Makes a database ready: roles, migrations, logins. Prints the SQL to run where the owner may not create roles.')
    .option('--json', 'for programs')
    .action(async ({ json = false }: { json?: boolean }) => {
      const logins = Object.keys(await setupDatabase(await houseOf(config())));
      io.out(json ? JSON.stringify({ ready: true, logins }) : 'The database is ready.');
    });
  program
    .command('keys')
    .argument('<path>', 'a file that does not exist yet')
    .description('Makes a key store. Keep a copy where the database is not.')
    .option('--json', 'for programs')
    .action((path: string, { json = false }: { json?: boolean }) => {
      writeKeys(path);
      io.out(
        json
          ? JSON.stringify({ path })
          : `Keys written to ${path}, readable by this user alone. Keep a copy where the database is not.`,
      );
    });
  program
    .command('analyse')
    .argument('<plan>', 'the plan, JSON')
    .argument('<data>', 'the data, CSV')
    .option('--json', 'the whole report at full precision')
    .option('--r', 'the R script that recomputes every number, instead of running it')
    .description('Runs a pre-registered plan on a file.')
    .action(async (plan: string, data: string, { json = false, r = false }: { json?: boolean; r?: boolean }) => {
      done(await analyseCommand({ plan, data, json, r }, { ...io, readFile: (path) => readFile(path, 'utf8') }));
    });
  program
    .command('score')
    .argument('<instrument>', 'such as phq-9')
    .requiredOption('--answers <file>', 'the answers, JSON; - for standard input')
    .option('--prorated', 'the rule for missing items that a protocol may choose, where the instrument offers one')
    .option('--json', 'exact values, for programs')
    .description('Scores answers to an instrument by its published rules.')
    .addHelpText('after', scoreHelp)
    .action(async (instrument: string, given: { answers: string; prorated?: boolean; json?: boolean }) => {
      const { answers, prorated = false, json = false } = given;
      done(await scoreCommand({ instrument, answers, prorated, json }, { ...io, readFile: readGiven }));
    });
  addPower(program, { ...io, readFile: readGiven }, done);
  addLottery(program, io, done, async (work) => {
    const { app, recording } = await appFor(config(), 'lottery-bundle', ['research', 'allocator']);
    try {
      return await work(app, recording);
    } finally {
      await app.close();
    }
  });
  program
    .command('check')
    .argument('<file>', 'the protocol, JSON; - for standard input')
    .option('--json', 'for programs')
    .addOption(new Option('--language <language>', 'the language of the sentences').choices(['da', 'en']).default('da'))
    .description('Says what is wrong in a protocol, where, and what to do.')
    .action(async (file: string, { json = false, language }: { json?: boolean; language: Language }) => {
      done(await checkCommand({ file, json, language }, { ...io, readFile: readGiven }));
    });
  program
    .command('schema')
    .description('Prints the protocol language as a JSON Schema, for editors.')
    .action(() => io.out(protocolSchema()));
  program
    .command('wordings')
    .argument('[folder]', 'else WORDINGS_DIR')
    .option('--json', 'for programs')
    .description('Checks the words that studies bring for instruments whose own do not ship.')
    .action((folder: string | undefined, { json = false }: { json?: boolean }) => {
      done(wordingsCommand({ folder: folder ?? config().wordingsDir, json }, io));
    });
  program
    .command('openapi')
    .description('Prints the contract as an OpenAPI document.')
    .action(() => io.out(JSON.stringify(openApi(ROUTES.map(({ promise }) => promise)), null, 2)));

  program
    .command('invite')
    .argument('<email>', 'where the letter goes')
    .option('--name <name>', 'whose account it is')
    .option('--role <role>', 'what they may do')
    .option('--trial <trial>', 'in which trial')
    .option('--site <site>', 'at which site; without it, in all of the trial')
    .option('--language <language>', 'of the letter: da or en', 'da')
    .option(
      '--again',
      'a fresh invitation for an account there is: password, factors and sessions of before end when it is accepted',
      false,
    )
    .option('--json', 'for programs', false)
    .description('Invites a member of staff by letter: the first account, or somebody who has lost every way in.')
    .action(async (email: string, options: Omit<InviteOptions, 'email'>) => {
      const { app, recording } = await appFor(config(), 'invite', ['identity', 'research']);
      try {
        done(await inviteCommand({ email, ...options }, app, recording, io));
      } finally {
        await app.close();
      }
    });
  program
    .command('open')
    .argument('<file>', 'the protocol, JSON; - for standard input')
    .option('--json', 'for programs')
    .addOption(new Option('--language <language>', 'the language of the sentences').choices(['da', 'en']).default('da'))
    .description('Opens a trial from its protocol, after the check.')
    .action(async (file: string, { json = false, language }: { json?: boolean; language: Language }) => {
      const { app, recording } = await appFor(config(), 'open', ['allocator', 'research']);
      try {
        done(await openCommand({ file, json, language }, app, recording, { ...io, readFile: readGiven }));
      } finally {
        await app.close();
      }
    });
  addRehearse(program, { config, root: ROOT, suffix: () => randomUUID().slice(0, 8), io, done });

  const audit = program.command('audit').description('The facts, their chain and the checkpoints outside the house.');
  const audits = {
    verify: verifyCommand,
    checkpoint: checkpointCommand,
    rebuild: rebuildCommand,
    'replay-erasures': replayErasuresCommand,
  };
  const says: Record<keyof typeof audits, string> = {
    verify: 'Recomputes every hash and compares with the outside copy; names what was altered.',
    checkpoint: 'Writes a signed checkpoint now.',
    rebuild: 'Drops the read tables and makes them again from the facts.',
    'replay-erasures': 'After a restore, repeats the erasures of the ledger.',
  };
  for (const name of Object.keys(audits) as (keyof typeof audits)[]) {
    audit
      .command(name)
      .description(says[name])
      .option('--json', 'for programs')
      .action(async ({ json = false }: { json?: boolean }) => {
        const house = await houseOf(config());
        done(await audits[name]({ json }, { config: config(), ownerUrl: house.ownerUrl, now: new Date(), uuid: randomUUID }, io));
      });
  }
  return program;
}

/** A file, or what is piped in for `-`. */
const readGiven = (path: string): Promise<string> => (path === '-' ? textOf(process.stdin) : readFile(path, 'utf8'));

/** The application as far as a command needs it, and what its facts have in common. */
async function appFor(
  config: Config,
  request: string,
  logins: readonly Login[],
): Promise<{ app: Awaited<ReturnType<typeof makeApp>>; recording: Recording }> {
  const credentials = await setupDatabase(await houseOf(config));
  const app = await makeApp({
    config,
    keys: loadKeys(config.keyStore, false),
    credentials,
    clock: () => new Date(),
    entropy: systemEntropy,
    uuid: randomUUID,
    poolSize: 2,
    logins,
  });
  const recording: Recording = {
    now: new Date(),
    actor: 'system/command-line',
    grant: null,
    request,
    entropy: systemEntropy,
    uuid: randomUUID,
  };
  return { app, recording };
}
/** The database the commands work on: the one configured, else the embedded one while it runs. */
async function houseOf(config: Config): Promise<Parameters<typeof setupDatabase>[0]> {
  const ownerUrl = config.databaseUrl ?? (await findEmbedded(config.dataDir));
  if (ownerUrl === undefined) {
    throw new SetupProblem(
      `No database runs on ${config.dataDir}: start one with "npm start" in another window, or set DATABASE_URL.`,
    );
  }
  return { ownerUrl, given: config.roleUrls, secretsDir: join(config.dataDir, 'secrets'), password: () => systemPassword() };
}
