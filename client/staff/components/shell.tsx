import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { useSignOut } from '../api/session';
import { useGrant, type Grant, type SignedIn } from '../grant';
import { paths } from '../paths';
import { PLACES_OF } from '../places-of';
import { useSaved } from '../saved';
import { useSpeech } from '../speech';
import { Boundary } from './boundary';
import { Clock } from './clock';
import { LanguageChoice } from './language-choice';

/** The desk around every page: trial and role at the top, the few places of the role at the side. */
export function Shell({ signedIn, children }: { signedIn: SignedIn; children: ReactNode }) {
  const grant = useGrant();
  const { words } = useSpeech();
  const { said } = useSaved();
  const { pathname } = useLocation();
  return (
    <div className="desk">
      <a className="skip" href="#content">
        {words.common.skip}
      </a>
      <Top grant={grant} signedIn={signedIn} />
      <nav className="places" aria-label={words.top.menu}>
        {PLACES_OF[grant.role].map((place) => (
          <NavLink key={place} to={paths[place](grant)}>
            {words.places[place]}
          </NavLink>
        ))}
      </nav>
      <div className="sheet">
        {grant.simulated && grant.role !== 'facilitator' && (
          // A facilitator knows groups and evenings, not the trial. The clock waits for itself: a page is not held up by it, nor it by a page.
          <Boundary>
            <Clock />
          </Boundary>
        )}
        <p className="said" role="status">
          {said}
        </p>
        <main id="content" tabIndex={-1}>
          <Boundary key={pathname}>{children}</Boundary>
        </main>
      </div>
    </div>
  );
}

function Top({ grant, signedIn }: { grant: Grant; signedIn: SignedIn }) {
  const { words, text } = useSpeech();
  const signOut = useSignOut();
  return (
    <header className="top">
      <div className="top-trial">
        <Link className="brand" to={paths.grant(grant)}>
          {words.product}
        </Link>
        <span className="trial-title">{text(grant.title)}</span>
        {grant.simulated && <span className="mark">{words.top.simulated}</span>}
      </div>
      <div className="top-me">
        <span className="quiet">
          {words.codes.roles[grant.role]} · {grant.siteName ?? words.grants.allSites}
        </span>
        {signedIn.grants.length > 1 && <Link to={paths.choose()}>{words.grants.change}</Link>}
        <Link to={paths.account()}>{words.account.title}</Link>
        <LanguageChoice />
        <Button variant="subtle" size="compact-md" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {words.top.signOut}
        </Button>
      </div>
    </header>
  );
}
