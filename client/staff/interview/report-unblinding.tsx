import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

/** Says that one came to know the draw: how, never what. */
export function ReportUnblinding({ participant }: { participant: string }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.field.call;
  const report = useAct(endpoints.reportUnblinding);
  const [lacks, setLacks] = useState(false);
  const submit = (form: FormData): void => {
    const how = keysOf(w.unblindings).find((one) => one === form.get('how'));
    setLacks(!how);
    if (how) report.act({ params: { trial, participant }, body: { how } });
  };
  return (
    <details>
      <summary>{w.unblinding}</summary>
      <p>{w.unblindingLead}</p>
      <Form onSend={submit} refused={report.refused}>
        <Radio.Group name="how" label={w.unblinding} error={lacks && words.common.answerThis}>
          <div className="options">
            {keysOf(w.unblindings).map((one) => (
              <Radio key={one} value={one} label={w.unblindings[one]} />
            ))}
          </div>
        </Radio.Group>
        <ProblemNotice refused={report.refused} />
        {report.reply && !report.refused && (
          <p className="notice notice-done" role="status">
            {w.reported}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" variant="default" loading={report.isActing}>
            {w.report}
          </Button>
        </div>
      </Form>
    </details>
  );
}
