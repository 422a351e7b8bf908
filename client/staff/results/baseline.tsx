import { Fragment } from 'react';
import { RowTable } from '../components/row-table';
import { useSpeech, type Speech } from '../speech';
import type { Effect } from './effect-types';

type Row = Effect['baseline']['rows'][number];
type Summary = Extract<Row, { kind: 'quantity' }>['summaries'][number]['summary'];

/** Who was drawn, by arm and together. No p-values: arms that were drawn by lot differ by chance alone. */
export function Baseline({ effect }: { effect: Effect }) {
  const speech = useSpeech();
  const { words, text, number } = speech;
  const w = words.baseline;
  const { people, rows } = effect.baseline;
  const nameOf = (of: string | null) => text(effect.arms.find(({ id }) => id === of)?.name ?? w.everybody);
  return (
    <section className="card" aria-labelledby="baseline">
      <h2 id="baseline">{w.title}</h2>
      <p>{w.lead}</p>
      <RowTable caption={w.title}>
        <thead>
          <tr>
            <th scope="col">{w.what}</th>
            {people.map(({ of, n }) => (
              <th key={of} scope="col" className="figure">
                {nameOf(of)}
                <span className="quiet unit">{w.n(number(n))}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            row.kind === 'quantity' ? <Quantity key={row.id} row={row} /> : <Category key={row.id} row={row} people={people} />,
          )}
        </tbody>
      </RowTable>
    </section>
  );
}

function Quantity({ row }: { row: Extract<Row, { kind: 'quantity' }> }) {
  const speech = useSpeech();
  const { words, text } = speech;
  return (
    <tr>
      <th scope="row">
        {text(row.label)}
        <span className="quiet unit">{words.baseline.meanSd}</span>
      </th>
      {row.summaries.map(({ of, summary }) => (
        <td key={of} className="figure">
          {meanAndSd(summary, speech)}
          {summary.missing > 0 && <span className="quiet unit">{words.baseline.missing(speech.number(summary.missing))}</span>}
        </td>
      ))}
    </tr>
  );
}

function Category({ row, people }: { row: Extract<Row, { kind: 'category' }>; people: Effect['baseline']['people'] }) {
  const { words, text, number } = useSpeech();
  const w = words.baseline;
  const answered = (index: number) => people[index]!.n - row.missing[index]!.n;
  const lacking = row.missing.some(({ n }) => n > 0);
  return (
    <Fragment>
      <tr>
        <th scope="rowgroup" colSpan={people.length + 1} className="group">
          {text(row.label)} <span className="quiet">{w.countShare}</span>
        </th>
      </tr>
      {row.levels.map(({ code, label, counts }) => (
        <tr key={code}>
          <th scope="row">{text(label)}</th>
          {counts.map(({ of, n }, index) => (
            <td key={of} className="figure">
              {w.share(number(n), answered(index) === 0 ? words.common.none : number((100 * n) / answered(index), 0))}
            </td>
          ))}
        </tr>
      ))}
      {lacking && (
        <tr>
          <th scope="row">{w.notAnswered}</th>
          {row.missing.map(({ of, n }) => (
            <td key={of} className="figure">
              {number(n)}
            </td>
          ))}
        </tr>
      )}
    </Fragment>
  );
}

function meanAndSd({ mean, sd }: Summary, { words, number }: Speech): string {
  if (mean === null) return words.common.none;
  return sd === null ? number(mean, 1) : `${number(mean, 1)} (${number(sd, 1)})`;
}
