import { checkKept } from '#protocols/verify/kept';
import { sayVerification, type SaidIn } from '#protocols/verify/say';
import { verifyBundle } from '#protocols/verify/verify';
import type { ExitCode, Io } from './io';

/**
 * `lodtraek verify`: draws every lot of a bundle again. Needs no database and no network.
 * @returns 0 intact, 1 something is not as it must be, 2 the file cannot be read.
 */
export async function verifyBundleCommand(
  { bundle, receipt, json, language }: { bundle: string; receipt?: string; json: boolean; language: SaidIn },
  io: Io & { readBytes: (path: string) => Promise<Uint8Array> },
): Promise<ExitCode> {
  let bytes: Uint8Array;
  let kept: string | undefined;
  try {
    bytes = await io.readBytes(bundle);
    if (receipt !== undefined) kept = Buffer.from(await io.readBytes(receipt)).toString('utf8');
  } catch {
    io.err(
      `Filen ${bundle} kan ikke læses. Angiv den zip-fil, du fik. / The file ${bundle} cannot be read. Name the zip you were given.`,
    );
    return 2;
  }
  const whole = verifyBundle(bytes);
  const isKept = kept === undefined || whole.findings.length > 0 ? [] : checkKept(bytes, kept);
  const result = { ...whole, findings: [...whole.findings, ...isKept] };
  io.out(json ? JSON.stringify(result) : sayVerification(result, language).join('\n'));
  return result.findings.length === 0 ? 0 : 1;
}
