import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { fetchFile } from '../../shared/api';
import { endpoints } from '../api/endpoints';
import { ProblemNotice } from '../components/problem-notice';
import { saveFile } from '../components/save-file';
import { useGrant } from '../grant';
import { useProof } from '../proof';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

/** The data as a file, for those whose role may have them. Each download is a fact, so it is asked for, not linked to. */
export function Download() {
  const { trial, grant, role } = useGrant();
  const { words, language } = useSpeech();
  const { proven } = useProof();
  const w = words.results;
  const download = useMutation({
    mutationFn: (preset: keyof typeof w.presets) =>
      proven(() => fetchFile(endpoints.exportData, { params: { trial }, body: { preset, language } }, grant)),
    onSuccess: ({ content, name }) => saveFile(content, name),
  });
  if (role === 'custodian') return null;
  return (
    <section className="card" aria-labelledby="download">
      <h2 id="download">{w.download}</h2>
      <p>{w.downloadLead}</p>
      <ProblemNotice refused={download.error} />
      <div className="buttons">
        {keysOf(w.presets).map((preset) => (
          <Button
            key={preset}
            variant="default"
            disabled={download.isPending}
            loading={download.isPending && download.variables === preset}
            onClick={() => download.mutate(preset)}
          >
            {w.presets[preset]}
          </Button>
        ))}
      </div>
      <p className="quiet" role="status">
        {download.data && w.downloaded(download.data.name)}
      </p>
    </section>
  );
}
