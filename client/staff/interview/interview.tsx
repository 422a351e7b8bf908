import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { readCall } from '#contract/staff/assessment';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { AskedQuestion } from './asked-question';

/** The questions, one at a time, each saved as it is answered; what was answered stays hidden. */
export function Interview({ call }: { call: Reply<typeof readCall> }) {
  const grant = useGrant();
  const { words } = useSpeech();
  const w = words.field.call;
  const { questions, code, wave } = call;
  const open = questions.findIndex(({ answered }) => !answered);
  const [at, setAt] = useState(open === -1 ? questions.length : open);
  const [interpreter, setInterpreter] = useState(false);
  const navigate = useNavigate();
  const submit = useAct(endpoints.submitInterview, () => void navigate(paths.calls(grant)));
  const params = { trial: grant.trial, participant: code, wave: wave.id };
  const question = questions[at];
  const left = questions.filter(({ answered }) => !answered).length;
  return (
    <section className="card">
      <h2>{w.interview}</h2>
      <p>{w.interviewLead}</p>
      {call.short && <p className="quiet">{w.short}</p>}
      <Checkbox label={w.interpreter} checked={interpreter} onChange={(event) => setInterpreter(event.currentTarget.checked)} />
      {question ? (
        <AskedQuestion
          key={`${question.instrument}/${question.item}`}
          question={question}
          progress={w.progress(at + 1, questions.length)}
          language={call.language}
          params={params}
          interpreter={interpreter}
          onBack={at === 0 ? undefined : () => setAt(at - 1)}
          onNext={() => setAt(at + 1)}
        />
      ) : (
        <>
          <p className="notice-title">{left === 0 ? w.finish : w.left(left)}</p>
          <ProblemNotice refused={submit.refused} />
          {left === 0 ? (
            <>
              <p>{w.finishLead}</p>
              <div className="buttons">
                <Button loading={submit.isActing} onClick={() => submit.act({ params, body: { interpreter } })}>
                  {w.submit}
                </Button>
              </div>
            </>
          ) : (
            <div className="buttons">
              <Button onClick={() => setAt(open)}>{w.toFirst}</Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
