import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Reply } from '#contract/endpoint';
import type { readCall } from '#contract/staff/assessment';
import type { Language } from '#protocols/model/text';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useEnvironment } from '../environment';
import { useSpeech } from '../speech';

interface AskedQuestionProps {
  question: Reply<typeof readCall>['questions'][number];
  progress: string;
  language: Language;
  params: { trial: string; participant: string; wave: string };
  interpreter: boolean;
  onBack?: () => void;
  onNext: () => void;
}

/** One question as it is read aloud, in the person's own language. Nothing is chosen beforehand. */
export function AskedQuestion({ question, progress, language, params, interpreter, onBack, onNext }: AskedQuestionProps) {
  const { words, text } = useSpeech();
  const { uuid } = useEnvironment();
  const w = words.field.call;
  const [mistake, setMistake] = useState(false);
  const save = useAct(endpoints.answerByInterview, (reply) => {
    if (!reply.help) onNext();
  });
  const { range } = question;
  const submit = (form: FormData): void => {
    const said = String(form.get('said') ?? '').trim();
    const blanks = ['declined', 'not-applicable'] as const;
    const blank = blanks.find((one) => one === said) ?? null;
    const isNumber = /^-?\d{1,6}$/.test(said);
    setMistake(blank === null && !isNumber);
    if (blank === null && !isNumber) return;
    const { instrument, item, version } = question;
    const answer = { code: blank === null ? Number(said) : null, blank };
    // A key of its own for each try: a try that was refused stored nothing.
    save.act({ params, body: { instrument, item, ...answer, seen: version, key: uuid(), interpreter } });
  };
  const label = (
    <span lang={language}>
      {question.stem && <span className="stem">{question.stem} </span>}
      {question.text}
    </span>
  );
  return (
    <Form onSend={submit} refused={save.refused}>
      <p className="quiet">{progress}</p>
      {question.intro && <p lang={language}>{question.intro}</p>}
      {question.answered && <p className="quiet">{w.answered}</p>}
      {range ? (
        <TextInput
          name="said"
          label={label}
          description={w.number(...range)}
          inputMode="numeric"
          autoComplete="off"
          error={mistake && words.common.wholeNumber}
        />
      ) : (
        <Radio.Group name="said" label={label} error={mistake && words.common.answerThis}>
          <div className="options">
            {question.choices.map((choice) => (
              <Radio key={choice.code} value={String(choice.code)} label={<span lang={language}>{choice.text}</span>} />
            ))}
            {question.notApplicable !== null && (
              <Radio value="not-applicable" label={question.notApplicable || w.notApplicable} />
            )}
            <Radio value="declined" label={w.declined} />
          </div>
        </Radio.Group>
      )}
      {question.notice && <p className="quiet">{text(question.notice)}</p>}
      <ProblemNotice refused={save.refused} />
      {save.reply?.help && (
        <div className="notice notice-attention" role="alert">
          <p className="notice-title">{w.help}</p>
          <p>{text(save.reply.help)}</p>
        </div>
      )}
      <div className="buttons">
        <Button type="submit" loading={save.isActing}>
          {w.save}
        </Button>
        {(question.answered || save.reply) && (
          <Button variant="default" onClick={onNext}>
            {w.skip}
          </Button>
        )}
        {onBack && (
          <Button variant="subtle" onClick={onBack}>
            {w.before}
          </Button>
        )}
      </div>
    </Form>
  );
}
