import type { Change } from '../model/fact';
import type { Protocol, Wave } from '../model/protocol';
import type { Way } from '../model/way';
import { waveState } from './waves';

/** People of one version alike in what a wave's state depends on; `way` stands for each of them, without submissions. */
export interface CompletenessGroup {
  version: string;
  wave: string;
  n: number;
  way: Way;
  /** How the wave stands in the facts: not handed in, handed in, handed in late. */
  handedIn: 'no' | 'in-time' | 'late';
  /** An invitation has gone out. */
  invited: boolean;
}

export interface WaveCompleteness {
  wave: string;
  title: Wave['title'];
  /** Those for whom the wave has opened, however they took part since. */
  due: number;
  open: number;
  submitted: number;
  /** Of the submitted, how many after the window. */
  late: number;
  missing: { n: number; reasons: { reason: 'window-missed' | Change; n: number }[] };
  /** Of the open, how many have had no invitation, where letters invite, although the window has been open for a day. */
  uninvited: number;
}

const DAY = 86_400_000;

/**
 * How each wave of the protocol in force stands, all arms together: due = open + submitted + missing. Who has stopped since was still
 * expected to answer; leaving them out would flatter the figure, so they are missing with their reason.
 */
export function completenessOf(
  groups: readonly CompletenessGroup[],
  protocol: Protocol,
  waveOf: (version: string, wave: string) => Wave | undefined,
  now: Date,
): WaveCompleteness[] {
  return protocol.waves.map(({ id, title }) => {
    const whole: WaveCompleteness = {
      wave: id,
      title,
      due: 0,
      open: 0,
      submitted: 0,
      late: 0,
      missing: { n: 0, reasons: [] },
      uninvited: 0,
    };
    const reasons = new Map<'window-missed' | Change, number>();
    for (const group of groups) {
      const wave = group.wave === id ? waveOf(group.version, id) : undefined;
      if (!wave) continue;
      if (group.handedIn !== 'no') {
        whole.due += group.n;
        whole.submitted += group.n;
        if (group.handedIn === 'late') whole.late += group.n;
        continue;
      }
      const opened = waveState(wave, asked(group.way), now);
      if (opened.state !== 'open' && opened.state !== 'closed') continue;
      whole.due += group.n;
      const own = waveState(wave, group.way, now);
      if (own.state === 'open') {
        whole.open += group.n;
        // The questionnaire before the draw is given with the personal link, by no letter.
        if (!group.invited && wave.before === undefined && now.getTime() - opened.opensAt.getTime() >= DAY)
          whole.uninvited += group.n;
      } else {
        const reason = own.state === 'stopped' ? own.change : 'window-missed';
        reasons.set(reason, (reasons.get(reason) ?? 0) + group.n);
        whole.missing.n += group.n;
      }
    }
    whole.missing.reasons = [...reasons].map(([reason, n]) => ({ reason, n })).toSorted((a, b) => b.n - a.n);
    return whole;
  });
}

/** The same person had they changed nothing: whether they were ever due. */
const asked = (way: Way): Way => ({
  ...way,
  milestones: way.milestones.filter(({ kind }) => kind !== 'participation-changed'),
});
