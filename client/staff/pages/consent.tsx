import { Button } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** The kept copy of a signed consent, word for word in the language it was signed in. */
export function Consent() {
  const grant = useGrant();
  const { words, instant } = useSpeech();
  const { participant = '' } = useParams();
  const copy = useRead(endpoints.readConsent, { params: { trial: grant.trial, participant } });
  const print = (
    <Button variant="default" onClick={() => window.print()}>
      {words.consent.print}
    </Button>
  );
  return (
    <Page
      title={words.consent.title}
      action={print}
      back={<Link to={paths.participant(grant, participant)}>{showCode(participant)}</Link>}
    >
      <article className="card letter" lang={copy.language}>
        <h2>{copy.title}</h2>
        {copy.body.split(/\n\s*\n/).map((paragraph, place) => (
          <p key={place}>{paragraph}</p>
        ))}
        <p>
          <strong>{copy.statement}</strong>
        </p>
      </article>
      <dl className="facts">
        <div>
          <dt>{words.consent.participant}</dt>
          <dd>
            {copy.participant.name}
            <br />
            <span className="quiet">{instant(copy.participant.at)}</span>
          </dd>
        </div>
        <div>
          <dt>{words.consent.informer}</dt>
          <dd>
            {copy.informer.name}
            <br />
            <span className="quiet">{instant(copy.informer.at)}</span>
          </dd>
        </div>
        <div>
          <dt>{words.consent.version}</dt>
          <dd>{copy.text}</dd>
        </div>
      </dl>
    </Page>
  );
}
