import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import type { Proof } from '#contract/staff/proof';
import { call } from '../../shared/api';
import { endpoints } from '../api/endpoints';
import { canUsePasskeys } from '../api/passkeys';
import { ACCOUNT, type Account } from '../api/use-account';
import { useSpeech } from '../speech';
import { Loading } from './loading';
import { ProblemNotice } from './problem-notice';
import { ProofForm } from './proof-form';

/** Asks who sits there, before something that matters more than most. Leaving it is always possible. */
export function ProofDialog({ onDone, onStop }: { onDone: () => void; onStop: () => void }) {
  const { words } = useSpeech();
  const w = words.account.proof;
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const account = useQuery({ queryKey: ACCOUNT, queryFn: () => call(endpoints.readAccount, {}) });
  const prove = useMutation({
    mutationFn: (proof: Proof) => call(endpoints.proveAgain, { body: { proof } }),
    onSuccess: onDone,
  });
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="confirm"
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        onStop();
      }}
    >
      <h2 id={title}>{w.again}</h2>
      <p>{w.againLead}</p>
      {account.isPending && <Loading />}
      <ProblemNotice refused={account.error} />
      {account.data && (
        <ProofForm
          ways={waysOf(account.data)}
          onGive={prove.mutate}
          isActing={prove.isPending}
          refused={prove.error}
          stop={
            <Button variant="default" onClick={onStop}>
              {w.stop}
            </Button>
          }
        />
      )}
    </dialog>
  );
}

function waysOf({ totp, passkeys, recoveryCodes }: Account): Proof['way'][] {
  if (!totp && passkeys.length === 0) return ['password'];
  const ways: Proof['way'][] = totp ? ['totp'] : [];
  if (passkeys.length > 0 && canUsePasskeys()) ways.push('passkey');
  if (recoveryCodes.left > 0) ways.push('recovery');
  return ways;
}
