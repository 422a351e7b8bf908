import { inLanguage, type Language } from '#protocols/model/text';
import { checkText, type Placed } from '../protocol-file/read-protocol';
import type { ExitCode, Io } from './io';
import { readText, type Reader } from './read-text';

const WORDS = {
  da: {
    error: 'fejl',
    warning: 'advarsel',
    clean: (file: string) => `${file}: ingen fejl.`,
    sum: (errors: number, warnings: number) =>
      `${errors} ${errors === 1 ? 'fejl' : 'fejl'}, ${warnings} ${warnings === 1 ? 'advarsel' : 'advarsler'}.`,
  },
  en: {
    error: 'error',
    warning: 'warning',
    clean: (file: string) => `${file}: no errors.`,
    sum: (errors: number, warnings: number) =>
      `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`,
  },
} as const;

/**
 * `lodtraek check <file>`: says what is wrong in a protocol, where, and what to do, as a compiler does.
 * @returns 0 without errors (there may be warnings), 1 with errors, 2 where the file is not readable as a protocol
 */
export async function checkCommand(
  argv: { file: string; json: boolean; language: Language },
  io: Io & Reader,
): Promise<ExitCode> {
  const words = WORDS[argv.language];
  const read = await readText(argv.file, io);
  if ('problem' in read) {
    io.err(read.problem);
    return 2;
  }
  const checked = checkText(read.text);
  const findings = checked.readable ? checked.findings : [checked.finding];
  if (argv.json) {
    const shown = findings.map(({ pointer, code, severity, sentence, line, column }) => ({
      path: pointer,
      code,
      severity,
      sentence,
      line,
      column,
    }));
    io.out(JSON.stringify({ findings: shown }, null, 2));
  } else {
    const lines = read.text.split('\n');
    for (const finding of findings) io.out(drawn(argv.file, lines, finding, argv.language));
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    io.out(findings.length === 0 ? words.clean(argv.file) : words.sum(errors, findings.length - errors));
  }
  if (!checked.readable) return 2;
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** Longer lines are cut around the place. */
const WIDEST = 100;

function drawn(
  file: string,
  lines: readonly string[],
  { line, column, pointer, code, severity, sentence }: Placed,
  language: Language,
): string {
  const source = (lines[line - 1] ?? '').replaceAll('\t', ' ').trimEnd();
  const from = column > WIDEST - 20 ? column - 40 : 0;
  const shown = source.slice(from, from + WIDEST);
  const gutter = String(line).padStart(5);
  return [
    `${file}:${line}:${column} ${WORDS[language][severity]} ${code}${pointer && ` ${pointer}`}`,
    `${gutter} | ${shown}`,
    `${' '.repeat(gutter.length)} | ${' '.repeat(Math.max(0, column - 1 - from))}^`,
    `  ${inLanguage(sentence, language)}`,
    '',
  ].join('\n');
}
