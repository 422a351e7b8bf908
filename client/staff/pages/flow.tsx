import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { FlowDiagram } from '../overview/flow-diagram';
import { useSpeech } from '../speech';

/** The participants' way through the trial, everybody counted once; by arm after the lock, never before. */
export function Flow() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const flow = useRead(endpoints.readFlow, { params: { trial } });
  const w = words.flow;
  return (
    <Page title={w.title} lead={flow.locked ? w.lead : `${w.lead} ${w.pooled}`}>
      {flow.assessed === 0 ? <Empty title={w.empty} hint={w.emptyHint} /> : <FlowDiagram flow={flow} />}
      {flow.mishaps.length > 0 && (
        <section>
          <h2>{words.mishaps.list.title}</h2>
          <ul className="sentences">
            {flow.mishaps.map(({ kind, n }) => (
              <li key={kind}>
                {words.mishaps.list.kinds[kind]}: {n}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
