import type { Reply } from '#contract/endpoint';
import type { readGuard } from '#contract/staff/guard';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';

type Rows = Reply<typeof readGuard>['people'];

/** How many were judged, found eligible and drawn, and how long the drawn waited. */
export function WaitTable({ caption, rows }: { caption: string; rows: Rows }) {
  const { words, number } = useSpeech();
  const w = words.mishaps.guard;
  const hours = (value: number | null): string => (value === null ? words.common.none : number(value, 1));
  return (
    <RowTable caption={caption}>
      <thead>
        <tr>
          <th scope="col">{w.name}</th>
          <th scope="col">{w.judged}</th>
          <th scope="col">{w.eligible}</th>
          <th scope="col">{w.drawn}</th>
          <th scope="col">{w.median}</th>
          <th scope="col">{w.longest}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, judged, eligible, drawn, medianHours, longestHours }, place) => (
          <tr key={`${place} ${name}`}>
            <th scope="row">{name}</th>
            <td>{judged}</td>
            <td>{eligible}</td>
            <td>{drawn}</td>
            <td>{hours(medianHours)}</td>
            <td>{hours(longestHours)}</td>
          </tr>
        ))}
      </tbody>
    </RowTable>
  );
}
