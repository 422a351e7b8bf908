import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { Sheet } from './sheet';
import type { Ceremony } from './types';

/** The third sheet, for whoever holds no share; shown once. */
export function Escrow({ one }: { one: Ceremony }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.ceremony.escrow;
  const give = useAct(endpoints.giveEscrowSheet);
  if (give.reply === undefined && one.refusals.escrow !== null) return null;
  return (
    <section className="card" aria-labelledby="escrow">
      <h2 id="escrow">{w.title}</h2>
      {give.reply ? (
        <Sheet hex={give.reply.sheet} place="escrow" ceremony={one.ceremony} />
      ) : (
        <>
          <p>{w.lead}</p>
          <ProblemNotice refused={give.refused} />
          <Button loading={give.isActing} onClick={() => give.act({ params: { trial, ceremony: String(one.ceremony) } })}>
            {w.submit}
          </Button>
        </>
      )}
    </section>
  );
}
