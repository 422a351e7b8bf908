import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config';
import { systemPassword } from '../keys';
import type { ExitCode, Io } from './io';
import { rehearseCommand, type RehearseOptions } from './rehearse';

interface Around {
  config: () => Config;
  root: string;
  suffix: () => string;
  io: Io;
  done: (code: ExitCode) => void;
}

/** Puts `rehearse` on the command line; Ctrl-C ends it with nothing left behind. */
export function addRehearse(program: Command, { config, root, suffix, io, done }: Around): void {
  const shipped = (trial: string) => join(root, 'protocols', 'trials', trial, '1.0.0.json');
  program
    .command('rehearse')
    .argument('<protocol>', 'a protocol file, or the id of a trial that ships')
    .option('--participants <n>', 'how many are drawn in all (the protocol’s target)')
    .option('--seed <n>', 'the same seed gives the same rehearsal', '1')
    .option('--per-week <n>', 'new people a week at each site', '1')
    .option('--replicates <n>', 'repetitions behind the power', '1000')
    .option('--from <date>', 'the first day', '2027-01-04')
    .option('--language <da|en>', 'of the report', 'en')
    .option('--keep <database>', 'keeps the rehearsal’s database under this name')
    .option('--json', 'the whole report at full precision', false)
    .description('Plays the whole trial with people who do not exist, in a database of its own, and says what would happen.')
    .action(async (file: string, options: RehearseOptions) => {
      const interrupt = new AbortController();
      const stop = () => interrupt.abort();
      for (const ending of ['SIGINT', 'SIGTERM'] as const) process.once(ending, stop);
      const environment = {
        config: config(),
        signal: interrupt.signal,
        elapsed: () => performance.now(),
        suffix,
        password: () => systemPassword(),
        readFile: (path: string) => readFile(existsSync(shipped(path)) ? shipped(path) : path, 'utf8'),
      };
      done(await rehearseCommand(file, options, environment, io));
      for (const ending of ['SIGINT', 'SIGTERM'] as const) process.removeListener(ending, stop);
    });
}
