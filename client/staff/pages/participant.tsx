import { Link, useParams } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { NewLink } from '../components/new-link';
import { Page } from '../components/page';
import { Timeline } from '../components/timeline';
import { useGrant } from '../grant';
import { Receipt } from '../lottery/receipt';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { NextStep } from '../steps/next-step';
import { WaySteps } from '../steps/way-steps';
import { ReportUnblinding } from '../unblinding/report-unblinding';

/** One participant: what comes next with its one action, then contact, then all that happened. */
export function Participant() {
  const grant = useGrant();
  const { words, text } = useSpeech();
  const { participant = '' } = useParams();
  const person = useRead(endpoints.readParticipant, { params: { trial: grant.trial, participant } });
  const { code, name, email, telephone, step, arm, cohort, timeline } = person;
  const contact = [email, telephone].filter((given) => given !== null);
  const hasConsent = timeline.some(({ kind }) => kind === 'consent-given');
  return (
    <Page
      title={name ?? showCode(code)}
      back={<Link to={paths.participants(grant)}>{words.places.participants}</Link>}
      lead={
        <>
          <Code code={code} /> · {words.codes.steps[step]}
        </>
      }
    >
      <WaySteps step={step} />
      <NextStep person={person} />
      <dl className="facts">
        {arm && (
          <div>
            <dt>{words.participant.arm}</dt>
            <dd>{text(arm.name)}</dd>
          </div>
        )}
        {cohort && (
          <div>
            <dt>{words.participants.cohort}</dt>
            <dd>
              <Link to={paths.cohort(grant, cohort.cohort)}>{cohort.name}</Link>
            </dd>
          </div>
        )}
        <div>
          <dt>{words.participant.contact}</dt>
          <dd>{contact.length > 0 ? contact.join(' · ') : words.participant.noContact}</dd>
        </div>
        <div>
          <dt>{words.register.language}</dt>
          <dd>{words.register.languages[person.language]}</dd>
        </div>
      </dl>
      {step !== 'ended' && <NewLink participant={code} />}
      {arm && <Receipt participant={code} />}
      <section>
        <h2>{words.participant.more}</h2>
        <ul className="sentences">
          {hasConsent && (
            <li>
              <Link to={paths.consent(grant, code)}>{words.participant.readConsent}</Link>
            </li>
          )}
          <li>
            <Link to={paths.change(grant, code)}>{words.participant.change}</Link>
          </li>
          <li>
            <Link to={paths.mishapOf(grant, code)}>{words.mishaps.person.link}</Link>
          </li>
        </ul>
        {arm && <ReportUnblinding participant={code} />}
      </section>
      <section>
        <h2>{words.participant.timeline}</h2>
        <Timeline events={timeline} />
      </section>
    </Page>
  );
}
