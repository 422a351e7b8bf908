import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { SelectionTests } from '../guard/selection-tests';
import { WaitTable } from '../guard/wait-table';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** Whether whom somebody lets in goes with the lot that was to come; for the custodian alone. */
export function Guard() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.guard;
  const { sites, people, tests } = useRead(endpoints.readGuard, { params: { trial } });
  return (
    <Page title={w.title} lead={w.lead}>
      <section>
        <h2>{w.tests}</h2>
        {tests ? <SelectionTests tests={tests} /> : <p>{w.batch}</p>}
      </section>
      <section>
        <h2>{w.sites}</h2>
        <WaitTable caption={w.sites} rows={sites} />
      </section>
      <section>
        <h2>{w.people}</h2>
        <WaitTable caption={w.people} rows={people} />
      </section>
    </Page>
  );
}
