import { showShare } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { ShareBar } from '../components/share-bar';
import { useGrant } from '../grant';
import type { Completeness as WaveCount } from '../overview/types';
import { useSpeech } from '../speech';

/** How each questionnaire stands, all arms together: expected, handed in, late, still open, and missing with reasons. */
export function Completeness() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.completeness;
  const { waves } = useRead(endpoints.readCompleteness, { params: { trial } });
  return (
    <Page title={w.title} lead={w.lead}>
      {waves.every(({ due }) => due === 0) ? (
        <Empty title={w.empty} hint={w.emptyHint} />
      ) : (
        <RowTable caption={w.title}>
          <thead>
            <tr>
              <th scope="col">{w.wave}</th>
              <th scope="col" className="figure">
                {w.due}
              </th>
              <th scope="col">{w.submitted}</th>
              <th scope="col" className="figure">
                {w.open}
              </th>
              <th scope="col" className="figure">
                {w.missing}
              </th>
              <th scope="col">{w.reasons}</th>
            </tr>
          </thead>
          <tbody>
            {waves.map((wave) => (
              <Wave key={wave.wave} wave={wave} />
            ))}
          </tbody>
        </RowTable>
      )}
    </Page>
  );
}

function Wave({ wave: { title, due, open, submitted, late, missing } }: { wave: WaveCount }) {
  const { words, text, number, language } = useSpeech();
  const w = words.completeness;
  return (
    <tr>
      <th scope="row">{text(title)}</th>
      <td className="figure">{number(due)}</td>
      <td>
        <div className="with-bar">
          <span className="figure">
            {number(submitted)} ({showShare(submitted, due, language)})
          </span>
          <ShareBar part={submitted} whole={due} />
        </div>
        {late > 0 && (
          <span className="quiet">
            {w.late}: {number(late)}
          </span>
        )}
      </td>
      <td className="figure">{number(open)}</td>
      <td className="figure">{number(missing.n)}</td>
      <td>
        {missing.reasons.length === 0
          ? words.common.none
          : missing.reasons.map(({ reason, n }) => (
              <span key={reason} className="reason">
                {w.reason(reason === 'window-missed' ? w.windowMissed : words.codes.changes[reason].name, number(n))}
              </span>
            ))}
      </td>
    </tr>
  );
}
