import { useSearchParams } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { FactTable } from '../oversight/fact-table';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** What happened in the trial, without values. */
export function Trail() {
  const grant = useGrant();
  const { words } = useSpeech();
  const [search] = useSearchParams();
  const query = { before: search.get('before') || undefined, kind: search.get('kind') || undefined };
  const trail = useRead(endpoints.readTrail, { params: { trial: grant.trial }, query });
  const w = words.oversight.trail;
  return (
    <Page title={w.title} lead={w.lead}>
      <FactTable
        {...trail}
        kept={{ kind: query.kind ?? '', before: query.before ?? '' }}
        to={(asked) => paths.trail(grant, asked)}
      />
    </Page>
  );
}
