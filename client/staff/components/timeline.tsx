import type { Reply } from '#contract/endpoint';
import type { readParticipant } from '#contract/staff/participants';
import { useSpeech, type Speech } from '../speech';
import { wordOf } from '../words/code-words';

type Event = Reply<typeof readParticipant>['timeline'][number];

/** What happened to a participant, newest first, each with who and when. */
export function Timeline({ events }: { events: readonly Event[] }) {
  const speech = useSpeech();
  const { words, instant } = speech;
  const newestFirst = events.toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <ol className="timeline">
      {newestFirst.map((event, place) => (
        <li key={`${event.at} ${event.kind} ${place}`}>
          <span className="timeline-what">
            {wordOf(words.codes.kinds, event.kind)}
            {detailOf(event, speech)}
          </span>
          <span className="quiet">
            <time dateTime={event.at}>{instant(event.at)}</time>{' '}
            {words.participant.by(wordOf(words.participant.actors, event.by))}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Kinds that concern a cohort or a group by its name. */
const NAMED: ReadonlySet<string> = new Set(['joined-cohort', 'placed-in-group', 'moved-group']);

/** The one thing worth adding to some kinds; details are not promised, so each is looked at before it is shown. */
function detailOf({ kind, detail }: Event, { words }: Speech): string {
  const { leavings } = words;
  const { changes, letters, companions, steps } = words.codes;
  if (kind === 'participation-changed' && typeof detail.change === 'string' && detail.change in changes) {
    return `: ${changes[detail.change as keyof typeof changes].name}`;
  }
  if (kind === 'letter-sent' && typeof detail.letter === 'string') return `: ${wordOf(letters, detail.letter)}`;
  if (kind === 'informed-orally' && typeof detail.companion === 'string') return `: ${wordOf(companions, detail.companion)}`;
  if (kind === 'left-group' && typeof detail.reason === 'string' && typeof detail.name === 'string') {
    return `: ${detail.name}. ${wordOf(leavings, detail.reason)}`;
  }
  if (NAMED.has(kind) && typeof detail.name === 'string') return `: ${detail.name}`;
  if (kind === 'screened' && detail.eligible === false) return `: ${steps['not-eligible']}`;
  return '';
}
