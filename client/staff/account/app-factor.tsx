import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Reply } from '#contract/endpoint';
import type { offerTotp } from '#contract/staff/account';
import { endpoints } from '../api/endpoints';
import type { Account } from '../api/use-account';
import { useOwnAct } from '../api/use-own-act';
import { ConfirmButton } from '../components/confirm-button';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useSpeech } from '../speech';
import { QrCode } from './qr-code';

type Offer = Reply<typeof offerTotp>;

interface AppFactorProps {
  totp: Account['totp'];
  onCodes: (codes: readonly string[]) => void;
}

/** The app that shows codes: added by its first code, replaced in the same way, taken off. */
export function AppFactor({ totp, onCodes }: AppFactorProps) {
  const { words, dayOf } = useSpeech();
  const w = words.account.app;
  const [offered, setOffered] = useState<Offer | null>(null);
  const offer = useOwnAct(endpoints.offerTotp, setOffered, false);
  const remove = useOwnAct(endpoints.removeTotp);
  const confirmed = (codes: string[] | null): void => {
    setOffered(null);
    if (codes) onCodes(codes);
  };
  return (
    <section className="card" aria-labelledby="app-factor">
      <h2 id="app-factor">{w.title}</h2>
      <p>{w.lead}</p>
      <p className={totp ? 'done' : 'quiet'}>{totp ? w.added(dayOf(totp.addedAt)) : w.none}</p>
      <ProblemNotice refused={offer.refused ?? remove.refused} />
      {offered ? (
        <Confirm offer={offered} onConfirmed={confirmed} onStop={() => setOffered(null)} />
      ) : (
        <div className="buttons">
          <Button variant={totp ? 'default' : 'filled'} loading={offer.isActing} onClick={() => offer.act({})}>
            {totp ? w.replace : w.add}
          </Button>
          {totp && (
            <ConfirmButton
              label={w.remove}
              consequence={w.removeConsequence}
              confirm={w.remove}
              isActing={remove.isActing}
              quiet
              onConfirm={() => remove.act({})}
            />
          )}
        </div>
      )}
    </section>
  );
}

interface ConfirmProps {
  offer: Offer;
  onConfirmed: (codes: string[] | null) => void;
  onStop: () => void;
}

function Confirm({ offer, onConfirmed, onStop }: ConfirmProps) {
  const { words } = useSpeech();
  const w = words.account.app;
  const confirm = useOwnAct(endpoints.confirmTotp, ({ recoveryCodes }) => onConfirmed(recoveryCodes));
  const [lacks, setLacks] = useState(false);
  const send = (given: FormData): void => {
    const code = String(given.get('code')).replace(/\s/g, '');
    const isCode = /^\d{6}$/.test(code);
    setLacks(!isCode);
    if (isCode) confirm.act({ body: { code } });
  };
  return (
    <Form onSend={send} refused={confirm.refused}>
      <p>{w.scan}</p>
      <QrCode {...offer.qr} label={w.qr} />
      <p>
        {w.text}
        <br />
        <span className="code secret">{offer.secret.replace(/(....)(?=.)/g, '$1 ')}</span>
      </p>
      <TextInput
        name="code"
        label={w.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        error={lacks && words.account.proof.fillTotp}
        autoFocus
      />
      <ProblemNotice refused={lacks ? null : confirm.refused} />
      <div className="buttons">
        <Button type="submit" loading={confirm.isActing}>
          {w.confirm}
        </Button>
        <Button variant="default" onClick={onStop}>
          {w.stop}
        </Button>
      </div>
    </Form>
  );
}
