import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import type { Ceremony } from './types';

/** Enters the public value as it was published. */
export function EnterValue({ one }: { one: Ceremony }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.ceremony.value;
  const [value, setValue] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const enter = useAct(endpoints.enterValue);
  const send = (): void => {
    const isShort = value.trim().length < 6;
    setMistake(isShort ? w.hint : null);
    if (!isShort) enter.act({ params: { trial, ceremony: String(one.ceremony) }, body: { value: value.trim() } });
  };
  return (
    <Form onSend={send} refused={enter.refused}>
      <p>{w.lead(one.source)}</p>
      <TextInput
        name="value"
        label={w.label}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        error={mistake}
        autoComplete="off"
        spellCheck={false}
      />
      <ProblemNotice refused={enter.refused} />
      <Button type="submit" loading={enter.isActing}>
        {w.submit}
      </Button>
    </Form>
  );
}
