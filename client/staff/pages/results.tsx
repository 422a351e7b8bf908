import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { Completeness } from '../results/completeness';
import { Download } from '../results/download';
import { EffectReport } from '../results/effect-report';
import { Lock } from '../results/lock';
import { Recruitment } from '../results/recruitment';
import { Rehearsal } from '../results/rehearsal';
import { useSpeech } from '../speech';

const ASK_AGAIN = 1_500;

/** Before the lock: why no outcome is shown by arm, and what is known without it. After: the effect, then the same counts. */
export function Results() {
  const { trial } = useGrant();
  const { words, number } = useSpeech();
  const params = { trial };
  const { lock, completeness, allocated, refusal, effect, computing } = useRead(endpoints.readResults, { params }, (reply) =>
    reply.computing ? ASK_AGAIN : null,
  );
  const { target } = useRead(endpoints.readTrial, { params });
  const isLocked = lock !== null && lock.lockedAt !== null;
  return (
    <Page title={words.results.title}>
      {effect ? (
        <EffectReport effect={effect} plan={lock?.plan ?? null} />
      ) : computing ? (
        <div className="notice notice-calm" role="status">
          <p className="notice-title">{words.figures.computing.title}</p>
          <p>{words.figures.computing.progress(number(computing.done), number(computing.of))}</p>
        </div>
      ) : (
        <div className="notice notice-calm">
          <p className="notice-title">{words.results.hidden}</p>
          <p>{words.results.hiddenWhy}</p>
        </div>
      )}
      {!isLocked && allocated > 0 && <Rehearsal />}
      {isLocked && <Download />}
      <Recruitment allocated={allocated} target={target} />
      <Completeness waves={completeness} />
      <Lock lock={lock} refusal={refusal} />
    </Page>
  );
}
