import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Proof } from '#contract/staff/proof';
import { Refused } from '../../shared/refused';
import { canUsePasskeys } from '../api/passkeys';
import { useFinishSignIn, useSignIn, useSignInByPasskey } from '../api/session';
import { Alone } from '../components/alone';
import { ProblemNotice } from '../components/problem-notice';
import { ProofForm } from '../components/proof-form';
import { useSpeech } from '../speech';

type SecondWay = Exclude<Proof['way'], 'password'>;

/** Signing in, in steps: the password, then what else the account asks for; or a passkey alone. */
export function SignIn() {
  const signIn = useSignIn();
  const { error } = signIn;
  // The "no" that is no refusal: the password was right, and there is a step more.
  const next = error instanceof Refused && error.code === 'second-factor-needed' ? error.details : null;
  if (next) {
    return <SecondStep ticket={next.ticket as string} ways={next.ways as SecondWay[]} restart={() => signIn.reset()} />;
  }
  return <FirstStep signIn={signIn} />;
}

function FirstStep({ signIn }: { signIn: ReturnType<typeof useSignIn> }) {
  const { words } = useSpeech();
  const byPasskey = useSignInByPasskey();
  const [lacks, setLacks] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = String(form.get('email')).trim();
    const password = String(form.get('password'));
    setLacks(!email || !password);
    byPasskey.reset();
    if (email && password) signIn.mutate({ email, password });
  };
  return (
    <Alone title={words.signIn.title}>
      <p className="lead">{words.signIn.lead}</p>
      <form className="form" onSubmit={submit} noValidate>
        <TextInput name="email" type="email" label={words.signIn.email} autoComplete="username" autoFocus />
        <PasswordInput name="password" label={words.signIn.password} autoComplete="current-password" />
        {lacks ? (
          <p className="field-error" role="alert">
            {words.signIn.fillIn}
          </p>
        ) : (
          <ProblemNotice refused={byPasskey.error ?? signIn.error} />
        )}
        <div className="buttons">
          <Button type="submit" loading={signIn.isPending}>
            {words.signIn.submit}
          </Button>
          {canUsePasskeys() && (
            <Button variant="subtle" loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
              {words.account.proof.passkeyUse}
            </Button>
          )}
        </div>
      </form>
    </Alone>
  );
}

function SecondStep({ ticket, ways, restart }: { ticket: string; ways: readonly SecondWay[]; restart: () => void }) {
  const { words } = useSpeech();
  const finish = useFinishSignIn(ticket);
  const usable = ways.filter((way) => way !== 'passkey' || canUsePasskeys());
  return (
    <Alone title={words.account.proof.step}>
      <p className="lead">{words.account.proof.stepLead}</p>
      <ProofForm
        ways={usable}
        onGive={(proof) => proof.way !== 'password' && finish.mutate(proof)}
        isActing={finish.isPending}
        refused={finish.error}
        stop={
          <Button variant="default" onClick={restart}>
            {words.account.proof.restart}
          </Button>
        }
      />
    </Alone>
  );
}
