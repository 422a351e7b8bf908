import { inLanguage, type Language } from '#protocols/model/text';
import type { App } from '../context';
import type { Recording } from '../db/facts';
import { checkText } from '../protocol-file/read-protocol';
import { hindrances } from '../protocol-file/hindrances';
import { openTrial, ProtocolProblem } from '../services/trial/open-trial';
import type { ExitCode, Io } from './io';
import { readText, type Reader } from './read-text';

const WORDS = {
  da: {
    refused: (n: number) =>
      `Ikke åbnet: ${n} ${n === 1 ? 'ting står' : 'ting står'} i vejen. "lodtraek check" viser hvor i filen.`,
    known: (id: string) => `Forsøget ${id} er åbent i forvejen. En ny version åbner forskeren på siden "Forsøget".`,
    opened: (id: string, version: string) =>
      `Forsøget ${id} er åbnet i version ${version}, og lodtrækningens segl er sat af sig selv. Giv roller med "lodtraek invite".`,
    waits: (id: string, version: string) =>
      `Forsøget ${id} er åbnet i version ${version}. Giv roller med "lodtraek invite"; så holder den ublindede statistiker og en uafhængig lodtrækningens ceremoni.`,
  },
  en: {
    refused: (n: number) =>
      `Not opened: ${n} ${n === 1 ? 'thing stands' : 'things stand'} in the way. "lodtraek check" shows where in the file.`,
    known: (id: string) => `The trial ${id} is open already. The researcher opens a new version on the page "Trial".`,
    opened: (id: string, version: string) =>
      `The trial ${id} is open in version ${version}, and the lottery’s seal set itself. Give roles with "lodtraek invite".`,
    waits: (id: string, version: string) =>
      `The trial ${id} is open in version ${version}. Give roles with "lodtraek invite"; then the unblinded statistician and somebody independent hold the lottery’s ceremony.`,
  },
} as const;

/**
 * `lodtraek open <file>`: opens a trial from its protocol, after the check.
 * @returns 0 opened; 2 not opened: what stands in the way is said point by point
 */
export async function openCommand(
  argv: { file: string; json: boolean; language: Language },
  app: App,
  recording: Recording,
  io: Io & Reader,
): Promise<ExitCode> {
  const words = WORDS[argv.language];
  const read = await readText(argv.file, io);
  if ('problem' in read) {
    io.err(read.problem);
    return 2;
  }
  const checked = checkText(read.text);
  const document: unknown = checked.readable ? JSON.parse(read.text) : null;
  const findings = checked.readable ? hindrances(document).findings : [checked.finding];
  if (findings.length > 0) {
    if (argv.json) {
      const told = findings.map(({ pointer, code, sentence }) => ({ path: pointer, code, sentence }));
      io.out(JSON.stringify({ opened: null, findings: told }, null, 2));
    } else {
      for (const { pointer, code, sentence } of findings)
        io.err(`${pointer || '/'} ${code}: ${inLanguage(sentence, argv.language)}`);
      io.err(words.refused(findings.length));
    }
    return 2;
  }
  const { id, version } = document as { id: string; version: string };
  if ((await app.protocols(id)).length > 0) {
    io.err(words.known(id));
    return 2;
  }
  let isSimulated: boolean;
  try {
    isSimulated = (await openTrial(app, recording, document)).simulated;
  } catch (cause) {
    if (!(cause instanceof ProtocolProblem)) throw cause;
    io.err(cause.message);
    return 2;
  }
  io.out(argv.json ? JSON.stringify({ opened: id, version }) : words[isSimulated ? 'opened' : 'waits'](id, version));
  return 0;
}
