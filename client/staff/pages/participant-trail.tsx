import { Link, useParams, useSearchParams } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { FactTable } from '../oversight/fact-table';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** What happened to one participant, by code, without values. */
export function ParticipantTrail() {
  const grant = useGrant();
  const { words } = useSpeech();
  const { participant = '' } = useParams();
  const [search] = useSearchParams();
  const query = { before: search.get('before') || undefined, kind: search.get('kind') || undefined };
  const trail = useRead(endpoints.readParticipantTrail, { params: { trial: grant.trial, participant }, query });
  const w = words.oversight.trail;
  return (
    <Page title={w.ofPerson(showCode(participant))} lead={w.lead} back={<Link to={paths.trail(grant)}>{w.whole}</Link>}>
      <FactTable
        {...trail}
        kept={{ kind: query.kind ?? '', before: query.before ?? '' }}
        to={(asked) => paths.trailOf(grant, participant, asked)}
      />
    </Page>
  );
}
