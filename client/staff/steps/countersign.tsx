import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** Signs as the one who informed: a name typed by oneself, under a statement ticked by oneself. */
export function Countersign({ participant }: { participant: string }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const sign = useAct(endpoints.countersign);
  const [lacks, setLacks] = useState({ name: false, statement: false });
  const submit = (form: FormData): void => {
    const name = String(form.get('name')).trim();
    const isTicked = form.get('statement') === 'on';
    setLacks({ name: !name, statement: !isTicked });
    if (name && isTicked) sign.act({ params: { trial, participant }, body: { name } });
  };
  return (
    <Form onSend={submit} refused={sign.refused}>
      <p className="step-title">{words.countersign.title}</p>
      <p>{words.countersign.lead}</p>
      <Checkbox name="statement" label={words.countersign.statement} error={lacks.statement && words.countersign.tick} />
      <TextInput
        name="name"
        label={words.countersign.name}
        autoComplete="off"
        error={(lacks.name || isNamed(sign.refused, 'name')) && words.countersign.fillIn}
      />
      <ProblemNotice refused={sign.refused} />
      <div className="buttons">
        <Button type="submit" loading={sign.isActing}>
          {words.countersign.submit}
        </Button>
      </div>
    </Form>
  );
}
