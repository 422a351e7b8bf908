import { Button, Checkbox, NativeSelect, Radio } from '@mantine/core';
import { useState } from 'react';
import type { Language } from '#protocols/model/text';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

/** Records the talk in which a person was told about the trial. */
export function Inform({ participant, language }: { participant: string; language: Language }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const inform = useAct(endpoints.informOrally);
  const [lacks, setLacks] = useState(false);
  const submit = (form: FormData): void => {
    const companion = keysOf(words.codes.companions).find((answer) => answer === form.get('companion'));
    setLacks(!companion);
    if (!companion) return;
    const body = { language: String(form.get('language')), companion, interpreter: form.get('interpreter') === 'on' };
    inform.act({ params: { trial, participant }, body });
  };
  return (
    <Form onSend={submit} refused={inform.refused}>
      <p className="step-title">{words.inform.title}</p>
      <p>{words.inform.lead}</p>
      <NativeSelect
        name="language"
        defaultValue={language}
        label={words.inform.language}
        data={keysOf(words.inform.languages).map((tag) => ({ value: tag, label: words.inform.languages[tag] }))}
      />
      <Radio.Group name="companion" label={words.inform.companion} error={lacks && words.common.answerThis}>
        <div className="options">
          {keysOf(words.codes.companions).map((answer) => (
            <Radio key={answer} value={answer} label={words.codes.companions[answer]} />
          ))}
        </div>
      </Radio.Group>
      <Checkbox name="interpreter" label={words.inform.interpreter} />
      <ProblemNotice refused={inform.refused} />
      <div className="buttons">
        <Button type="submit" loading={inform.isActing}>
          {words.inform.submit}
        </Button>
      </div>
    </Form>
  );
}
