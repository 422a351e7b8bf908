import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import type { Account } from '../api/use-account';
import { useOwnAct } from '../api/use-own-act';
import { ProblemNotice } from '../components/problem-notice';
import { useSpeech } from '../speech';

/** Where I am signed in; any of it can be ended, and opens nothing from then on. */
export function Sessions({ sessions }: Pick<Account, 'sessions'>) {
  const { words, instant } = useSpeech();
  const w = words.account.sessions;
  const end = useOwnAct(endpoints.endSession);
  const endOthers = useOwnAct(endpoints.endOtherSessions);
  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">{w.title}</h2>
      <p>{sessions.length > 1 ? w.lead : w.only}</p>
      <ul className="sentences">
        {sessions.map(({ session, way, startedAt, seenAt, mine }) => (
          <li key={session}>
            <span>
              {mine ? <strong>{w.mine}</strong> : w.other}, {w.started(instant(startedAt))}
              <br />
              <span className="quiet">
                {words.account.ways[way]}, {w.seen(instant(seenAt))}
              </span>
            </span>
            {!mine && (
              <Button
                variant="default"
                aria-label={w.endThis(instant(startedAt))}
                disabled={end.isActing}
                onClick={() => end.act({ params: { session } })}
              >
                {w.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemNotice refused={end.refused ?? endOthers.refused} />
      {sessions.length > 1 && (
        <div className="buttons">
          <Button variant="default" loading={endOthers.isActing} onClick={() => endOthers.act({})}>
            {w.endOthers}
          </Button>
        </div>
      )}
    </section>
  );
}
