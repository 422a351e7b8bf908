import type { Characteristics } from '#protocols/model/characteristics';
import { characteristicsOf } from '#protocols/randomisation/characteristics/characteristics';
import type { ExitCode, Io } from './io';
import { readScheme } from './read-scheme';
import type { Reader } from './read-text';

export interface CharacteristicsOptions {
  schemes: readonly string[];
  n?: string;
  strata: string;
  alpha: string;
  trials: string;
  seed: string;
  json: boolean;
}

/**
 * `lodtraek scheme characteristics <scheme.json …> --n <n>`: how schemes behave, before one is chosen; several stand side by side.
 * @returns 0, warnings included; 2, with one sentence, where a file is no scheme or a number none.
 */
export async function characteristicsCommand(options: CharacteristicsOptions, io: Io & Reader): Promise<ExitCode> {
  const numbers = numbersOf(options);
  if ('problem' in numbers) {
    io.err(numbers.problem);
    return 2;
  }
  const found: { file: string; own: Characteristics }[] = [];
  for (const file of options.schemes) {
    const read = await readScheme(file, io);
    if ('problem' in read) {
      io.err(read.problem);
      return 2;
    }
    const { scheme } = read;
    const n = 'clusters' in scheme ? scheme.clusters.length : numbers.n;
    if (n === undefined) {
      io.err(`${file}: Say how many participants there are to be, such as --n 100.`);
      return 2;
    }
    found.push({ file, own: characteristicsOf(scheme, { ...numbers, n }) });
  }
  if (options.json)
    io.out(JSON.stringify(found.length === 1 ? found[0]!.own : found.map(({ file, own }) => ({ scheme: file, ...own }))));
  else io.out(tableOf(found));
  return 0;
}

type Numbers = { n?: number; strata: number; alpha: number; trials: number; seed: number };

function numbersOf({ n, strata, alpha, trials, seed }: CharacteristicsOptions): Numbers | { problem: string } {
  const whole = (text: string, name: string, least: number, most: number): number | { problem: string } => {
    const value = Number(text);
    return Number.isInteger(value) && value >= least && value <= most
      ? value
      : { problem: `--${name} is a whole number from ${least} to ${most}, not "${text}".` };
  };
  const read = {
    n: n === undefined ? undefined : whole(n, 'n', 1, 100_000),
    strata: whole(strata, 'strata', 1, 1000),
    trials: whole(trials, 'trials', 100, 1_000_000),
    seed: whole(seed, 'seed', 0, 2 ** 32 - 1),
  };
  for (const one of Object.values(read)) if (typeof one === 'object') return one;
  const level = Number(alpha);
  if (!(level > 0 && level < 1)) return { problem: `--alpha lies between 0 and 1, not "${alpha}".` };
  return { ...(read as Omit<Numbers, 'alpha'>), alpha: level };
}

const LINES: [string, (one: Characteristics) => string][] = [
  ['right guesses', (one) => percent(one.correctGuessRate)],
  ['right guesses, long run', (one) => (one.longRunGuessRate === null ? '–' : percent(one.longRunGuessRate))],
  ['forced draws', (one) => percent(one.forcedRate)],
  ['bits a draw', (one) => one.entropyBits.toFixed(3)],
  ['mean imbalance', (one) => one.imbalance.mean.toFixed(2)],
  ['variance of it', (one) => one.imbalance.variance.toFixed(2)],
  ['greatest', (one) => one.imbalance.bound.toFixed(0)],
  ['mean of a margin', (one) => one.marginalImbalance?.mean.toFixed(2) ?? '–'],
  ['accidental bias', (one) => one.accidentalBias?.toFixed(3) ?? '–'],
  ['ways in all', (one) => one.allocations ?? '–'],
  ['how known', (one) => (one.method === 'exact' ? 'exact' : `simulated ±${(100 * one.standardError).toFixed(2)} %`)],
];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function tableOf(found: readonly { file: string; own: Characteristics }[]): string {
  const width = Math.max(24, ...LINES.map(([name]) => name.length + 2));
  const columns = found.map(({ file }) => Math.max(file.length, 18) + 2);
  const line = (name: string, cells: readonly string[]) =>
    name.padEnd(width) + cells.map((cell, index) => cell.padStart(columns[index]!)).join('');
  return [
    line(
      '',
      found.map(({ file }) => file),
    ),
    ...LINES.map(([name, show]) =>
      line(
        name,
        found.map(({ own }) => show(own)),
      ),
    ),
    ...found.flatMap(({ file, own }) => own.warnings.map(({ sentence }) => `\n${file}: ${sentence.en ?? sentence.da}`)),
  ].join('\n');
}
