import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Announce } from '../ceremony/announce';
import { Escrow } from '../ceremony/escrow';
import { NextStep } from '../ceremony/next-step';
import { Told } from '../ceremony/told';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** The ceremonies of the trial's lottery: what comes next for the reader, and every one of them as it is published. */
export function CeremonyPage() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.ceremony;
  const read = useRead(endpoints.readCeremonies, { params: { trial } });
  const { ceremonies, commitment, isReady, place, refusal, version } = read;
  const under = ceremonies.find(({ completed, aborted }) => !completed && !aborted);
  const print = (
    <Button variant="default" onClick={() => window.print()}>
      {w.print}
    </Button>
  );
  return (
    <Page title={w.title} lead={isReady ? w.ready : w.notReady} action={ceremonies.length > 0 && print}>
      {under && <NextStep one={under} place={place} />}
      {refusal === null && <Announce />}
      {ceremonies.map((one) => (
        <Escrow key={one.ceremony} one={one} />
      ))}
      <section className="commitments" aria-labelledby="commitments">
        <h2 id="commitments">{w.commitments}</h2>
        <p>{w.commitmentsLead(trial, version)}</p>
        {commitment !== null && (
          <p>
            {w.commitment} <span className="hash">{commitment}</span>
          </p>
        )}
        {ceremonies.length === 0 && <Empty title={w.empty} hint={w.emptyHint} />}
        {ceremonies.map((one) => (
          <Told key={one.ceremony} one={one} />
        ))}
      </section>
    </Page>
  );
}
