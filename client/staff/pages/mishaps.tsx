import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { ConfirmMishap } from '../mishaps/confirm-mishap';
import { Pause } from '../mishaps/pause';
import { useMishapWords } from '../mishaps/use-mishap-words';
import { useSpeech } from '../speech';

/** What went wrong with draws; what waits for a second person can be confirmed here. */
export function Mishaps() {
  const { trial } = useGrant();
  const { words, instant } = useSpeech();
  const w = words.mishaps.list;
  const { mishaps, paused, forced } = useRead(endpoints.listMishaps, { params: { trial } });
  const detailsOf = useMishapWords();
  return (
    <Page title={w.title} lead={w.lead}>
      <Pause paused={paused} />
      {mishaps.length === 0 && <Empty title={w.none} hint={w.noneHint} />}
      {mishaps.length > 0 && (
        <RowTable caption={w.title}>
          <thead>
            <tr>
              <th scope="col">{words.common.code}</th>
              <th scope="col">{w.when}</th>
              <th scope="col">{w.what}</th>
              <th scope="col">{w.by}</th>
            </tr>
          </thead>
          <tbody>
            {mishaps.map((mishap) => (
              <tr key={`${mishap.code} ${mishap.at} ${mishap.kind}`}>
                <th scope="row">{showCode(mishap.code)}</th>
                <td>{instant(mishap.at)}</td>
                <td>
                  <strong>{w.kinds[mishap.kind]}</strong>
                  {detailsOf(mishap).map((one) => (
                    <div key={one}>{one}</div>
                  ))}
                  {mishap.waits && <ConfirmMishap mishap={mishap} />}
                </td>
                <td>{mishap.by}</td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
      {forced > 0 && <p>{w.forced(forced)}</p>}
    </Page>
  );
}
