import { showP } from '../../shared/format';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';
import type { Effect } from './effect-types';

/** Every outcome of the locked plan, the primary first; the exploratory ones say that they are. */
export function Outcomes({ effect: { outcomes } }: { effect: Effect }) {
  const { words, text, number, language } = useSpeech();
  const w = words.figures.outcomes;
  const isShared = outcomes.some(({ adjustedP }) => adjustedP !== null);
  const size = (value: number, scale: Effect['scale']) =>
    scale === 'odds-ratio' ? number(Math.exp(value), 2) : scale === 'risk-difference' ? number(100 * value, 1) : number(value, 1);
  return (
    <section className="card" aria-labelledby="outcomes">
      <h2 id="outcomes">{w.title}</h2>
      <p>{isShared ? w.leadShared : w.lead}</p>
      <RowTable caption={w.title}>
        <thead>
          <tr>
            <th scope="col">{w.outcome}</th>
            <th scope="col" className="figure">
              {words.forest.difference}
            </th>
            <th scope="col" className="figure">
              {words.forest.interval('95 %')}
            </th>
            <th scope="col" className="figure">
              {words.forest.p}
            </th>
            {isShared && (
              <th scope="col" className="figure">
                {w.adjusted}
              </th>
            )}
            <th scope="col" className="figure">
              {words.forest.n}
            </th>
            <th scope="col">{words.forest.method}</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map(({ role, wave, scale, adjustedP, row: { id, label, estimate, interval, p, n, method, refused } }) => (
            <tr key={id}>
              <th scope="row">
                {text(label)}
                <span className="quiet unit">
                  {w.roles[role]} · {text(wave)}
                  {scale !== 'difference-in-means' && ` · ${w.scales[scale]}`}
                </span>
              </th>
              {estimate === null || !interval ? (
                <td colSpan={isShared ? 4 : 3}>{refused ? wordOf(words.codes.refused, refused) : words.common.none}</td>
              ) : (
                <>
                  <td className="figure">{size(estimate, scale)}</td>
                  <td className="figure">{words.forest.between(size(interval.lower, scale), size(interval.upper, scale))}</td>
                  <td className="figure">{p === null ? words.common.none : showP(p, language)}</td>
                  {isShared && <td className="figure">{adjustedP === null ? words.common.none : showP(adjustedP, language)}</td>}
                </>
              )}
              <td className="figure">{number(n)}</td>
              <td>{wordOf(words.codes.methods, method)}</td>
            </tr>
          ))}
        </tbody>
      </RowTable>
    </section>
  );
}
