import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { ChartFigure } from '../components/chart-figure';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { spread } from './spread';
import type { Recruitment } from './types';

type Curve = 'registered' | 'consented' | 'drawn' | 'planned';

interface Look {
  stroke: string;
  width: number;
  dash?: string;
}

const LOOKS: Record<Curve, Look> = {
  registered: { stroke: 'var(--pooled)', width: 2 },
  consented: { stroke: 'var(--primary)', width: 2, dash: '2 4' },
  drawn: { stroke: 'var(--primary)', width: 3 },
  planned: { stroke: 'var(--edge)', width: 2, dash: '8 5' },
};
const HEIGHT = 340;
const MARGIN = { top: 16, right: 108, bottom: 8, left: 8 };
const AXIS = 34;

/** People registered, consented and drawn over time beside the plan's line, each curve named at its end, with the numbers as a table. */
export function RecruitmentCurves({ recruitment }: { recruitment: Recruitment }) {
  const { site } = useGrant();
  const { words, number, day } = useSpeech();
  const w = words.recruitment;
  const { points, target, drawn } = recruitment;
  // A site has no target of its own, so its curves stand without the plan's line.
  const curves: Curve[] = site === null ? ['registered', 'consented', 'drawn', 'planned'] : ['registered', 'consented', 'drawn'];
  const last = points.at(-1)!;
  const ticks = ticksTo(Math.max(5, ...points.flatMap((point) => curves.map((curve) => point[curve]))));
  const top = ticks.at(-1)!;
  const data = points.map((point) => ({ ...point, at: Date.parse(point.day) }));
  // The ends of two curves may meet; their names then stand one above the other.
  const room = HEIGHT - MARGIN.top - MARGIN.bottom - AXIS;
  const heights = spread(
    curves.map((curve) => MARGIN.top + room * (1 - last[curve] / top)),
    18,
  );
  const nameOf = (curve: Curve) => (props: { x?: number | string; index?: number }) =>
    props.index === points.length - 1 ? (
      <text
        x={Number(props.x) + 8}
        y={(heights[curves.indexOf(curve)] ?? 0) + 4}
        fontSize={13}
        fontWeight={600}
        fill="var(--ink)"
      >
        {w[curve]} {number(Math.floor(last[curve]))}
      </text>
    ) : (
      <g />
    );
  const chart = (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <LineChart data={data} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="at"
          scale="time"
          domain={['dataMin', 'dataMax']}
          height={AXIS}
          minTickGap={56}
          tickFormatter={(at: number) => monthOf(at, day)}
          tick={{ fill: 'var(--ink)', fontSize: 13 }}
          stroke="var(--edge)"
        />
        <YAxis
          type="number"
          domain={[0, top]}
          ticks={ticks}
          width={52}
          allowDecimals={false}
          tickFormatter={(tick: number) => number(tick)}
          tick={{ fill: 'var(--ink)', fontSize: 13 }}
          stroke="var(--edge)"
          label={{
            value: w.axis,
            angle: -90,
            position: 'insideLeft',
            fill: 'var(--ink)',
            fontSize: 13,
            style: { textAnchor: 'middle' },
          }}
        />
        {curves.map((curve) => (
          <Line
            key={curve}
            type="linear"
            dataKey={curve}
            stroke={LOOKS[curve].stroke}
            strokeWidth={LOOKS[curve].width}
            strokeDasharray={LOOKS[curve].dash}
            dot={false}
            isAnimationActive={false}
            label={nameOf(curve)}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
  return (
    <ChartFigure
      title={w.curve}
      description={w.picture(number(drawn), number(target), day(last.day))}
      fileName="recruitment"
      chart={chart}
    >
      <details>
        <summary>{words.common.numbersOf(w.curve)}</summary>
        <RowTable caption={words.common.numbersOf(w.curve)} quiet>
          <thead>
            <tr>
              <th scope="col">{w.day}</th>
              {curves.map((curve) => (
                <th key={curve} scope="col" className="figure">
                  {w[curve]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((point) => (
              <tr key={point.day}>
                <th scope="row">{day(point.day)}</th>
                {curves.map((curve) => (
                  <td key={curve} className="figure">
                    {number(Math.floor(point[curve]))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </RowTable>
      </details>
    </ChartFigure>
  );
}

/** Round numbers from nought to the first that is not below `most`, five or six of them. */
function ticksTo(most: number): number[] {
  const rough = most / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((times) => times * unit >= rough) ?? 10) * unit);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, place) => place * step);
}

/** The date of a tick without its year, which the sentence above tells. */
const monthOf = (at: number, day: (day: string) => string): string =>
  day(new Date(at).toISOString().slice(0, 10)).replace(/ \d{4}$/, '');
