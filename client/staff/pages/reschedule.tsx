import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
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
import { keysOf } from '../words/keys-of';

/** Moves a cohort's dates for both arms alike; the server says when it is too late. */
export function Reschedule() {
  const grant = useGrant();
  const { words } = useSpeech();
  const { delays } = words.codes;
  const { cohort: id = '' } = useParams();
  const params = { trial: grant.trial, cohort: id };
  const cohort = useRead(endpoints.readCohort, { params });
  const isDrawn = cohort.drawnAt !== null || cohort.people.some(({ arm }) => arm !== null);
  const navigate = useNavigate();
  const move = useAct(endpoints.rescheduleCohort, () => void navigate(paths.cohort(grant, id)));
  const [lacks, setLacks] = useState({ startsOn: false, endsOn: false, closesOn: false, reason: false });
  const submit = (form: FormData): void => {
    const startsOn = String(form.get('startsOn'));
    const endsOn = String(form.get('endsOn'));
    const reason = keysOf(delays).find((known) => known === form.get('reason'));
    // The queue's last day is asked for only while it can move.
    const closesOn = isDrawn ? cohort.closesOn : String(form.get('closesOn'));
    setLacks({ startsOn: !startsOn, endsOn: !endsOn, closesOn: !closesOn, reason: !reason });
    if (!startsOn || !endsOn || !closesOn || !reason) return;
    move.act({ params, body: { startsOn, endsOn, reason, ...(closesOn !== cohort.closesOn && { closesOn }) } });
  };
  const endError = lacks.endsOn ? words.plan.dateHint : isNamed(move.refused, 'endsOn') && words.plan.orderHint;
  return (
    <Page
      title={words.reschedule.title}
      lead={words.reschedule.lead}
      back={<Link to={paths.cohort(grant, id)}>{cohort.name}</Link>}
    >
      <Form className="card" onSend={submit} refused={move.refused}>
        {!isDrawn && (
          <DateField
            name="closesOn"
            label={words.plan.closesOn}
            first={cohort.closesOn}
            error={lacks.closesOn ? words.plan.dateHint : isNamed(move.refused, 'closesOn') && words.reschedule.closesHint}
          />
        )}
        <DateField
          name="startsOn"
          label={words.plan.startsOn}
          first={cohort.startsOn}
          error={(lacks.startsOn || isNamed(move.refused, 'startsOn')) && words.plan.dateHint}
        />
        <DateField name="endsOn" label={words.plan.endsOn} first={cohort.endsOn} error={endError} />
        <Radio.Group name="reason" label={words.reschedule.reason} error={lacks.reason && words.common.answerThis}>
          <div className="options">
            {keysOf(delays).map((reason) => (
              <Radio key={reason} value={reason} label={delays[reason]} />
            ))}
          </div>
        </Radio.Group>
        <ProblemNotice refused={move.refused} />
        <div className="buttons">
          <Button type="submit" loading={move.isActing}>
            {words.reschedule.submit}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
