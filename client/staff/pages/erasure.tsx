import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ConfirmButton } from '../components/confirm-button';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

/** A lawful erasure takes two people: here one asks, and here another carries it out. */
export function Erasure() {
  const { words } = useSpeech();
  return (
    <Page title={words.erasure.title} lead={words.erasure.lead}>
      <Ask />
      <CarryOut />
    </Page>
  );
}

function Ask() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const { erasures } = words.codes;
  const ask = useAct(endpoints.requestErasure);
  const [lacks, setLacks] = useState({ participant: false, reason: false });
  const submit = (form: FormData): void => {
    const participant = String(form.get('participant')).trim();
    const reason = keysOf(erasures).find((known) => known === form.get('reason'));
    setLacks({ participant: !participant, reason: !reason });
    if (participant && reason) ask.act({ params: { trial, participant }, body: { reason } });
  };
  return (
    <section className="card" aria-labelledby="ask">
      <h2 id="ask">{words.erasure.ask}</h2>
      <p>{words.erasure.askLead}</p>
      <Form onSend={submit} refused={ask.refused}>
        <TextInput
          name="participant"
          label={words.common.code}
          description={words.erasure.codeHint}
          autoComplete="off"
          error={lacks.participant && words.erasure.fillIn}
        />
        <NativeSelect
          name="reason"
          label={words.erasure.reason}
          data={[
            { value: '', label: words.common.choose },
            ...keysOf(erasures).map((value) => ({ value, label: erasures[value] })),
          ]}
          error={lacks.reason && words.common.answerThis}
        />
        <ProblemNotice refused={ask.refused} />
        {ask.reply && !ask.refused && (
          <p className="notice notice-done" role="status">
            {words.erasure.asked}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" variant="default" loading={ask.isActing}>
            {words.erasure.ask}
          </Button>
        </div>
      </Form>
    </section>
  );
}

function CarryOut() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const [participant, setParticipant] = useState('');
  const [erased, setErased] = useState<string | null>(null);
  const erase = useAct(endpoints.eraseParticipant, () => {
    setErased(participant.trim().toUpperCase());
    setParticipant('');
  });
  const code = showCode(participant.trim().toUpperCase());
  return (
    <section className="card" aria-labelledby="carry-out">
      <h2 id="carry-out">{words.erasure.carryOut}</h2>
      <p>{words.erasure.carryOutLead}</p>
      <div className="form">
        <TextInput
          label={words.common.code}
          description={words.erasure.codeHint}
          autoComplete="off"
          value={participant}
          onChange={(event) => setParticipant(event.target.value)}
        />
        <ProblemNotice refused={erase.refused} />
        {erased && !erase.refused && (
          <p className="notice notice-done" role="status">
            {words.erasure.erased(showCode(erased))}
          </p>
        )}
        <div className="buttons">
          <ConfirmButton
            label={words.erasure.carryOut}
            consequence={words.erasure.consequence(code)}
            confirm={words.erasure.now}
            danger
            disabled={participant.trim().length < 7}
            isActing={erase.isActing}
            onConfirm={() => erase.act({ params: { trial, participant: participant.trim() } })}
          />
        </div>
      </div>
    </section>
  );
}
