import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

/** Records how a person changes their taking part: never a bare "withdrawn", always what stops and on whose word. */
export function ChangeParticipation() {
  const grant = useGrant();
  const { words } = useSpeech();
  const { changes, sources } = words.codes;
  const { participant = '' } = useParams();
  const navigate = useNavigate();
  const change = useAct(endpoints.changeParticipation, () => void navigate(paths.participant(grant, participant)));
  const [lacks, setLacks] = useState({ what: false, source: false });
  const submit = (form: FormData): void => {
    const what = keysOf(changes).find((kind) => kind === form.get('what'));
    const source = keysOf(sources).find((kind) => kind === form.get('source'));
    setLacks({ what: !what, source: !source });
    if (what && source) change.act({ params: { trial: grant.trial, participant }, body: { change: what, source } });
  };
  return (
    <Page
      title={words.change.title}
      lead={words.change.lead}
      back={<Link to={paths.participant(grant, participant)}>{showCode(participant)}</Link>}
    >
      <Form className="card" onSend={submit} refused={change.refused}>
        <Radio.Group name="what" label={words.change.what} error={lacks.what && words.common.answerThis}>
          <div className="options">
            {keysOf(changes).map((kind) => (
              <Radio key={kind} value={kind} label={changes[kind].name} description={changes[kind].means} />
            ))}
          </div>
        </Radio.Group>
        <Radio.Group name="source" label={words.change.source} error={lacks.source && words.common.answerThis}>
          <div className="options">
            {keysOf(sources).map((kind) => (
              <Radio key={kind} value={kind} label={sources[kind]} />
            ))}
          </div>
        </Radio.Group>
        <ProblemNotice refused={change.refused} />
        <div className="buttons">
          <Button type="submit" loading={change.isActing}>
            {words.change.submit}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
