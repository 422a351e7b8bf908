import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { Choices, chosen } from './choices';

/** Says that somebody came to know a draw: who, what and how, never which arm. @param participant where the page is not about one, the code is asked for */
export function ReportUnblinding({ participant }: { participant?: string }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.unblinding.accident;
  const report = useAct(endpoints.reportUnblinding);
  const [lacks, setLacks] = useState({ code: false, who: false, learnt: false, how: false });
  const submit = (form: FormData): void => {
    const code = participant ?? String(form.get('code') ?? '').trim();
    const [who, learnt, how] = [chosen(form, 'who', w.whos), chosen(form, 'learnt', w.learnts), chosen(form, 'how', w.hows)];
    setLacks({ code: code === '', who: !who, learnt: !learnt, how: !how });
    if (code !== '' && who && learnt && how) report.act({ params: { trial, participant: code }, body: { who, learnt, how } });
  };
  const asked = (lacking: boolean): string | false => lacking && words.common.answerThis;
  return (
    <details>
      <summary>{w.title}</summary>
      <p>{w.lead}</p>
      <Form onSend={submit} refused={report.refused}>
        {participant === undefined && (
          <TextInput name="code" label={words.unblinding.open.code} autoComplete="off" error={asked(lacks.code)} />
        )}
        <Choices name="who" label={w.who} choices={w.whos} error={asked(lacks.who)} />
        <Choices name="learnt" label={w.learnt} choices={w.learnts} error={asked(lacks.learnt)} />
        <Choices name="how" label={w.how} choices={w.hows} error={asked(lacks.how)} />
        <ProblemNotice refused={report.refused} />
        {report.reply && !report.refused && (
          <p className="notice notice-done" role="status">
            {w.saved}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" variant="default" loading={report.isActing}>
            {w.submit}
          </Button>
        </div>
      </Form>
    </details>
  );
}
