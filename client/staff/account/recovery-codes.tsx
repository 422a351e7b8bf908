import { endpoints } from '../api/endpoints';
import { useOwnAct } from '../api/use-own-act';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useSpeech } from '../speech';

interface RecoveryCodesProps {
  made: number;
  left: number;
  hasFactor: boolean;
  onCodes: (codes: readonly string[]) => void;
}

/** How many codes are left, and new ones. */
export function RecoveryCodes({ made, left, hasFactor, onCodes }: RecoveryCodesProps) {
  const { words } = useSpeech();
  const w = words.account.codes;
  const renew = useOwnAct(endpoints.renewRecoveryCodes, ({ recoveryCodes }) => onCodes(recoveryCodes));
  return (
    <section className="card" aria-labelledby="recovery-codes">
      <h2 id="recovery-codes">{w.title}</h2>
      <p>{w.lead}</p>
      {hasFactor ? (
        <>
          <p className={left > 2 ? 'quiet' : 'field-error'}>{w.left(left, made)}</p>
          <ProblemNotice refused={renew.refused} />
          <ConfirmButton
            label={w.renew}
            consequence={w.renewConsequence}
            confirm={w.renew}
            isActing={renew.isActing}
            quiet
            onConfirm={() => renew.act({})}
          />
        </>
      ) : (
        <p className="quiet">{w.none}</p>
      )}
    </section>
  );
}
