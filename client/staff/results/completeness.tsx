import type { Reply } from '#contract/endpoint';
import type { readResults } from '#contract/staff/results';
import { showShare } from '../../shared/format';
import { RowTable } from '../components/row-table';
import { ShareBar } from '../components/share-bar';
import { useSpeech } from '../speech';

type WaveCount = Reply<typeof readResults>['completeness'][number];

/** How many questionnaires came in, by wave and for all arms together. */
export function Completeness({ waves }: { waves: readonly WaveCount[] }) {
  const { words, text, number, language } = useSpeech();
  const isNothingDue = waves.every(({ due }) => due === 0);
  return (
    <section>
      <h2>{words.results.completeness}</h2>
      <p className="quiet">{isNothingDue ? words.results.nothingDue : words.results.completenessLead}</p>
      {!isNothingDue && (
        <RowTable caption={words.results.completeness}>
          <thead>
            <tr>
              <th scope="col">{words.results.wave}</th>
              <th scope="col" className="figure">
                {words.results.submitted}
              </th>
              <th scope="col" className="figure">
                {words.results.due}
              </th>
              <th scope="col">{words.results.share}</th>
            </tr>
          </thead>
          <tbody>
            {waves.map(({ wave, title, submitted, due }) => (
              <tr key={wave}>
                <th scope="row">{text(title)}</th>
                <td className="figure">{number(submitted)}</td>
                <td className="figure">{number(due)}</td>
                <td>
                  <div className="with-bar">
                    <span className="figure">{showShare(submitted, due, language)}</span>
                    <ShareBar part={submitted} whole={due} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
    </section>
  );
}
