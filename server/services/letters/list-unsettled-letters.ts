import type { listUnsettledLetters as promise } from '#contract/staff/letters';
import type { Service } from '../../http/serve';
import { unsettledLetters } from '../../unsettled';

/** What a person must find out: in the post's own log, or by asking at the site. */
export const listUnsettledLetters: Service<typeof promise> = async (context, { params: { trial } }) => {
  const titles = new Map(context.protocol.waves.map(({ id, title }) => [id, title]));
  return {
    letters: (await unsettledLetters(context, trial)).map(({ code, wave, letter, ordinal, takenAt }) => ({
      code,
      wave,
      letter,
      ordinal,
      title: (wave !== null && titles.get(wave)) || null,
      takenAt: takenAt.toISOString(),
    })),
  };
};
