import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Reply } from '#contract/endpoint';
import type { listMishaps } from '#contract/staff/mishaps';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { chosen } from '../unblinding/choices';
import { keysOf } from '../words/keys-of';

const MAY = ['researcher', 'custodian', 'data-manager'];

/** Whether lots are drawn now; whoever acts for the whole trial can pause and resume. */
export function Pause({ paused }: { paused: Reply<typeof listMishaps>['paused'] }) {
  const { trial, role, site } = useGrant();
  const { words, instant } = useSpeech();
  const w = words.mishaps.pause;
  const pause = useAct(endpoints.pauseLottery);
  const resume = useAct(endpoints.resumeLottery);
  const [lacks, setLacks] = useState(false);
  const mayAct = MAY.includes(role) && site === null;
  const submit = (form: FormData): void => {
    const reason = chosen(form, 'reason', w.reasons);
    setLacks(!reason);
    if (reason) pause.act({ params: { trial }, body: { reason } });
  };
  if (paused)
    return (
      <section className="notice notice-attention" role="status">
        <p>
          {w.paused(instant(paused.at), paused.by)} {w.reasons[paused.reason]}.
        </p>
        <ProblemNotice refused={resume.refused} />
        {mayAct && (
          <div className="buttons">
            <Button loading={resume.isActing} onClick={() => resume.act({ params: { trial } })}>
              {w.end}
            </Button>
          </div>
        )}
      </section>
    );
  if (!mayAct) return null;
  return (
    <details>
      <summary>
        {w.title}. {w.running}
      </summary>
      <p>{w.startMeans}</p>
      <Form onSend={submit} refused={pause.refused}>
        <NativeSelect
          name="reason"
          label={w.why}
          data={[
            { value: '', label: words.common.choose },
            ...keysOf(w.reasons).map((value) => ({ value, label: w.reasons[value] })),
          ]}
          error={lacks && words.common.answerThis}
        />
        <ProblemNotice refused={pause.refused} />
        <div className="buttons">
          <Button type="submit" variant="default" loading={pause.isActing}>
            {w.start}
          </Button>
        </div>
      </Form>
    </details>
  );
}
