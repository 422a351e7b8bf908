import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useOwnAct } from '../api/use-own-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useSpeech } from '../speech';

const SHORTEST = 12;

/** A new password. The fields are emptied when it is changed. */
export function PasswordChange({ email }: { email: string }) {
  const { words } = useSpeech();
  const w = words.account.password;
  const [changes, setChanges] = useState(0);
  const change = useOwnAct(endpoints.changePassword, () => setChanges(changes + 1));
  const [lacks, setLacks] = useState({ current: false, next: false });
  const send = (given: FormData): void => {
    const [current, next] = [String(given.get('current')), String(given.get('next'))];
    const found = { current: !current, next: [...next].length < SHORTEST };
    setLacks(found);
    if (!found.current && !found.next) change.act({ body: { current, next } });
  };
  return (
    <section className="card" aria-labelledby="password-change">
      <h2 id="password-change">{w.title}</h2>
      <Form key={changes} onSend={send} refused={change.refused}>
        <input type="hidden" name="email" value={email} autoComplete="username" />
        <PasswordInput name="current" label={w.current} autoComplete="current-password" error={lacks.current && w.fillCurrent} />
        <PasswordInput
          name="next"
          label={w.next}
          description={w.hint}
          autoComplete="new-password"
          error={lacks.next && w.fillNext}
        />
        <ProblemNotice refused={change.refused} />
        {change.reply && !change.refused && (
          <p className="notice notice-done" role="status">
            {w.changed}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" variant="default" loading={change.isActing}>
            {w.change}
          </Button>
        </div>
      </Form>
    </section>
  );
}
