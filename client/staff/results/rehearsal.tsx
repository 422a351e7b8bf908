import { Button } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Boundary } from '../components/boundary';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { EffectReport } from './effect-report';

/** Before the lock: the plan tried out on arms drawn anew, for those who may; it is shown when asked for. */
export function Rehearsal() {
  const { role } = useGrant();
  const { words } = useSpeech();
  const [seed, setSeed] = useState(0);
  const w = words.figures.rehearsal;
  if (role !== 'researcher' && role !== 'custodian') return null;
  return (
    <>
      <section className="card" aria-labelledby="rehearsal">
        <h2 id="rehearsal">{w.title}</h2>
        <p>{w.lead}</p>
        <Button variant="default" onClick={() => setSeed(seed + 1)}>
          {seed === 0 ? w.show : w.again}
        </Button>
      </section>
      {seed > 0 && (
        <Boundary key={seed}>
          <Rehearsed seed={seed} />
        </Boundary>
      )}
    </>
  );
}

function Rehearsed({ seed }: { seed: number }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.figures.rehearsal;
  const { effect } = useRead(endpoints.rehearseResults, { params: { trial }, query: { seed: String(seed) } });
  return (
    <div className="rehearsed" role="region" aria-label={w.mark}>
      <p className="rehearsed-mark">{w.marked(String(seed))}</p>
      <EffectReport effect={effect} plan={null} />
    </div>
  );
}
