import type { Command } from 'commander';
import type { ExitCode, Io } from './io';
import { powerCommand, type PowerOptions } from './power';
import type { Reader } from './read-text';

/** Puts `power` on the command line. */
export function addPower(program: Command, io: Io & Reader, done: (code: ExitCode) => void): void {
  program
    .command('power')
    .argument('<file>', 'designs or a protocol, JSON; - for standard input')
    .option('--participants <n>', 'of a protocol: how many are drawn in all (its target)')
    .option('--replicates <n>', 'of a protocol: simulated trials', '1000')
    .option('--seed <n>', 'of a protocol: the same seed gives the same figures', '1')
    .option('--baseline-correlation <r>', 'of a protocol: of the outcome at baseline with the outcome', '0.5')
    .option('--json', 'every digit, for programs', false)
    .description(
      'The power or the size of designs; of a protocol the power of its trial, by simulation with its own lots and analysis.',
    )
    .action(async (file: string, options: Omit<PowerOptions, 'file'>) => done(await powerCommand({ file, ...options }, io)));
}
