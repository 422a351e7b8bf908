import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { characteristicsCommand, type CharacteristicsOptions } from './characteristics';
import type { ExitCode, Io } from './io';
import { rerandomiseCommand, type RerandomiseOptions } from './rerandomise';

/** The commands about lotteries: how a scheme behaves, and the test that replays it. */
export function addLottery(program: Command, io: Io, done: (code: ExitCode) => void): void {
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
    .command('rerandomise')
    .argument('<scheme>', 'the scheme, JSON; the difference is its first arm minus its second')
    .argument('<data>', 'the data, CSV: a row for each person (or cluster) in the order of the draws')
    .requiredOption('--outcome <column>', 'numbers; an empty cell is missing')
    .requiredOption('--arm <column>', 'the arms’ ids')
    .option('--strata <columns>', 'what the lottery was stratified by (or the batch), separated by commas')
    .option('--order <column>', 'the order of the draws, where it is not that of the rows')
    .option('--factors <columns>', 'factors of a minimisation, separated by commas')
    .option('--covariates <columns>', 'numbers taken out of the outcome first, separated by commas')
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
