import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useSignIn } from '../api/session';
import { LanguageChoice } from '../components/language-choice';
import { ProblemNotice } from '../components/problem-notice';
import { useSpeech } from '../speech';

export function SignIn() {
  const { words } = useSpeech();
  const signIn = useSignIn();
  const [lacks, setLacks] = useState(false);
  useEffect(() => {
    document.title = `${words.signIn.title} · ${words.product}`;
  }, [words]);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = String(form.get('email')).trim();
    const password = String(form.get('password'));
    setLacks(!email || !password);
    if (email && password) signIn.mutate({ email, password });
  };
  return (
    <main className="alone">
      <div className="alone-head">
        <span className="brand">{words.product}</span>
        <LanguageChoice />
      </div>
      <h1>{words.signIn.title}</h1>
      <p className="lead">{words.signIn.lead}</p>
      <form className="form" onSubmit={submit} noValidate>
        <TextInput name="email" type="email" label={words.signIn.email} autoComplete="username" autoFocus />
        <PasswordInput name="password" label={words.signIn.password} autoComplete="current-password" />
        {lacks ? (
          <p className="field-error" role="alert">
            {words.signIn.fillIn}
          </p>
        ) : (
          <ProblemNotice refused={signIn.error} />
        )}
        <div className="buttons">
          <Button type="submit" loading={signIn.isPending}>
            {words.signIn.submit}
          </Button>
        </div>
      </form>
    </main>
  );
}
