import { readWordings } from '../wordings';
import type { ExitCode, Io } from './io';

/**
 * `lodtraek wordings [folder]`: checks the words that studies bring, as the start does.
 * @returns 0 where each file can be used, 1 where one cannot
 */
export function wordingsCommand({ folder, json }: { folder: string; json: boolean }, io: Io): ExitCode {
  const files = readWordings(folder);
  if (json) {
    io.out(
      JSON.stringify(
        files.map(({ file, trial, wording, findings }) => ({
          file,
          trial,
          id: wording?.id ?? null,
          verified: wording?.verified ?? null,
          findings,
        })),
        null,
        2,
      ),
    );
  } else if (files.length === 0) {
    io.out(`No wordings lie in ${folder}; every trial shows those that ship.`);
  } else {
    for (const { file, wording, findings } of files) {
      if (wording) io.out(`${file}: ${wording.id}, ${verifiedText(wording)}.`);
      for (const { sentence } of findings) io.out(`${file}: ${sentence.en}`);
    }
  }
  return files.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

const verifiedText = ({ verifiedBy }: { verifiedBy?: { role: string; on: string } }): string =>
  verifiedBy ? `verified by ${verifiedBy.role} on ${verifiedBy.on}` : 'not verified, so not for a real trial';
