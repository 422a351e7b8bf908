import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../speech';

/** Recovery codes, for as long as the page shows them. */
export function ShownOnce({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { words } = useSpeech();
  const w = words.account.codes;
  const title = useRef<HTMLHeadingElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    title.current?.focus();
    title.current?.scrollIntoView({ block: 'start' });
  }, [codes]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join('\n'));
    setCopied(true);
  };
  return (
    <section className="card next" aria-labelledby="shown-once">
      <h2 id="shown-once" ref={title} tabIndex={-1}>
        {w.once}
      </h2>
      <p>{w.onceLead}</p>
      <ol className="secrets">
        {codes.map((code) => (
          <li key={code}>
            <span className="code">{code}</span>
          </li>
        ))}
      </ol>
      <div className="buttons">
        <Button onClick={onKept}>{w.kept}</Button>
        {/* Without https there is no clipboard. */}
        {window.isSecureContext && (
          <Button variant="default" onClick={() => void copy()}>
            {copied ? words.common.copied : w.copy}
          </Button>
        )}
      </div>
    </section>
  );
}
