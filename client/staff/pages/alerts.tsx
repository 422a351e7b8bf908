import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { AlertCard } from '../interview/alert-card';
import { useSpeech } from '../speech';

/** What calls for the safety contact: what waits by deadline, then what is closed. */
export function Alerts() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.field.alerts;
  const { alerts } = useRead(endpoints.listAlerts, { params: { trial } });
  const open = alerts.filter(({ closedAt }) => closedAt === null);
  const closed = alerts.filter(({ closedAt }) => closedAt !== null);
  return (
    <Page title={w.title} lead={w.lead}>
      {open.length === 0 && <Empty title={w.none} hint={w.noneHint} />}
      {open.map((alert) => (
        <AlertCard key={alert.alert} alert={alert} />
      ))}
      {closed.length > 0 && (
        <details>
          <summary>
            {w.closed} ({closed.length})
          </summary>
          {closed.map((alert) => (
            <AlertCard key={alert.alert} alert={alert} />
          ))}
        </details>
      )}
    </Page>
  );
}
