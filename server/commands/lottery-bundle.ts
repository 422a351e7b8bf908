import type { Recording } from '../db/facts';
import type { App } from '../context';
import { lotteryBundle } from '../lottery-bundle';
import { Problem } from '../problem';
import { PROBLEMS } from '#contract/problems';
import type { ExitCode, Io } from './io';

/**
 * `lodtraek lottery bundle`: writes the proof of a locked trial's lottery.
 * @returns 0 written, 2 not (with the reason).
 */
export async function lotteryBundleCommand(
  { trial, out, json }: { trial: string; out: string; json: boolean },
  app: App,
  recording: Recording,
  io: Io & { writeBytes: (path: string, bytes: Uint8Array) => Promise<void> },
): Promise<ExitCode> {
  try {
    const { actor, request } = recording;
    const bundle = await lotteryBundle(app, { trial, actor, request, grant: null });
    await io.writeBytes(out, bundle);
    io.out(
      json
        ? JSON.stringify({ trial, path: out, bytes: bundle.length })
        : `Skrevet til ${out}. Prøv det med "lodtraek verify ${out}". / Written to ${out}. Try it with "lodtraek verify ${out}".`,
    );
    return 0;
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    const { title, cure } = PROBLEMS[cause.code];
    io.err(`${title.da}. ${cure.da} / ${title.en}. ${cure.en}`);
    return 2;
  }
}
