import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { AbortReason } from '#protocols/model/ceremony';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import type { Ceremony } from './types';

/** Gives a ceremony up, with the reason. */
export function Abort({ one }: { one: Ceremony }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.ceremony.abort;
  const reasons = keysOf(w.reasons);
  const [reason, setReason] = useState<AbortReason>(one.standing === 'too-late' ? 'too-late' : reasons[0]!);
  const abort = useAct(endpoints.abortCeremony);
  return (
    <details className="no-paper">
      <summary>{w.title}</summary>
      <NativeSelect
        label={w.reason}
        value={reason}
        data={reasons.map((value) => ({ value, label: w.reasons[value] }))}
        onChange={(event) => setReason(event.target.value as AbortReason)}
      />
      <ProblemNotice refused={abort.refused} />
      <ConfirmButton
        label={w.submit}
        consequence={one.completed ? w.consequenceComplete(one.ceremony) : w.consequence(one.ceremony)}
        confirm={w.submit}
        danger
        quiet
        isActing={abort.isActing}
        onConfirm={() => abort.act({ params: { trial, ceremony: String(one.ceremony) }, body: { reason } })}
      />
    </details>
  );
}
