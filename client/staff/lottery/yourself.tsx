import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { fetchFile } from '../../shared/api';
import { endpoints } from '../api/endpoints';
import { ProblemNotice } from '../components/problem-notice';
import { saveFile } from '../components/save-file';
import { useGrant } from '../grant';
import { useProof } from '../proof';
import { useSpeech } from '../speech';

/** The way to the stand-alone check, and after the lock to the bundle that it reads. */
export function Yourself({ locked }: { locked: boolean }) {
  const { trial, grant, role, site } = useGrant();
  const { words } = useSpeech();
  const { proven } = useProof();
  const w = words.lottery;
  const download = useMutation({
    mutationFn: () => proven(() => fetchFile(endpoints.bundleLottery, { params: { trial } }, grant)),
    onSuccess: ({ content, name }) => saveFile(content, name),
  });
  const mayDownload = (role === 'researcher' || role === 'custodian') && site === null;
  return (
    <section className="card" aria-labelledby="yourself">
      <h2 id="yourself">{w.yourself}</h2>
      <p>{w.yourselfLead}</p>
      <p>
        <a href="/verify">{w.open}</a>
      </p>
      {!locked && <p>{w.beforeLock}</p>}
      {locked && !mayDownload && <p>{w.askOther}</p>}
      {locked && mayDownload && (
        <>
          <p>{w.downloadLead}</p>
          <ProblemNotice refused={download.error} />
          <div className="buttons">
            <Button loading={download.isPending} onClick={() => download.mutate()}>
              {w.download}
            </Button>
          </div>
          <p className="quiet" role="status">
            {download.data && w.downloaded(download.data.name)}
          </p>
        </>
      )}
    </section>
  );
}
