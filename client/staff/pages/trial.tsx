import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { LotteryLine } from '../lottery/line';
import { useSpeech } from '../speech';
import { Asked } from '../trial/asked';
import { Drawing } from '../trial/drawing';
import { Entry } from '../trial/entry';
import { Gate } from '../trial/gate';
import { Lots } from '../trial/lots';
import { Offered } from '../trial/offered';
import { OpenVersion } from '../trial/open-version';
import { Origins } from '../trial/origins';
import { Plan } from '../trial/plan';
import type { Reading } from '../trial/types';

/** The protocol for a reader: drawn, then in words; and for who opens the trial, what is still missing. */
export function Trial() {
  const { trial, role } = useGrant();
  const { words } = useSpeech();
  const w = words.protocol;
  const reading = useRead(endpoints.readProtocol, { params: { trial } });
  const print = (
    <Button variant="subtle" size="compact-md" onClick={() => window.print()}>
      {w.print}
    </Button>
  );
  const opens = role === 'researcher' || role === 'administrator';
  return (
    <Page title={w.title} lead={w.lead(reading.version)} action={print}>
      <LotteryLine />
      <div className="protocol">
        <Key reading={reading} />
        <Drawing reading={reading} />
        {opens && <Gate />}
        {role === 'researcher' && <OpenVersion />}
        <Entry reading={reading} />
        <Asked reading={reading} />
        <Offered reading={reading} />
        <Lots reading={reading} />
        <Plan reading={reading} />
        <Origins reading={reading} />
      </div>
    </Page>
  );
}

function Key({ reading }: { reading: Reading }) {
  const { words, number } = useSpeech();
  const w = words.protocol;
  const facts = [
    [w.design, w.designs[reading.design]],
    [w.target, words.people(reading.target.participants)],
    [w.legalBasis, w.legalBases[reading.legalBasis]],
    [w.registration, reading.registration ?? words.common.none],
    [w.sites, `${number(reading.sites.length)}: ${reading.sites.map(({ name }) => name).join(', ')}`],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
