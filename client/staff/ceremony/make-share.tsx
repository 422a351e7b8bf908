import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SharePlace } from '#protocols/model/ceremony';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useEnvironment } from '../environment';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { Sheet } from './sheet';
import { commitmentTo, hexOf } from './share';
import type { Ceremony } from './types';

const LAST = 4;

/** Makes a share in this browser, shows it once, and binds the holder by its commitment: the share itself is never sent. */
export function MakeShare({ one, place }: { one: Ceremony; place: SharePlace }) {
  const { trial } = useGrant();
  const { bytes } = useEnvironment();
  const { words } = useSpeech();
  const w = words.ceremony.make;
  const [share, setShare] = useState<Uint8Array | null>(null);
  const [last, setLast] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const commit = useAct(endpoints.commitShare, () => setShare(null));
  // Hashes are made by the browser over https and on this machine alone.
  if (!window.isSecureContext) return <p className="notice notice-attention">{w.insecure}</p>;
  if (!share) {
    return (
      <>
        <p>{w.lead}</p>
        <ProblemNotice refused={commit.refused} />
        <Button onClick={() => setShare(bytes(32))}>{w.make}</Button>
      </>
    );
  }
  const hex = hexOf(share);
  const bind = async (): Promise<void> => {
    const isKept = last.trim().toLowerCase() === hex.slice(-LAST);
    setMistake(isKept ? null : w.lastHint);
    if (!isKept) return;
    const commitment = await commitmentTo(share, place, { ...one, trial });
    commit.act({ params: { trial, ceremony: String(one.ceremony) }, body: { commitment } });
  };
  return (
    <>
      <Sheet hex={hex} place={place} ceremony={one.ceremony} />
      <Form className="no-paper" onSend={() => void bind()} refused={commit.refused}>
        <p>{w.once}</p>
        <TextInput
          name="last"
          label={w.last}
          value={last}
          onChange={(event) => setLast(event.target.value)}
          error={mistake}
          autoComplete="off"
          maxLength={8}
        />
        <ProblemNotice refused={commit.refused} />
        <Button type="submit" loading={commit.isActing}>
          {w.bind}
        </Button>
      </Form>
    </>
  );
}
