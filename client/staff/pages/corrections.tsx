import { Button, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Refused } from '../../shared/refused';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useEnvironment } from '../environment';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import { readCorrection, type CorrectionMistake } from '../read-correction';

/** Corrects one answer that was handed in, by code. The old value stays in the facts; the reason says why. */
export function Corrections() {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const { uuid } = useEnvironment();
  const { blanks, corrections } = words.codes;
  const w = words.correction;
  const { waves } = useRead(endpoints.readTrial, { params: { trial } });
  const correct = useAct(endpoints.correctAnswer);
  const [isBlank, setIsBlank] = useState(false);
  const [mistakes, setMistakes] = useState<readonly CorrectionMistake[]>([]);
  const submit = (form: FormData): void => {
    const read = readCorrection(form, isBlank, keysOf(blanks), keysOf(corrections));
    setMistakes(read.mistakes);
    // A key of its own for each try: a try that was refused stored nothing.
    if (read.correction)
      correct.act({ params: { trial, participant: read.participant }, body: { ...read.correction, key: uuid() } });
  };
  const told = (field: CorrectionMistake, sentence: string): string | undefined =>
    mistakes.includes(field) || isNamed(correct.refused, field) ? sentence : undefined;
  const newest = correct.refused instanceof Refused ? correct.refused.details.version : undefined;
  return (
    <Page title={w.title} lead={w.lead}>
      <Form className="card" onSend={submit} refused={correct.refused}>
        <TextInput
          name="participant"
          label={words.common.code}
          description={words.erasure.codeHint}
          autoComplete="off"
          error={told('participant', words.erasure.fillIn)}
        />
        <NativeSelect name="wave" label={w.wave} data={waves.map(({ id, title }) => ({ value: id, label: text(title) }))} />
        <TextInput
          name="instrument"
          label={w.instrument}
          description={w.instrumentHint}
          autoComplete="off"
          error={told('instrument', words.common.answerThis)}
        />
        <TextInput
          name="item"
          label={w.item}
          description={w.itemHint}
          autoComplete="off"
          error={told('item', words.common.answerThis)}
        />
        <Radio.Group
          name="kind"
          label={w.kind}
          value={isBlank ? 'blank' : 'code'}
          onChange={(kind) => setIsBlank(kind === 'blank')}
        >
          <div className="options">
            <Radio value="code" label={w.asCode} />
            <Radio value="blank" label={w.asBlank} />
          </div>
        </Radio.Group>
        {isBlank ? (
          <NativeSelect name="blank" label={w.blank} data={keysOf(blanks).map((value) => ({ value, label: blanks[value] }))} />
        ) : (
          <TextInput
            name="code"
            label={w.answer}
            inputMode="numeric"
            autoComplete="off"
            error={told('code', words.common.wholeNumber)}
          />
        )}
        <TextInput
          name="seen"
          label={w.seen}
          description={typeof newest === 'number' ? w.newest(newest) : w.seenHint}
          inputMode="numeric"
          defaultValue="1"
          error={told('seen', words.common.wholeNumber)}
        />
        <NativeSelect
          name="reason"
          label={w.reason}
          data={[
            { value: '', label: words.common.choose },
            ...keysOf(corrections).map((value) => ({ value, label: corrections[value] })),
          ]}
          error={told('reason', words.common.answerThis)}
        />
        <ProblemNotice refused={correct.refused} />
        {correct.reply && !correct.refused && (
          <p className="notice notice-done" role="status">
            {w.done(correct.reply.version)}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" loading={correct.isActing}>
            {w.submit}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
