import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import type { Effect } from './effect-types';

/** The means over time as numbers: a row for each wave, three columns for each arm. */
export function TrajectoryTable({ effect: { arms, waves, trajectories } }: { effect: Effect }) {
  const { words, text, number } = useSpeech();
  const w = words.trajectories;
  const lines = trajectories.map(({ arm, points }) => {
    const described = arms.find(({ id }) => id === arm);
    return { arm, points, name: described ? text(described.name) : arm };
  });
  return (
    <RowTable caption={w.table}>
      <thead>
        <tr>
          <td />
          {lines.map(({ arm, name }) => (
            <th key={arm} scope="colgroup" colSpan={3} className="figure">
              {name}
            </th>
          ))}
        </tr>
        <tr>
          <th scope="col">{words.results.wave}</th>
          {lines.flatMap(({ arm }) => [
            <th key={`${arm} mean`} scope="col" className="figure">
              {w.mean}
            </th>,
            <th key={`${arm} interval`} scope="col" className="figure">
              {w.interval}
            </th>,
            <th key={`${arm} n`} scope="col" className="figure">
              {w.n}
            </th>,
          ])}
        </tr>
      </thead>
      <tbody>
        {waves.map((wave) => (
          <tr key={wave.id}>
            <th scope="row">{text(wave.title)}</th>
            {lines.flatMap(({ arm, points }) => {
              const point = points.find((measured) => measured.wave === wave.id);
              const { mean = null, lower = null, upper = null, n = 0 } = point ?? {};
              return [
                <td key={`${arm} mean`} className="figure">
                  {mean === null ? words.common.none : number(mean, 1)}
                </td>,
                <td key={`${arm} interval`} className="figure">
                  {lower === null || upper === null
                    ? words.common.none
                    : words.forest.between(number(lower, 1), number(upper, 1))}
                </td>,
                <td key={`${arm} n`} className="figure">
                  {number(n)}
                </td>,
              ];
            })}
          </tr>
        ))}
      </tbody>
    </RowTable>
  );
}
