import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Language } from '#protocols/model/text';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { ConfirmButton } from '../components/confirm-button';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const NOBODY = { name: false, email: false, role: false };

/** Who works on the trial: inviting a colleague, and helping one in again. */
export function People() {
  const { words } = useSpeech();
  return (
    <Page title={words.account.people.title} lead={words.account.people.lead}>
      <Colleagues />
      <Invite />
    </Page>
  );
}

function Colleagues() {
  const { trial } = useGrant();
  const { words, language, day } = useSpeech();
  const w = words.account.people;
  const { people, sites } = useRead(endpoints.listPeople, { params: { trial } });
  const again = useAct(endpoints.invitePersonAgain);
  const siteName = (id: string | null): string => sites.find((site) => site.id === id)?.name ?? id ?? words.grants.allSites;
  return (
    <section aria-labelledby="colleagues">
      <h2 id="colleagues">{w.here}</h2>
      <ProblemNotice refused={again.refused} />
      <ul className="sentences">
        {people.map(({ staff, name, email, roles, isInvited, hasFactor, seenOn }) => (
          <li key={staff}>
            <span>
              <strong>{name}</strong>, {email}
              <br />
              {roles.map(({ role, site }) => `${words.codes.roles[role]} · ${siteName(site)}`).join('; ')}
              <br />
              <span className="quiet">
                {isInvited ? w.invited : seenOn ? words.account.sessions.seen(day(seenOn)) : w.neverSeen}
                {!isInvited && `, ${hasFactor ? w.hasFactor : w.lacksFactor}`}
              </span>
            </span>
            <ConfirmButton
              label={w.again}
              consequence={isInvited ? w.againConsequence(email) : w.resetConsequence(email)}
              confirm={w.send}
              isActing={again.isActing}
              quiet
              onConfirm={() => again.act({ params: { trial, staff }, body: { language } })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Invite() {
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
