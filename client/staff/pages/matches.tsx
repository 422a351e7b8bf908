import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Reply } from '#contract/endpoint';
import type { listMatches } from '#contract/staff/delivery';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { DateField } from '../components/date-field';
import { Empty } from '../components/empty';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

type List = Reply<typeof listMatches>;

/** Pairs of a participant and a volunteer: those under way, how others ended, and beginning a new one. */
export function Matches() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const { matches, components, volunteers } = useRead(endpoints.listMatches, { params: { trial } });
  return (
    <Page title={words.matches.title}>
      {matches.length === 0 && <Empty title={words.matches.empty} hint={words.matches.emptyHint} />}
      {matches.map((match) => (
        <Match key={match.match} match={match} />
      ))}
      {components.length > 0 && <Begin components={components} volunteers={volunteers} />}
    </Page>
  );
}

function Match({ match: { match, code, name, partner, from, endedOn, how } }: { match: List['matches'][number] }) {
  const { trial } = useGrant();
  const { words, day } = useSpeech();
  const end = useAct(endpoints.endMatch);
  const send = (form: FormData): void => {
    const given = keysOf(words.matchEnds).find((one) => one === form.get('how'));
    if (given) end.act({ params: { trial, match }, body: { how: given, on: String(form.get('on')) } });
  };
  return (
    <section className="card" aria-labelledby={match}>
      <h2 id={match}>
        {name ?? <Code code={code} />} · {partner}
      </h2>
      <p>
        {words.matches.from} {day(from)}.{' '}
        {how === null ? words.matches.active : words.matches.ended(words.matchEnds[how], endedOn === null ? '' : day(endedOn))}
      </p>
      {how === null && (
        <details>
          <summary>{words.matches.end}</summary>
          <Form onSend={send} refused={end.refused}>
            <NativeSelect
              name="how"
              label={words.matches.how}
              data={keysOf(words.matchEnds).map((value) => ({ value, label: words.matchEnds[value] }))}
            />
            <DateField name="on" label={words.matches.on} error={isNamed(end.refused, 'on') && words.plan.dateHint} />
            <ProblemNotice refused={end.refused} />
            <div className="buttons">
              <Button type="submit" variant="default" loading={end.isActing}>
                {words.matches.end}
              </Button>
            </div>
          </Form>
        </details>
      )}
    </section>
  );
}

function Begin({ components, volunteers }: Pick<List, 'components' | 'volunteers'>) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const begin = useAct(endpoints.beginMatch);
  const [chosen, setChosen] = useState('');
  const send = (form: FormData): void => {
    const given = (field: string): string | null => String(form.get(field) ?? '').trim() || null;
    begin.act({
      params: { trial, participant: given('code') ?? '-' },
      body: {
        delivery: given('delivery') ?? components[0]!.delivery,
        staff: chosen || null,
        name: chosen ? null : given('name'),
        telephone: chosen ? null : given('telephone'),
        from: given('from') ?? '',
      },
    });
  };
  return (
    <Form className="card" onSend={send} refused={begin.refused}>
      <h2>{words.matches.begin}</h2>
      <TextInput name="code" label={words.matches.code} autoComplete="off" />
      <NativeSelect
        name="delivery"
        label={words.matches.component}
        data={components.map(({ delivery }) => ({ value: delivery, label: delivery }))}
      />
      <NativeSelect
        label={words.matches.volunteer}
        value={chosen}
        data={[{ value: '', label: words.group.new }, ...volunteers.map((one) => ({ value: one.staff, label: one.name }))]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {chosen === '' && (
        <>
          <TextInput
            name="name"
            label={words.group.name}
            autoComplete="off"
            error={isNamed(begin.refused, 'name') && words.group.nameHint}
          />
          <TextInput
            name="telephone"
            type="tel"
            label={words.group.telephone}
            autoComplete="off"
            error={isNamed(begin.refused, 'telephone') && words.group.telephoneHint}
          />
        </>
      )}
      <DateField name="from" label={words.matches.from} error={isNamed(begin.refused, 'from') && words.plan.dateHint} />
      <ProblemNotice refused={begin.refused} />
      <div className="buttons">
        <Button type="submit" loading={begin.isActing}>
          {words.matches.begin}
        </Button>
      </div>
    </Form>
  );
}
