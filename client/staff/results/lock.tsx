import type { Reply } from '#contract/endpoint';
import type { readResults } from '#contract/staff/results';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';

type Results = Reply<typeof readResults>;

/** The lock of data and plan: proposed by one, confirmed by another. */
export function Lock({ lock, refusal }: Pick<Results, 'lock' | 'refusal'>) {
  const { trial } = useGrant();
  const { words, instant } = useSpeech();
  const w = words.results;
  const act = useAct(endpoints.lockPlan);
  if (lock?.lockedAt) {
    return (
      <section>
        <h2>{w.lock}</h2>
        <p className="done">{w.lockedBy(lock.proposedBy, lock.lockedBy ?? words.common.none, instant(lock.lockedAt))}</p>
      </section>
    );
  }
  return (
    <section className="card" aria-labelledby="lock">
      <h2 id="lock">{w.lock}</h2>
      <p>{w.lockLead}</p>
      {lock && <p>{w.proposedBy(lock.proposedBy)}</p>}
      {refusal && <p className="quiet">{wordOf(words.codes.missing, refusal)}</p>}
      <ProblemNotice refused={act.refused} />
      <ConfirmButton
        label={lock ? w.confirm : w.propose}
        consequence={lock ? w.confirmConsequence : w.proposeConsequence}
        confirm={lock ? w.confirm : w.propose}
        disabled={refusal !== null}
        isActing={act.isActing}
        onConfirm={() => act.act({ params: { trial } })}
      />
    </section>
  );
}
