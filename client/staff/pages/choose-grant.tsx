import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { Link, Navigate } from 'react-router';
import { useSignOut } from '../api/session';
import { LanguageChoice } from '../components/language-choice';
import type { SignedIn } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** Where a person with several roles says which one they use now; with one there is nothing to choose. */
export function ChooseGrant({ signedIn }: { signedIn: SignedIn }) {
  const { words, text } = useSpeech();
  const signOut = useSignOut();
  const [only, ...others] = signedIn.grants;
  const title = only ? words.grants.title : words.grants.none;
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title, words]);
  if (only && others.length === 0) return <Navigate to={paths.grant(only)} replace />;
  return (
    <main className="alone">
      <div className="alone-head">
        <span className="brand">{words.product}</span>
        <LanguageChoice />
      </div>
      <h1>{title}</h1>
      <p className="lead">{only ? words.grants.lead : words.grants.noneCure}</p>
      <ul className="choices">
        {signedIn.grants.map((grant) => (
          <li key={grant.grant}>
            <Link to={paths.grant(grant)}>
              <span className="choice-name">{words.codes.roles[grant.role]}</span>
              <span>
                <span>{text(grant.title)}</span> {grant.simulated && <span className="mark">{words.top.simulated}</span>}
              </span>
              <span className="quiet">{grant.siteName ?? words.grants.allSites}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p>
        <Link to={paths.account()}>{words.account.title}</Link>
        <Button variant="subtle" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {words.top.signOut}
        </Button>
      </p>
    </main>
  );
}
