import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { registerParticipant } from '#contract/staff/participants';
import type { Language } from '#protocols/model/text';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { PersonalLink } from '../components/personal-link';
import { ProblemNotice } from '../components/problem-notice';
import { SiteField } from '../components/site-field';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

export function Register() {
  const { words } = useSpeech();
  // What was registered last; null while the form stands.
  const [done, setDone] = useState<Reply<typeof registerParticipant> | null>(null);
  return done ? (
    <Registered {...done} another={() => setDone(null)} />
  ) : (
    <RegisterForm title={words.register.title} onDone={setDone} />
  );
}

function RegisterForm({ title, onDone }: { title: string; onDone: (reply: Reply<typeof registerParticipant>) => void }) {
  const { trial, site } = useGrant();
  const { words } = useSpeech();
  const { hints } = words.register;
  const register = useAct(endpoints.registerParticipant, onDone);
  const [lacks, setLacks] = useState<string[]>([]);
  const hintOf = (field: keyof typeof hints): string | undefined =>
    lacks.includes(field) || isNamed(register.refused, field) ? hints[field] : undefined;
  const submit = (form: FormData): void => {
    const given = (field: string): string => String(form.get(field) ?? '').trim();
    const body = {
      site: site ?? given('site'),
      name: given('name'),
      email: given('email') || null,
      telephone: given('telephone') || null,
      language: given('language') as Language,
    };
    const missing = [!body.name && 'name', !body.site && 'site'].filter((field) => field !== false && field !== '');
    setLacks(missing as string[]);
    if (missing.length === 0) register.act({ params: { trial }, body });
  };
  return (
    <Page title={title} lead={words.register.lead}>
      <Form className="card" onSend={submit} refused={register.refused}>
        <TextInput name="name" label={words.common.name} autoComplete="off" error={hintOf('name')} />
        <TextInput name="email" type="email" label={words.register.email} autoComplete="off" error={hintOf('email')} />
        <TextInput name="telephone" type="tel" label={words.register.telephone} autoComplete="off" error={hintOf('telephone')} />
        {site === null && <SiteField label={words.register.site} error={hintOf('site')} />}
        <Radio.Group name="language" label={words.register.language} defaultValue="da">
          <div className="options">
            {(['da', 'en'] as const).map((tag) => (
              <Radio key={tag} value={tag} label={words.register.languages[tag]} />
            ))}
          </div>
        </Radio.Group>
        <ProblemNotice refused={register.refused} />
        <div className="buttons">
          <Button type="submit" loading={register.isActing}>
            {words.register.submit}
          </Button>
        </div>
      </Form>
    </Page>
  );
}

function Registered({ code, link, another }: Reply<typeof registerParticipant> & { another: () => void }) {
  const grant = useGrant();
  const { words } = useSpeech();
  return (
    <Page title={words.register.done(showCode(code))} lead={words.register.doneHint}>
      <div className="card">
        <PersonalLink link={link} />
        <p className="quiet">{words.link.lead}</p>
        <div className="buttons">
          <Button component={Link} to={paths.participant(grant, code)}>
            {words.register.open}
          </Button>
          <Button variant="default" onClick={another}>
            {words.register.another}
          </Button>
        </div>
      </div>
    </Page>
  );
}
