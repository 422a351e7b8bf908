import type { Step } from '#protocols/rules/journey';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import type { Words } from '../words/da';

type Station = keyof Words['way']['steps'];

/** Which station of the way a step belongs to; after the draw, and beside the way, there is none. */
const STATION: Record<Step, Station | null> = {
  information: 'information',
  reading: 'reading',
  comprehension: 'reading',
  signing: 'reading',
  countersigning: 'countersigning',
  screening: 'screening',
  'not-eligible': 'screening',
  baseline: 'baseline',
  cohort: 'cohort',
  allocation: 'allocation',
  'follow-up': null,
  ended: null,
};

/** The way from the first talk to the draw, with where the person is on it, and why that station is there. */
export function WaySteps({ step }: { step: Step }) {
  const { words } = useSpeech();
  const { steps, title, done, now, later } = words.way;
  const station = STATION[step];
  if (station === null) return null;
  const stations = keysOf(steps);
  const here = stations.indexOf(station);
  return (
    <nav className="way" aria-label={title}>
      <ol>
        {stations.map((one, place) => {
          const state = place < here ? 'done' : place === here ? 'now' : 'later';
          return (
            <li key={one} className={`way-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
              <span className="way-mark" aria-hidden="true">
                {state === 'done' ? '✓' : place + 1}
              </span>
              <span>
                {steps[one][0]}
                <span className="hidden-caption">, {{ done, now, later }[state]}</span>
              </span>
            </li>
          );
        })}
      </ol>
      <p className="quiet">{steps[station][1]}</p>
    </nav>
  );
}
