import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { MakeSheets } from '../mishaps/make-sheets';
import { KeyList } from '../mishaps/key-list';
import { SiteSheets } from '../mishaps/site-sheets';
import { useSpeech } from '../speech';

/** Sealed sheets for a day without power: made by one, printed in two halves by two others. */
export function Sheets() {
  const { trial, role } = useGrant();
  const { words, instant } = useSpeech();
  const w = words.mishaps.sheets;
  const { lists } = useRead(endpoints.listSheets, { params: { trial } });
  const { sites } = useRead(endpoints.readTrial, { params: { trial } });
  return (
    <Page title={w.title} lead={w.lead}>
      {lists.length === 0 && <Empty title={w.none} hint={w.noneHint} />}
      {lists.map(({ list, site, at, sheets, used }) => (
        <section key={list} className="card">
          <h2>{sites.find(({ id }) => id === site)?.name ?? site}</h2>
          <p>
            {w.made(instant(at))}. {w.used(used.length, sheets)}.
          </p>
          {role === 'coordinator' && <SiteSheets list={list} />}
          {role === 'safety-contact' && <KeyList list={list} />}
        </section>
      ))}
      {(role === 'custodian' || role === 'data-manager') && <MakeSheets />}
    </Page>
  );
}
