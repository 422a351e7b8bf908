import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

/** Says what came of a call. Reached, the questions follow; otherwise the list. */
export function LogCall({ participant, wave }: { participant: string; wave: string }) {
  const grant = useGrant();
  const { words } = useSpeech();
  const w = words.field.call;
  const navigate = useNavigate();
  const [outcome, setOutcome] = useState('');
  const [lacks, setLacks] = useState(false);
  // Whoever was not reached is not to be rung up again today, and so their page is closed too.
  const isLeaving = outcome !== 'reached';
  const log = useAct(
    endpoints.logCall,
    () => {
      if (isLeaving) void navigate(paths.calls(grant));
    },
    () => (isLeaving ? endpoints.readCall.id : null),
  );
  const submit = (form: FormData): void => {
    const chosen = keysOf(w.outcomes).find((one) => one === outcome);
    setLacks(!chosen);
    const nextOn = chosen === 'asked-to-call-later' ? String(form.get('nextOn') ?? '') : null;
    if (chosen) log.act({ params: { trial: grant.trial, participant, wave }, body: { outcome: chosen, nextOn } });
  };
  return (
    <Form className="card" onSend={submit} refused={log.refused}>
      <Radio.Group
        name="outcome"
        label={w.outcome}
        value={outcome}
        onChange={setOutcome}
        error={lacks && words.common.answerThis}
      >
        <div className="options">
          {keysOf(w.outcomes).map((one) => (
            <Radio key={one} value={one} label={w.outcomes[one]} />
          ))}
        </div>
      </Radio.Group>
      {outcome === 'asked-to-call-later' && (
        <TextInput type="date" name="nextOn" label={w.nextOn} error={isNamed(log.refused, 'nextOn') && words.common.fixThis} />
      )}
      <ProblemNotice refused={log.refused} />
      <div className="buttons">
        <Button type="submit" loading={log.isActing}>
          {w.log}
        </Button>
      </div>
    </Form>
  );
}
