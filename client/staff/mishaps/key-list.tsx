import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ProblemNotice } from '../components/problem-notice';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** The other half: each sheet's letter, with room to write whom it was said for. */
export function KeyList({ list }: { list: string }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.sheets;
  const show = useAct(endpoints.printSheetKeys);
  return (
    <>
      <ProblemNotice refused={show.refused} />
      <div className="buttons no-print">
        <Button variant="default" loading={show.isActing} onClick={() => show.act({ params: { trial, list } })}>
          {w.printKeys}
        </Button>
        {show.reply && <Button onClick={() => window.print()}>{w.print}</Button>}
      </div>
      {show.reply && (
        <>
          <p>{w.keysKeep}</p>
          <RowTable caption={w.keys}>
            <thead>
              <tr>
                <th scope="col">{w.title}</th>
                <th scope="col">{w.letter}</th>
                <th scope="col">{w.code}</th>
              </tr>
            </thead>
            <tbody>
              {show.reply.keys.map(({ sheet, letter }) => (
                <tr key={sheet}>
                  <th scope="row">{w.sheet(sheet)}</th>
                  <td>{letter}</td>
                  <td>____________</td>
                </tr>
              ))}
            </tbody>
          </RowTable>
        </>
      )}
    </>
  );
}
