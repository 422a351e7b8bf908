import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { MishapForm } from './mishap-form';

interface Asked {
  participant: string;
}

/** Somebody not drawn yet who is to take another's place: the first of two people proposes it. */
export function Replacement({ participant }: Asked) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.person;
  const [lacks, setLacks] = useState(false);
  const act = useAct(endpoints.proposeReplacement);
  const submit = (form: FormData): void => {
    const replaces = String(form.get('replaces') ?? '').trim();
    setLacks(replaces.length < 7);
    if (replaces.length >= 7) act.act({ params: { trial, participant }, body: { replaces } });
  };
  return (
    <MishapForm title={w.replacement} lead={w.replacementLead} onSend={submit} act={act}>
      <TextInput name="replaces" label={w.replaces} autoComplete="off" error={lacks && words.common.answerThis} />
    </MishapForm>
  );
}

/** A sealed sheet used on a day without power, registered afterwards. */
export function UsedSheet({ participant }: Asked) {
  const { trial } = useGrant();
  const { words, text, instant } = useSpeech();
  const w = words.mishaps.person;
  const { lists } = useRead(endpoints.listSheets, { params: { trial } });
  const [lacks, setLacks] = useState({ list: false, sheet: false, openedAt: false });
  const act = useAct(endpoints.registerSheet);
  const submit = (form: FormData): void => {
    const list = String(form.get('list') ?? '');
    const number = String(form.get('sheet') ?? '').trim();
    const opened = new Date(String(form.get('openedAt') ?? ''));
    const isNumber = /^([1-9]|[1-3]\d|40)$/.test(number);
    const isTime = !Number.isNaN(opened.getTime());
    setLacks({ list: list === '', sheet: !isNumber, openedAt: !isTime });
    if (list === '' || !isNumber || !isTime) return;
    act.act({ params: { trial, participant }, body: { list, sheet: Number(number), openedAt: opened.toISOString() } });
  };
  if (lists.length === 0) return null;
  return (
    <MishapForm title={w.sheet} lead={w.sheetLead} onSend={submit} act={act} told={act.reply && w.gave(text(act.reply.arm.name))}>
      <NativeSelect
        name="list"
        label={w.list}
        data={[
          { value: '', label: words.common.choose },
          ...lists.map(({ list, at }) => ({ value: list, label: words.mishaps.sheets.made(instant(at)) })),
        ]}
        error={lacks.list && words.common.answerThis}
      />
      <TextInput
        name="sheet"
        label={w.number}
        inputMode="numeric"
        autoComplete="off"
        error={lacks.sheet && words.common.wholeNumber}
      />
      <TextInput name="openedAt" type="datetime-local" label={w.openedAt} error={lacks.openedAt && words.common.answerThis} />
    </MishapForm>
  );
}
