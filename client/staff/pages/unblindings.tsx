import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { ReportUnblinding } from '../unblinding/report-unblinding';

/** Whose draw became known before the lock, when, why and to whom. What it gave stands nowhere here. */
export function Unblindings() {
  const { trial, role } = useGrant();
  const { words, instant } = useSpeech();
  const { list, open, accident } = words.unblinding;
  const { unblindings } = useRead(endpoints.listUnblindings, { params: { trial } });
  return (
    <Page title={list.title} lead={list.lead}>
      {unblindings.length === 0 && <Empty title={list.none} hint={list.noneHint} />}
      {unblindings.length > 0 && (
        <RowTable caption={list.title}>
          <thead>
            <tr>
              <th scope="col">{words.common.code}</th>
              <th scope="col">{list.when}</th>
              <th scope="col">{list.what}</th>
              <th scope="col">{list.by}</th>
            </tr>
          </thead>
          <tbody>
            {unblindings.map(({ code, kind, at, by, reason, knows, how, who, learnt }) => (
              <tr key={`${code} ${at} ${kind}`}>
                <th scope="row">{showCode(code)}</th>
                <td>{instant(at)}</td>
                <td>
                  <strong>{list.kinds[kind]}</strong>
                  {reason && <>. {open.reasons[reason]}</>}
                  {knows.length > 0 && <>. {list.knows(knows.map((one) => open.told[one]).join(', '))}</>}
                  {who && learnt && how && (
                    <>
                      . {accident.whos[who]}: {accident.learnts[learnt]}. {accident.hows[how]}
                    </>
                  )}
                </td>
                <td>{by}</td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
      {(role === 'researcher' || role === 'data-manager') && <ReportUnblinding />}
    </Page>
  );
}
