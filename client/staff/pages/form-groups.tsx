import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { suggestGroups } from '#contract/staff/delivery';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { DateField } from '../components/date-field';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

type Component = Reply<typeof suggestGroups>['components'][number];

/** Forms groups of a drawn cohort's people, from an even split that the coordinator may change. */
export function FormGroups() {
  const grant = useGrant();
  const { words } = useSpeech();
  const { cohort: id = '' } = useParams();
  const { cohort, components } = useRead(endpoints.suggestGroups, { params: { trial: grant.trial, cohort: id } });
  const waiting = components.filter(({ groups }) => groups.length > 0);
  return (
    <Page title={words.forming.title} lead={words.forming.lead} back={<Link to={paths.groups(grant)}>{words.groups.title}</Link>}>
      {waiting.length === 0 && <p>{words.forming.nobody}</p>}
      {waiting.map((component) => (
        <FormComponent key={component.delivery} component={component} startsOn={cohort.startsOn} cohort={id} />
      ))}
    </Page>
  );
}

function FormComponent({ component, startsOn, cohort }: { component: Component; startsOn: string; cohort: string }) {
  const grant = useGrant();
  const { words } = useSpeech();
  const { groups, delivery, minimum } = component;
  const navigate = useNavigate();
  const form = useAct(endpoints.formGroups, () => void navigate(paths.groups(grant)));
  const [places, setPlaces] = useState<Record<string, number>>(() =>
    Object.fromEntries(groups.flatMap(({ people }, index) => people.map(({ code }) => [code, index]))),
  );
  const [lacks, setLacks] = useState<string[]>([]);
  const people = groups.flatMap((group) => group.people);
  const submit = (given: FormData): void => {
    const text = (field: string): string => String(given.get(field) ?? '').trim();
    const wanted = groups.map((_, index) => ({
      name: text(`name-${index}`),
      startsOn: text(`startsOn-${index}`),
      meetsAt: text(`meetsAt-${index}`),
      people: people.flatMap(({ code }) => (places[code] === index ? [code] : [])),
    }));
    const missing = wanted.flatMap((one, index) =>
      (['name', 'startsOn', 'meetsAt'] as const).filter((field) => !one[field]).map((field) => `${field}-${index}`),
    );
    setLacks(missing);
    if (missing.length > 0) return;
    form.act({
      params: { trial: grant.trial, cohort },
      body: { delivery, groups: wanted.filter((one) => one.people.length > 0) },
    });
  };
  return (
    <Form className="card" onSend={submit} refused={form.refused}>
      {groups.map((group, index) => (
        <fieldset key={group.name}>
          <legend>{words.forming.number(index + 1)}</legend>
          <TextInput
            name={`name-${index}`}
            label={words.forming.name(index + 1)}
            description={words.forming.nameHint}
            defaultValue={group.name}
            maxLength={40}
            autoComplete="off"
            error={lacks.includes(`name-${index}`) && words.forming.nameHint}
          />
          <DateField
            name={`startsOn-${index}`}
            label={words.forming.startsOn}
            first={startsOn}
            error={(lacks.includes(`startsOn-${index}`) || isNamed(form.refused, 'startsOn')) && words.plan.dateHint}
          />
          <TextInput
            name={`meetsAt-${index}`}
            type="time"
            label={words.forming.meetsAt}
            defaultValue="17:00"
            error={lacks.includes(`meetsAt-${index}`) && words.forming.timeHint}
          />
          <h2>{words.forming.who(index + 1)}</h2>
          {people
            .filter(({ code }) => places[code] === index)
            .map(({ code, name }) =>
              groups.length === 1 ? (
                <p key={code}>{name ?? code}</p>
              ) : (
                <NativeSelect
                  key={code}
                  label={name ?? code}
                  aria-label={words.forming.groupOf(name ?? code)}
                  value={String(index)}
                  data={groups.map((_, number) => ({ value: String(number), label: words.forming.number(number + 1) }))}
                  onChange={(event) => setPlaces({ ...places, [code]: Number(event.currentTarget.value) })}
                />
              ),
            )}
          {people.filter(({ code }) => places[code] === index).length < minimum && (
            <p className="quiet">{words.groups.small(minimum)}</p>
          )}
        </fieldset>
      ))}
      <ProblemNotice refused={form.refused} />
      <p>{words.forming.consequence(groups.length)}</p>
      <div className="buttons">
        <Button type="submit" loading={form.isActing}>
          {words.forming.submit}
        </Button>
      </div>
    </Form>
  );
}
