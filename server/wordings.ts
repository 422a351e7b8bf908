import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkStudyWording, type WordingFinding, type WordingFindingCode } from '#protocols/instruments/study-wording';
import type { StudyWording } from '#protocols/model/instrument';
import type { Text } from '#protocols/model/text';
import { ConfigProblem } from './config';

/** A finding of the document, or of the file it lies in. */
export interface FileFinding {
  code: WordingFindingCode | 'name' | 'not-json';
  at: string;
  sentence: Text;
}

/** One file of the wordings' folder: what it holds, or all that is wrong with it. */
export interface WordingFile {
  /** Below the folder, such as `peer-rollout/qpr-15.da.json`. */
  file: string;
  trial: string;
  wording: StudyWording | null;
  findings: FileFinding[];
}

/** Every JSON file below a folder of wordings, checked, in the order of their names; none where the folder is not there. */
export function readWordings(folder: string): WordingFile[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));
  return files
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readOne(folder, file));
}

/**
 * The wordings that each trial brings, read and checked once. A file that cannot be used keeps the process from starting: a start
 * that went on would silently ask people in other words than the study decided.
 * @throws ConfigProblem naming each file and what to mend.
 */
export function openWordings(folder: string): (trial: string) => readonly StudyWording[] {
  const files = readWordings(folder);
  const wrong = files.flatMap(({ file, findings }) =>
    findings.map(({ sentence }) => ({ field: 'WORDINGS_DIR', sentence: `${path.join(folder, file)}: ${sentence.en}` })),
  );
  if (wrong.length > 0) throw new ConfigProblem(wrong);
  const brought = new Map(
    files.map(({ trial }) => [trial, files.filter((one) => one.trial === trial).flatMap(({ wording }) => wording ?? [])]),
  );
  return (trial) => brought.get(trial) ?? [];
}

function readOne(folder: string, file: string): WordingFile {
  const [, trial, instrument, language] = /^([a-z][a-z0-9-]*)\/([a-z0-9-]+)\.([a-z]{2})\.json$/.exec(file) ?? [];
  const refused = (finding: FileFinding): WordingFile => ({ file, trial: trial ?? '', wording: null, findings: [finding] });
  if (trial === undefined || instrument === undefined || language === undefined) return refused(wrongName(file));
  const text = readFileSync(path.join(folder, file), 'utf8');
  let document: unknown;
  // JSON.parse can only say no by throwing.
  try {
    document = JSON.parse(text);
  } catch {
    return refused({ code: 'not-json', at: file, sentence: NOT_JSON });
  }
  const checked = checkStudyWording(document, { instrument, language });
  if ('wording' in checked) return { file, trial, wording: checked.wording, findings: [] };
  return { file, trial, wording: null, findings: checked.findings satisfies WordingFinding[] };
}

const NOT_JSON: Text = {
  da: 'Filen er ikke JSON. Ret den, eller fjern den.',
  en: 'The file is not JSON. Correct it or remove it.',
};

const wrongName = (file: string): FileFinding => ({
  code: 'name',
  at: file,
  sentence: {
    da: 'Filens navn siger ikke, hvad den er til. Skriv forsøg/skema.sprog.json, for eksempel peer-rollout/qpr-15.da.json.',
    en: "The file's name does not say what it is for. Write trial/instrument.language.json, such as peer-rollout/qpr-15.da.json.",
  },
});
