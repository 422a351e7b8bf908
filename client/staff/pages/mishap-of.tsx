import { Link, useParams } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { Forced, InError, Twice, WrongFactor } from '../mishaps/drawn-mishaps';
import { Replacement, UsedSheet } from '../mishaps/undrawn-mishaps';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** Says what went wrong with one person's draw: the kinds that can be, each closed until it is the one. */
export function MishapOf() {
  const grant = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.person;
  const { participant = '' } = useParams();
  const { code, arm } = useRead(endpoints.readParticipant, { params: { trial: grant.trial, participant } });
  return (
    <Page title={w.title} lead={w.lead} back={<Link to={paths.participant(grant, code)}>{showCode(code)}</Link>}>
      {arm && (
        <>
          <WrongFactor participant={code} />
          <Forced participant={code} />
          <Twice participant={code} />
          <InError participant={code} />
        </>
      )}
      {/* Both stay open where saving them has given an arm: what the sheet gave is told here. */}
      <UsedSheet participant={code} />
      {!arm && <Replacement participant={code} />}
    </Page>
  );
}
