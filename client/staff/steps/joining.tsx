import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** Puts a participant in a cohort of their site, or in another one before the draw. */
export function Joining({ participant, site, current }: { participant: string; site: string; current: string | null }) {
  const grant = useGrant();
  const { trial } = grant;
  const { words, day } = useSpeech();
  const { cohorts } = useRead(endpoints.listCohorts, { params: { trial } });
  const join = useAct(endpoints.joinCohort);
  const [lacks, setLacks] = useState(false);
  // The one that starts first is the one most often meant.
  const open = cohorts
    .filter((cohort) => cohort.drawnAt === null && cohort.site === site && cohort.cohort !== current)
    .toSorted((a, b) => a.startsOn.localeCompare(b.startsOn));
  if (open.length === 0) {
    return (
      <>
        <p>{words.joining.none}</p>
        <Button component={Link} to={paths.planCohort(grant)}>
          {words.joining.plan}
        </Button>
      </>
    );
  }
  const submit = (form: FormData): void => {
    const cohort = form.get('cohort');
    setLacks(typeof cohort !== 'string');
    if (typeof cohort === 'string') join.act({ params: { trial, participant }, body: { cohort } });
  };
  return (
    <Form onSend={submit} refused={join.refused}>
      <Radio.Group
        name="cohort"
        label={words.joining.title}
        description={words.joining.lead}
        error={lacks && words.common.answerThis}
      >
        <div className="options">
          {open.map(({ cohort, name, startsOn, endsOn, members, capacity }) => (
            <Radio
              key={cohort}
              value={cohort}
              label={words.joining.option(name, day(startsOn), day(endsOn))}
              description={words.joining.room(members, capacity)}
            />
          ))}
        </div>
      </Radio.Group>
      <ProblemNotice refused={join.refused} />
      <div className="buttons">
        <Button type="submit" variant={current ? 'default' : 'filled'} loading={join.isActing}>
          {words.joining.submit}
        </Button>
      </div>
    </Form>
  );
}
