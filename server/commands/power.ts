import { powerByProtocol, type ProtocolPower } from '#analysis/design/by-protocol';
import { DesignsFile, reckonDesigns } from '#analysis/design/run';
import { checkText } from '../protocol-file/read-protocol';
import { parseAgainst } from './analyse';
import type { ExitCode, Io } from './io';
import { designsText, protocolPowerText } from './power-text';
import { readText, type Reader } from './read-text';

/** As typed, not yet checked. */
export interface PowerOptions {
  file: string;
  participants?: string;
  replicates: string;
  seed: string;
  baselineCorrelation: string;
  json: boolean;
}

/** The most simulated trials: beyond it the figures hardly move. */
const MOST = 100_000;

/**
 * `lodtraek power <file>`: of a file of designs the power or the size of each; of a protocol the power of the trial it describes, by simulation.
 * @returns 0 when all is reckoned, 1 when a design was refused, 2 for input that cannot be used
 */
export async function powerCommand(options: PowerOptions, io: Io & Reader): Promise<ExitCode> {
  const read = await readText(options.file, io);
  if ('problem' in read) return unusable(io, read.problem);
  if (!read.text.includes('"designs"')) return ofProtocol(read.text, options, io);
  const file = parseAgainst<DesignsFile>(DesignsFile, read.text);
  if ('problems' in file) return unusable(io, ...file.problems.map((problem) => `${options.file}: ${problem}`));
  const answers = reckonDesigns(file);
  io.out(options.json ? JSON.stringify(answers, null, 2) : designsText(answers.designs));
  return answers.designs.some((answer) => 'refused' in answer) ? 1 : 0;
}

function ofProtocol(text: string, options: PowerOptions, io: Io): ExitCode {
  const checked = checkText(text);
  if (!checked.readable) return unusable(io, `${options.file}: ${checked.finding.sentence.en}`);
  const { protocol, findings } = checked;
  if (!protocol) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    const hint = `"lodtraek check" tells all (${errors.length}). A file of designs says “designs”.`;
    return unusable(io, `${options.file} is no protocol that holds: ${errors[0]!.sentence.en} ${hint}`);
  }
  const whole = (given: string) => (/^\d{1,9}$/.test(given) ? Number(given) : NaN);
  const participants = options.participants === undefined ? protocol.target.participants : whole(options.participants);
  if (!(participants >= 4 && participants <= MOST))
    return unusable(io, `--participants is a whole number from 4 to ${MOST}: so many are drawn in all.`);
  const replicates = whole(options.replicates);
  if (!(replicates >= 10 && replicates <= MOST)) return unusable(io, `--replicates is a whole number from 10 to ${MOST}.`);
  const seed = whole(options.seed);
  if (Number.isNaN(seed)) return unusable(io, '--seed is a whole number: the same seed gives the same figures.');
  const correlation = /^0?\.\d+$|^0$/.test(options.baselineCorrelation) ? Number(options.baselineCorrelation) : NaN;
  if (Number.isNaN(correlation)) return unusable(io, '--baseline-correlation is a number from 0 to 1, such as 0.5.');
  const found = powerByProtocol(protocol, { participants, replicates, seed, baselineCorrelation: correlation });
  if ('refused' in found) return unusable(io, `${options.file}: ${found.detail}`);
  io.out(options.json ? JSON.stringify(found satisfies ProtocolPower, null, 2) : protocolPowerText(found));
  return 0;
}

function unusable(io: Io, ...sentences: string[]): 2 {
  for (const sentence of sentences) io.err(sentence);
  return 2;
}
