import { readFile, writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { SaidIn } from '#protocols/verify/say';
import { characteristicsCommand, type CharacteristicsOptions } from './characteristics';
import type { App } from '../context';
import type { Recording } from '../db/facts';
import type { ExitCode, Io } from './io';
import { lotteryBundleCommand } from './lottery-bundle';
import { rerandomiseCommand, type RerandomiseOptions } from './rerandomise';
import { recoverCommand, type RecoverOptions } from './recover-lottery';
import { verifyBundleCommand } from './verify-bundle';

/** Opens the application on the configured database, and closes it afterwards. */
export type WithApp = (work: (app: App, recording: Recording) => Promise<ExitCode>) => Promise<ExitCode>;

/** The commands about lotteries: how a scheme behaves, the test that replays it, and the proof that it was followed. */
export function addLottery(program: Command, io: Io, done: (code: ExitCode) => void, withApp: WithApp): void {
  const reader = { ...io, readFile: (path: string) => readFile(path, 'utf8') };
  program
    .command('scheme')
    .description('Schemes of randomisation.')
    .command('characteristics')
    .argument('<scheme...>', 'scheme files, JSON; several are set side by side')
    .option('--n <n>', 'participants; clusters bring their own number')
    .option('--strata <k>', 'strata that participants fall into with equal chance', '1')
    .option('--alpha <level>', 'of the trial’s test', '0.05')
    .option('--trials <trials>', 'simulated trials, where the method cannot be followed exactly', '10000')
    .option('--seed <seed>', 'of the simulation', '1')
    .option('--json', 'for programs', false)
    .description('How guessable, forced and balanced a scheme is, exactly where that is possible; warns in words.')
    .action(async (schemes: string[], options: Omit<CharacteristicsOptions, 'schemes'>) => {
      done(await characteristicsCommand({ ...options, schemes }, reader));
    });
  program
    .command('verify')
    .argument('<bundle>', 'the zip of a lottery, as "lodtraek lottery bundle" or the researcher’s screen gave it')
    .option('--receipt <file>', 'a receipt, or a list of commitments, that must be found in it')
    .option('--json', 'for programs', false)
    .addOption(new Option('--language <language>', 'the language of the sentences').choices(['da', 'en']).default('da'))
    .description('Draws every lot again from the revealed seeds, and names the first entry that is not as it must be.')
    .action(async (bundle: string, options: { receipt?: string; json: boolean; language: SaidIn }) => {
      done(await verifyBundleCommand({ bundle, ...options }, { ...io, readBytes: (path) => readFile(path) }));
    });
  const lottery = program.command('lottery').description('The lottery of a trial.');
  lottery
    .command('recover')
    .argument('<trial>', 'the trial’s id')
    .option('--first <file>', 'a file with the statistician’s sheet')
    .option('--second <file>', 'a file with the independent holder’s sheet')
    .option('--escrow <file>', 'a file with the third sheet')
    .option('--rehearse', 'only prove that the sheets rebuild the seed', false)
    .option('--json', 'for programs', false)
    .addOption(new Option('--language <language>', 'the language of the sentences').choices(['da', 'en']).default('da'))
    .description('Rebuilds the seed of a lottery from two of its three sheets: after a lost key store, or as a rehearsal.')
    .action(async (trial: string, options: Omit<RecoverOptions, 'trial'>) => {
      done(await withApp((app, recording) => recoverCommand({ trial, ...options }, app, recording, reader)));
    });
  lottery
    .command('bundle')
    .argument('<trial>', 'the trial’s id')
    .requiredOption('--out <file>', 'where the zip goes')
    .option('--json', 'for programs', false)
    .description('After the lock: reveals the seeds and writes what an outsider needs to draw every lot again.')
    .action(async (trial: string, options: { out: string; json: boolean }) => {
      const writing = { ...io, writeBytes: (path: string, bytes: Uint8Array) => writeFile(path, bytes) };
      done(await withApp((app, recording) => lotteryBundleCommand({ trial, ...options }, app, recording, writing)));
    });
  program
    .command('rerandomise')
    .argument('<scheme>', 'the scheme, JSON; the difference is its first arm minus its second')
    .argument('<data>', 'the data, CSV: a row for each person (or cluster) in the order of the draws')
    .requiredOption('--outcome <column>', 'numbers; an empty cell is missing')
    .requiredOption('--arm <column>', 'the arms’ ids')
    .option('--strata <columns>', 'what the lottery was stratified by (or the batch), separated by commas')
    .option('--order <column>', 'the order of the draws, where it is not that of the rows')
    .option('--factors <columns>', 'factors of a minimisation, separated by commas')
    .option('--covariates <columns>', 'numbers taken out of the outcome first, separated by commas')
    .option('--contrast <arms>', 'of more than two arms: the two to compare, separated by a comma; without it all at once')
    .option('--exact', 'list every allocation')
    .option('--draws <draws>', 'draw so many; without it and --exact, as many as the answer needs')
    .option('--seed <seed>', 'of the draws', '1')
    .option('--level <level>', 'of the interval', '0.95')
    .option('--json', 'for programs', false)
    .description('The re-randomisation test: the trial’s own lottery, replayed.')
    .action(async (scheme: string, data: string, options: Omit<RerandomiseOptions, 'scheme' | 'data'>) => {
      done(await rerandomiseCommand({ ...options, scheme, data }, reader));
    });
}
