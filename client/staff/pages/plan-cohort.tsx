import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { DateField } from '../components/date-field';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { SiteField } from '../components/site-field';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

type Field = 'name' | 'site' | 'startsOn' | 'endsOn' | 'closesOn';

export function PlanCohort() {
  const grant = useGrant();
  const { trial, site } = grant;
  const { words } = useSpeech();
  const navigate = useNavigate();
  const plan = useAct(endpoints.planCohort, ({ cohort }) => void navigate(paths.cohort(grant, cohort)));
  const [mistakes, setMistakes] = useState<Partial<Record<Field, string>>>({});
  const hints: Record<Field, string> = {
    name: words.plan.nameHint,
    site: words.register.hints.site,
    startsOn: words.plan.dateHint,
    endsOn: words.plan.orderHint,
    closesOn: words.plan.closesHint,
  };
  const hintOf = (field: Field): string | undefined =>
    mistakes[field] ?? (isNamed(plan.refused, field) ? hints[field] : undefined);
  const submit = (form: FormData): void => {
    const given = (field: Field): string => String(form.get(field) ?? '').trim();
    const body = {
      site: site ?? given('site'),
      name: given('name'),
      startsOn: given('startsOn'),
      endsOn: given('endsOn'),
      closesOn: given('closesOn'),
    };
    const found: Partial<Record<Field, string>> = {};
    if (!body.name) found.name = words.plan.nameHint;
    if (!body.site) found.site = hints.site;
    for (const field of ['startsOn', 'endsOn', 'closesOn'] as const) if (!body[field]) found[field] = words.plan.dateHint;
    setMistakes(found);
    if (Object.keys(found).length === 0) plan.act({ params: { trial }, body });
  };
  return (
    <Page title={words.plan.title} lead={words.plan.lead} back={<Link to={paths.cohorts(grant)}>{words.places.cohorts}</Link>}>
      <Form className="card" onSend={submit} refused={plan.refused}>
        <TextInput
          name="name"
          label={words.plan.name}
          description={words.plan.nameHint}
          autoComplete="off"
          maxLength={40}
          error={hintOf('name')}
        />
        {site === null && <SiteField label={words.plan.site} error={hintOf('site')} />}
        <DateField name="closesOn" label={words.plan.closesOn} error={hintOf('closesOn')} />
        <DateField name="startsOn" label={words.plan.startsOn} error={hintOf('startsOn')} />
        <DateField name="endsOn" label={words.plan.endsOn} error={hintOf('endsOn')} />
        <ProblemNotice refused={plan.refused} />
        <div className="buttons">
          <Button type="submit" loading={plan.isActing}>
            {words.plan.submit}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
