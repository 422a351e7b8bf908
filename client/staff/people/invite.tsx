import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Language } from '#protocols/model/text';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const NOBODY = { name: false, email: false, role: false };

/** Writes to somebody new: an account with one role. */
export function Invite() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.account.people;
  const { sites, whole } = useRead(endpoints.listPeople, { params: { trial } });
  const [lacks, setLacks] = useState(NOBODY);
  const [sent, setSent] = useState(0);
  const invite = useAct(endpoints.invitePerson, () => setSent(sent + 1));
  const { roles } = words.codes;
  const send = (given: FormData): void => {
    const text = (field: string): string => String(given.get(field) ?? '').trim();
    const [name, email, site] = [text('name'), text('email'), text('site')];
    const role = keysOf(roles).find((known) => known === text('role'));
    setLacks({ name: !name, email: !ADDRESS.test(email), role: !role });
    if (!name || !ADDRESS.test(email) || !role) return;
    invite.act({ params: { trial }, body: { name, email, role, site: site || null, language: text('language') as Language } });
  };
  return (
    <section className="card" aria-labelledby="invite">
      <h2 id="invite">{w.invite}</h2>
      <p>{w.inviteLead}</p>
      <Form key={sent} onSend={send} refused={invite.refused}>
        <TextInput name="name" label={words.common.name} autoComplete="off" error={lacks.name && w.fillName} />
        <TextInput name="email" type="email" label={words.account.email} autoComplete="off" error={lacks.email && w.fillEmail} />
        <NativeSelect
          name="role"
          label={w.role}
          data={[{ value: '', label: words.common.choose }, ...keysOf(roles).map((value) => ({ value, label: roles[value] }))]}
          error={lacks.role && words.common.answerThis}
        />
        <NativeSelect
          name="site"
          label={words.register.site}
          data={[
            ...(whole ? [{ value: '', label: words.grants.allSites }] : []),
            ...sites.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <NativeSelect
          name="language"
          label={w.language}
          data={keysOf(words.register.languages).map((value) => ({ value, label: words.register.languages[value] }))}
        />
        <ProblemNotice refused={invite.refused} />
        {sent > 0 && !invite.refused && (
          <p className="notice notice-done" role="status">
            {w.sent}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" loading={invite.isActing}>
            {w.send}
          </Button>
        </div>
      </Form>
    </section>
  );
}
