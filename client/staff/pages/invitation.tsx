import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { call } from '../../shared/api';
import { endpoints } from '../api/endpoints';
import { useAcceptInvitation } from '../api/session';
import { Alone } from '../components/alone';
import { Form } from '../components/form';
import { Loading } from '../components/loading';
import { ProblemNotice } from '../components/problem-notice';
import { paths } from '../paths';
import { useSpeech } from '../speech';

const SHORTEST = 12;

/** Accepting an invitation: whose it is, and a password. The link's secret leaves the address at once. */
export function Invitation() {
  const { words } = useSpeech();
  const w = words.account.invitation;
  const [code] = useState(() => window.location.hash.slice(1));
  useEffect(() => window.history.replaceState(window.history.state, '', window.location.pathname), []);
  const opened = useQuery({
    queryKey: [endpoints.openInvitation.id, code],
    queryFn: () => call(endpoints.openInvitation, { body: { code } }),
    enabled: code !== '',
    staleTime: Infinity,
  });
  if (!code || opened.error) {
    return (
      <Alone title={code ? words.account.invitation.title : w.missing}>
        {code ? <ProblemNotice refused={opened.error} /> : <p className="lead">{w.missingCure}</p>}
        <p>
          <Link to={paths.choose()}>{w.signIn}</Link>
        </p>
      </Alone>
    );
  }
  if (!opened.data) return <Loading />;
  const { name, email, kind } = opened.data;
  return (
    <Alone title={kind === 'new' ? w.title : w.resetTitle}>
      <p className="lead">{kind === 'new' ? w.lead(name) : w.resetLead(name)}</p>
      <Choose code={code} email={email} />
    </Alone>
  );
}

function Choose({ code, email }: { code: string; email: string }) {
  const { words } = useSpeech();
  const w = words.account;
  const navigate = useNavigate();
  const accept = useAcceptInvitation(() => void navigate(paths.account('welcome')));
  const [isShort, setShort] = useState(false);
  const send = (given: FormData): void => {
    const password = String(given.get('password'));
    setShort([...password].length < SHORTEST);
    if ([...password].length >= SHORTEST) accept.mutate({ code, password });
  };
  return (
    <Form onSend={send} refused={accept.error}>
      <TextInput name="email" label={w.email} value={email} readOnly autoComplete="username" />
      <PasswordInput
        name="password"
        label={w.password.choose}
        description={w.password.hint}
        autoComplete="new-password"
        error={isShort && w.password.fillNext}
        autoFocus
      />
      <ProblemNotice refused={isShort ? null : accept.error} />
      <div className="buttons">
        <Button type="submit" loading={accept.isPending}>
          {w.invitation.submit}
        </Button>
      </div>
    </Form>
  );
}
