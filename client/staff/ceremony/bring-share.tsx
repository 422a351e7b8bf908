import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import type { Ceremony } from './types';

/** Types a share in from its sheet, which so proves that it can be read. */
export function BringShare({ one }: { one: Ceremony }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.ceremony.bring;
  const [share, setShare] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const bring = useAct(endpoints.bringShare, () => setShare(''));
  const written = share.replace(/[\s-]/g, '').length;
  const send = (): void => {
    setMistake(written === 64 ? null : w.hint(written));
    if (written === 64) bring.act({ params: { trial, ceremony: String(one.ceremony) }, body: { share } });
  };
  return (
    <Form onSend={send} refused={bring.refused}>
      <p>{w.lead(one.entered?.value ?? '', one.source)}</p>
      <Textarea
        name="share"
        label={w.label}
        description={w.written(written)}
        rows={4}
        value={share}
        onChange={(event) => setShare(event.target.value)}
        error={mistake}
        autoComplete="off"
        spellCheck={false}
      />
      <ProblemNotice refused={bring.refused} />
      <Button type="submit" loading={bring.isActing}>
        {w.submit}
      </Button>
    </Form>
  );
}
