import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Criterion, ScreeningItem } from '#protocols/model/protocol';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { readAnswers } from './read-answers';

/** The trial's criteria as questions, one per item; whether they are met is the server's to say. */
export function Screening({ participant }: { participant: string }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const { eligibility, screening: items = [] } = useRead(endpoints.readTrial, { params: { trial } });
  const questions = eligibility.filter(({ item }, place) => eligibility.findIndex((other) => other.item === item) === place);
  const screen = useAct(endpoints.screenParticipant);
  const [lacks, setLacks] = useState<readonly string[]>([]);
  const submit = (form: FormData): void => {
    const { answers, missing } = readAnswers(questions, items, form);
    setLacks(missing);
    if (missing.length === 0) screen.act({ params: { trial, participant }, body: { answers } });
  };
  return (
    <Form onSend={submit} refused={screen.refused}>
      <p className="step-title">{words.screening.title}</p>
      <p>{words.screening.lead}</p>
      {questions.map((criterion) => (
        <Question key={criterion.item} criterion={criterion} isMissing={lacks.includes(criterion.item)} />
      ))}
      {items.map((item) => (
        <Choice key={item.id} item={item} isMissing={lacks.includes(item.id)} />
      ))}
      <ProblemNotice refused={screen.refused} />
      <div className="buttons">
        <Button type="submit" loading={screen.isActing}>
          {words.screening.submit}
        </Button>
      </div>
    </Form>
  );
}

function Choice({ item, isMissing }: { item: ScreeningItem; isMissing: boolean }) {
  const { words, text } = useSpeech();
  return (
    <Radio.Group name={item.id} label={text(item.question)} error={isMissing && words.common.answerThis}>
      <div className="options">
        {item.choices.map(({ id, title }) => (
          <Radio key={id} value={id} label={text(title)} />
        ))}
      </div>
    </Radio.Group>
  );
}

function Question({ criterion, isMissing }: { criterion: Criterion; isMissing: boolean }) {
  const { words, text } = useSpeech();
  const label = text(criterion.question);
  if (criterion.is === undefined) {
    return (
      <TextInput
        name={criterion.item}
        label={label}
        inputMode="numeric"
        autoComplete="off"
        error={isMissing && words.common.wholeNumber}
      />
    );
  }
  return (
    <Radio.Group name={criterion.item} label={label} error={isMissing && words.common.answerThis}>
      <div className="options">
        <Radio value="yes" label={words.common.yes} />
        <Radio value="no" label={words.common.no} />
      </div>
    </Radio.Group>
  );
}
