import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../shared/api';
import { endpoints } from '../api/endpoints';
import { canUsePasskeys, makePasskey } from '../api/passkeys';
import type { Account } from '../api/use-account';
import { useOwnAct } from '../api/use-own-act';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useProof } from '../proof';
import { useSpeech } from '../speech';

interface PasskeysProps {
  account: Account;
  onCodes: (codes: readonly string[]) => void;
}

/** The passkeys of the account, each known by its kind of device and its day. */
export function Passkeys({ account: { passkeys, passkeysPossible }, onCodes }: PasskeysProps) {
  const { words, instant, dayOf } = useSpeech();
  const w = words.account.passkeys;
  const { proven } = useProof();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: async () => {
      const offer = await proven(() => call(endpoints.offerPasskey, {}));
      const passkey = await makePasskey(offer);
      return call(endpoints.addPasskey, { body: { passkey } });
    },
    onSuccess: async ({ recoveryCodes }) => {
      if (recoveryCodes) onCodes(recoveryCodes);
      await client.invalidateQueries();
    },
  });
  const remove = useOwnAct(endpoints.removePasskey);
  const isPossible = passkeysPossible && canUsePasskeys();
  return (
    <section className="card" aria-labelledby="passkeys">
      <h2 id="passkeys">{w.title}</h2>
      <p>{w.lead}</p>
      {passkeys.length === 0 && <p className="quiet">{w.none}</p>}
      <ul className="sentences">
        {passkeys.map(({ passkey, device, addedAt, usedAt }) => (
          <li key={passkey}>
            <span>
              {w.devices[device]}, {w.added(dayOf(addedAt))}
              <br />
              <span className="quiet">{usedAt ? w.used(instant(usedAt)) : w.unused}</span>
            </span>
            <ConfirmButton
              label={w.remove}
              consequence={w.removeConsequence}
              confirm={w.removeThis(w.devices[device].toLowerCase())}
              isActing={remove.isActing}
              quiet
              onConfirm={() => remove.act({ params: { passkey } })}
            />
          </li>
        ))}
      </ul>
      <ProblemNotice refused={add.error ?? remove.refused} />
      {isPossible ? (
        <div className="buttons">
          <Button variant="default" loading={add.isPending} onClick={() => add.mutate()}>
            {w.add}
          </Button>
        </div>
      ) : (
        <p className="quiet">{w.impossible}</p>
      )}
    </section>
  );
}
