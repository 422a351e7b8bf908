import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../shared/api';
import { endpoints } from '../api/endpoints';
import { ProblemNotice } from '../components/problem-notice';
import { saveFile } from '../components/save-file';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** The signed receipt of a participant's lot, as a file for the coordinator's own folder. */
export function Receipt({ participant }: { participant: string }) {
  const { trial, grant } = useGrant();
  const { words } = useSpeech();
  const w = words.lottery.receipt;
  const name = `${trial}-${participant}-receipt.json`;
  const fetching = useMutation({
    mutationFn: () => call(endpoints.readReceipt, { params: { trial, participant } }, grant),
    onSuccess: (receipt) => saveFile(new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }), name),
  });
  return (
    <section>
      <h2>{w.title}</h2>
      <p>{w.lead}</p>
      <ProblemNotice refused={fetching.error} />
      <Button variant="default" loading={fetching.isPending} onClick={() => fetching.mutate()}>
        {w.save}
      </Button>
      <p className="quiet" role="status">
        {fetching.data && w.saved(name)}
      </p>
    </section>
  );
}
