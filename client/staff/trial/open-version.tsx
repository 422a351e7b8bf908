import { useState } from 'react';
import { Refused } from '../../shared/refused';
import type { Text } from '#protocols/model/text';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

interface Chosen {
  name: string;
  /** What the file holds; undefined where it is not JSON. */
  protocol: unknown;
}

/** Puts a new version in force from a file; what stands in the way is told point by point, as the check does. */
export function OpenVersion() {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const w = words.gate;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const open = useAct(endpoints.openVersion);
  const choose = async (file: File | undefined): Promise<void> => {
    setChosen(file ? { name: file.name, protocol: parsed(await file.text()) } : null);
  };
  const isJson = chosen?.protocol !== undefined;
  const findings = findingsOf(open.refused);
  return (
    <section className="card no-print" aria-labelledby="new-version">
      <h2 id="new-version">{w.newVersion}</h2>
      <p>{w.newVersionLead}</p>
      <p>
        <label htmlFor="version-file">{w.file}</label>
        <br />
        <input
          id="version-file"
          type="file"
          accept=".json,application/json"
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
      </p>
      {chosen && !isJson && (
        <p className="field-error" role="alert">
          {w.notJson}
        </p>
      )}
      <ProblemNotice refused={open.refused} />
      {findings.length > 0 && (
        <>
          <h3>{w.findings}</h3>
          <ul>
            {findings.map(({ path, code, sentence }, place) => (
              <li key={place}>
                {text(sentence)} <span className="quiet">{`${path || w.whole} (${code})`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {open.reply && <p className="done">{w.opened(open.reply.version)}</p>}
      {chosen && isJson && (
        <div className="buttons">
          <ConfirmButton
            label={w.open}
            consequence={w.consequence(chosen.name)}
            confirm={w.open}
            isActing={open.isActing}
            quiet
            onConfirm={() => open.act({ params: { trial }, body: { protocol: chosen.protocol } })}
          />
        </div>
      )}
    </section>
  );
}

interface Found {
  path: string;
  code: string;
  sentence: Text;
}

const findingsOf = (refused: Error | null): Found[] =>
  refused instanceof Refused && refused.code === 'protocol-refused' ? (refused.details.findings as Found[]) : [];

function parsed(content: string): unknown {
  // A file that is no JSON is an answer to who chose it, not a fault.
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}
