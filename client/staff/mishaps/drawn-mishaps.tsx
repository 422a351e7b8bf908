import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { Choices, chosen } from '../unblinding/choices';
import { MishapForm } from './mishap-form';

const NOTE = 10;

interface Asked {
  participant: string;
}

/** A factor that was wrong: which, and what is right. */
export function WrongFactor({ participant }: Asked) {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const w = words.mishaps.person;
  const { sites, screening = [] } = useRead(endpoints.readTrial, { params: { trial } });
  const factors = [
    ...screening.map(({ id, question, choices }) => ({
      id,
      name: text(question),
      levels: choices.map((choice) => ({ value: choice.id, label: text(choice.title) })),
    })),
    { id: 'site', name: w.site, levels: sites.map(({ id, name }) => ({ value: id, label: name })) },
  ];
  const [factor, setFactor] = useState('');
  const [lacks, setLacks] = useState({ factor: false, corrected: false });
  const act = useAct(endpoints.correctFactor);
  const submit = (form: FormData): void => {
    const corrected = String(form.get('corrected') ?? '');
    setLacks({ factor: factor === '', corrected: corrected === '' });
    if (factor !== '' && corrected !== '') act.act({ params: { trial, participant }, body: { factor, corrected } });
  };
  const choose = { value: '', label: words.common.choose };
  return (
    <MishapForm title={w.factor} onSend={submit} act={act}>
      <NativeSelect
        label={w.factorWhat}
        value={factor}
        onChange={(event) => setFactor(event.target.value)}
        data={[choose, ...factors.map(({ id, name }) => ({ value: id, label: name }))]}
        error={lacks.factor && words.common.answerThis}
      />
      <NativeSelect
        name="corrected"
        label={w.factorRight}
        data={[choose, ...(factors.find(({ id }) => id === factor)?.levels ?? [])]}
        error={lacks.corrected && words.common.answerThis}
      />
    </MishapForm>
  );
}

/** Lots drawn twice for one person. */
export function Twice({ participant }: Asked) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.person;
  const [lacks, setLacks] = useState({ of: false, keep: false });
  const act = useAct(endpoints.noteDuplicate);
  const submit = (form: FormData): void => {
    const of = String(form.get('of') ?? '').trim();
    const keep = chosen(form, 'keep', w.keeps);
    setLacks({ of: of.length < 7, keep: !keep });
    if (of.length >= 7 && keep) act.act({ params: { trial, participant }, body: { of, keep } });
  };
  return (
    <MishapForm title={w.duplicate} lead={w.duplicateLead} onSend={submit} act={act}>
      <TextInput name="of" label={w.first} autoComplete="off" error={lacks.of && words.common.answerThis} />
      <Choices name="keep" label={w.keep} choices={w.keeps} error={lacks.keep && words.common.answerThis} />
    </MishapForm>
  );
}

/** Somebody who should not have been drawn: the first of two people says why. */
export function InError({ participant }: Asked) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.person;
  const [lacks, setLacks] = useState({ reason: false, note: false });
  const act = useAct(endpoints.reportInError);
  const submit = (form: FormData): void => {
    const reason = chosen(form, 'reason', w.errors);
    const note = String(form.get('note') ?? '').trim();
    setLacks({ reason: !reason, note: note.length < NOTE });
    if (reason && note.length >= NOTE) act.act({ params: { trial, participant }, body: { reason, note } });
  };
  return (
    <MishapForm title={w.inError} lead={w.inErrorLead} onSend={submit} act={act}>
      <Choices name="reason" label={w.why} choices={w.errors} error={lacks.reason && words.common.answerThis} />
      <Textarea
        name="note"
        label={words.unblinding.open.note}
        description={words.unblinding.open.noteHint}
        autosize
        minRows={2}
        maxLength={1000}
        error={lacks.note && words.unblinding.open.noteShort}
      />
    </MishapForm>
  );
}

/** Another arm given than the one drawn. */
export function Forced({ participant }: Asked) {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const w = words.mishaps.person;
  const { arms } = useRead(endpoints.readTrial, { params: { trial } });
  const names = Object.fromEntries(arms.map(({ id, name }) => [id, text(name)]));
  const [lacks, setLacks] = useState({ given: false, reason: false });
  const act = useAct(endpoints.noteForced);
  const submit = (form: FormData): void => {
    const given = chosen(form, 'given', names);
    const reason = chosen(form, 'reason', w.forcedReasons);
    setLacks({ given: !given, reason: !reason });
    if (given && reason) act.act({ params: { trial, participant }, body: { given, reason } });
  };
  return (
    <MishapForm title={w.forced} onSend={submit} act={act}>
      <Choices name="given" label={w.given} choices={names} error={lacks.given && words.common.answerThis} />
      <Choices name="reason" label={w.why} choices={w.forcedReasons} error={lacks.reason && words.common.answerThis} />
    </MishapForm>
  );
}
