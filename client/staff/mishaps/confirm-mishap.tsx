import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import type { Mishap } from './use-mishap-words';

/** That something waits for a second person, and the button where one may be that person. */
export function ConfirmMishap({ mishap }: { mishap: Mishap }) {
  const { trial, role } = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.list;
  const markInError = useAct(endpoints.markInError);
  const replace = useAct(endpoints.replaceParticipant);
  const isReplacement = mishap.kind === 'replacement-proposed';
  const act = isReplacement ? replace : markInError;
  const mayConfirm = (role === 'researcher' || role === 'data-manager') && !mishap.mine;
  return (
    <>
      <p className="quiet">{w.waits}</p>
      <ProblemNotice refused={act.refused} />
      {mayConfirm && (
        <ConfirmButton
          label={w.confirm}
          consequence={w.confirmLead}
          confirm={w.confirm}
          quiet
          isActing={act.isActing}
          onConfirm={() => act.act({ params: { trial, participant: mishap.code } })}
        />
      )}
    </>
  );
}
