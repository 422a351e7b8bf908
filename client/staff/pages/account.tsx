import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { AppFactor } from '../account/app-factor';
import { Passkeys } from '../account/passkeys';
import { PasswordChange } from '../account/password-change';
import { RecoveryCodes } from '../account/recovery-codes';
import { ShownOnce } from '../account/shown-once';
import { Sessions } from '../account/sessions';
import { useSignOut } from '../api/session';
import { useAccount } from '../api/use-account';
import { Alone } from '../components/alone';
import { Boundary } from '../components/boundary';
import type { SignedIn } from '../grant';
import { paths } from '../paths';
import { useSaved } from '../saved';
import { useSpeech } from '../speech';

/** My own account: who I am here, how I prove it, and where I am signed in. */
export function Account({ signedIn }: { signedIn: SignedIn }) {
  const { words } = useSpeech();
  const { said } = useSaved();
  const signOut = useSignOut();
  return (
    <Alone title={words.account.title} wide>
      <p className="lead">{words.account.lead}</p>
      <p className="said" role="status">
        {said}
      </p>
      <Boundary>
        <Parts />
      </Boundary>
      <div className="buttons">
        {!signedIn.lacksFactor && <Link to={paths.choose()}>{words.account.toWork}</Link>}
        <Button variant="subtle" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {words.top.signOut}
        </Button>
      </div>
    </Alone>
  );
}

function Parts() {
  const { words } = useSpeech();
  const w = words.account;
  const account = useAccount();
  const [isWelcome] = useState(useSearchParams()[0].has('welcome'));
  // In no cache and in no address: they are gone with the page.
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const hasFactor = account.totp !== null || account.passkeys.length > 0;
  const note = account.factorRequired ? w.required : w.demonstration;
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{w.name}</dt>
          <dd>{account.name}</dd>
        </div>
        <div>
          <dt>{w.email}</dt>
          <dd>{account.email}</dd>
        </div>
      </dl>
      {codes && <ShownOnce codes={codes} onKept={() => setCodes(null)} />}
      {!hasFactor && (
        <div className="notice">
          {isWelcome && <p>{w.welcome}</p>}
          <p>{note}</p>
        </div>
      )}
      <AppFactor totp={account.totp} onCodes={setCodes} />
      <Passkeys account={account} onCodes={setCodes} />
      <RecoveryCodes
        made={account.recoveryCodes.made}
        left={account.recoveryCodes.left}
        hasFactor={hasFactor}
        onCodes={setCodes}
      />
      <PasswordChange email={account.email} />
      <Sessions sessions={account.sessions} />
    </>
  );
}
