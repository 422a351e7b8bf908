import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../shared/api';
import { endpoints } from '../api/endpoints';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { ProblemNotice } from './problem-notice';
import { saveFile } from './save-file';

/** The commitment to every lot, as a file to keep until the lock. Asked for and not read with the page: it is as long as the trial. */
export function KeepCommitments() {
  const { trial, grant } = useGrant();
  const { words } = useSpeech();
  const w = words.commitments;
  const keep = useMutation({
    mutationFn: () => call(endpoints.listCommitments, { params: { trial } }, grant),
    onSuccess: (list) => saveFile(new Blob([JSON.stringify(list)], { type: 'application/json' }), `${trial}-lots.json`),
  });
  return (
    <section aria-labelledby="commitments">
      <h3 id="commitments">{w.title}</h3>
      <p>{w.lead}</p>
      <ProblemNotice refused={keep.error} />
      <div className="buttons">
        <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>
          {w.keep}
        </Button>
      </div>
      <p className="quiet" role="status">
        {keep.data && w.kept(keep.data.lots.length)}
      </p>
    </section>
  );
}
