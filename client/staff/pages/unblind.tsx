import { Button, Checkbox, Radio, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { Choices, chosen } from '../unblinding/choices';
import { OpenedArm } from '../unblinding/opened-arm';
import { ReportUnblinding } from '../unblinding/report-unblinding';
import { keysOf } from '../words/keys-of';

const NOTE = 10;

/** Opens one person's arm in an emergency: asked whether it is needed, why, and whom one tells; then shown, once. */
export function Unblind() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.unblinding.open;
  const [search] = useSearchParams();
  const open = useAct(endpoints.unblindParticipant);
  const [isClosed, setIsClosed] = useState(false);
  const [lacks, setLacks] = useState({ code: false, necessary: false, reason: false, note: false });
  const submit = (form: FormData): void => {
    const participant = String(form.get('code') ?? '').trim();
    const note = String(form.get('note') ?? '').trim();
    const necessary = form.get('necessary');
    const reason = chosen(form, 'reason', w.reasons);
    const knows = keysOf(w.told).filter((one) => form.getAll('knows').includes(one));
    setLacks({ code: participant === '', necessary: necessary === null, reason: !reason, note: note.length < NOTE });
    if (participant === '' || necessary === null || !reason || note.length < NOTE) return;
    setIsClosed(false);
    open.act({ params: { trial, participant }, body: { reason, note, necessary: necessary === 'yes', knows } });
  };
  if (open.reply && !open.refused && !isClosed) return <OpenedArm opened={open.reply} onClose={() => setIsClosed(true)} />;
  return (
    <Page title={w.title} lead={w.lead}>
      <Form className="card" onSend={submit} refused={open.refused}>
        <TextInput
          name="code"
          label={w.code}
          description={w.codeHint}
          defaultValue={isClosed ? '' : (search.get('code') ?? '')}
          autoComplete="off"
          autoCapitalize="characters"
          error={lacks.code && words.common.answerThis}
        />
        <Radio.Group name="necessary" label={w.necessary} error={lacks.necessary && words.common.answerThis}>
          <div className="options">
            <Radio value="yes" label={w.yes} />
            <Radio value="no" label={w.no} />
          </div>
        </Radio.Group>
        <Choices name="reason" label={w.reason} choices={w.reasons} error={lacks.reason && words.common.answerThis} />
        <Textarea
          name="note"
          label={w.note}
          description={w.noteHint}
          autosize
          minRows={3}
          maxLength={1000}
          error={lacks.note && w.noteShort}
        />
        <fieldset className="options">
          <legend>{w.knows}</legend>
          <p className="quiet">{w.knowsHint}</p>
          {keysOf(w.told).map((one) => (
            <Checkbox key={one} name="knows" value={one} label={w.told[one]} />
          ))}
        </fieldset>
        <p className="notice">{w.consequence}</p>
        <ProblemNotice refused={open.refused} />
        <div className="buttons">
          <Button type="submit" loading={open.isActing}>
            {w.submit}
          </Button>
        </div>
        <p className="quiet">{w.offline}</p>
      </Form>
      <ReportUnblinding />
    </Page>
  );
}
