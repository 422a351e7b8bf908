import { CartesianGrid, ErrorBar, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import { ChartFigure } from '../components/chart-figure';
import { useSpeech } from '../speech';
import { domainOf } from './domain-of';
import type { Effect } from './effect-types';
import { TrajectoryTable } from './trajectory-table';
import { wrap } from './wrap';
import { WrappedText } from './wrapped-text';

interface Point {
  /** Where on the axis, a little beside the wave so that two arms' intervals do not cover each other. */
  at: number;
  mean: number;
  spread: [number, number];
  /** The arm's name, at its last point only. */
  label: string | null;
  isUpper: boolean;
}

interface Look {
  colour: string;
  symbol: string;
  isCircle: boolean;
}

/** Symbols of a wave's title in one line, so that neighbours fit on a narrow screen. */
const TITLE = 10;

const REFERENCE: Look = { colour: 'var(--arm-reference)', symbol: '●', isCircle: true };
const TREATED: Look = { colour: 'var(--arm-treated)', symbol: '■', isCircle: false };

/** The arms' means over time with their intervals, named at the end of each line, with the numbers behind each point below it. */
export function Trajectories({ effect }: { effect: Effect }) {
  const { words, text, number } = useSpeech();
  const w = words.trajectories;
  const { arms, waves, outcome } = effect;
  const lines = effect.trajectories.map(({ arm, points }, order) => {
    const described = arms.find(({ id }) => id === arm);
    return { arm, points, name: described ? text(described.name) : arm, look: described?.reference ? REFERENCE : TREATED, order };
  });
  const lastMean = (points: (typeof lines)[number]['points']): number => points.findLast(({ mean }) => mean !== null)?.mean ?? 0;
  const upper = lines.reduce<string | null>((best, { arm, points }) => {
    const other = lines.find((line) => line.arm === best);
    return !other || lastMean(points) > lastMean(other.points) ? arm : best;
  }, null);
  const drawn = lines.map((line) => {
    const measured = line.points.filter(({ mean }) => mean !== null);
    const data = measured.map<Point>(({ wave, mean, lower, upper: top }, place) => ({
      at: waves.findIndex(({ id }) => id === wave) + (line.order - (lines.length - 1) / 2) * 0.06,
      mean: mean ?? 0,
      spread: [(mean ?? 0) - (lower ?? mean ?? 0), (top ?? mean ?? 0) - (mean ?? 0)],
      label: place === measured.length - 1 ? line.name : null,
      isUpper: line.arm === upper,
    }));
    return { ...line, data };
  });
  const ends = drawn.flatMap(({ data }) => data.flatMap(({ mean, spread: [down, up] }) => [mean - down, mean + up]));
  const { domain, ticks } = domainOf(ends.length > 0 ? ends : outcome.range);
  const titleLines = Math.max(...waves.map(({ title }) => wrap(text(title), TITLE).length));
  const chart = (
    <ResponsiveContainer width="100%" height={380}>
      <ScatterChart margin={{ top: 12, right: 104, bottom: 0, left: 8 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="at"
          domain={[-0.25, waves.length - 0.75]}
          ticks={waves.map((_wave, place) => place)}
          interval={0}
          height={16 + titleLines * 15 + 18 * lines.length + 8}
          stroke="var(--edge)"
          tick={({ x, y, payload }: { x: number | string; y: number | string; payload: { value: number } }) => {
            const wave = waves[payload.value];
            if (!wave) return <g />;
            return (
              <g>
                <WrappedText
                  x={Number(x)}
                  y={Number(y) + 4 + titleLines * 7.5}
                  label={text(wave.title)}
                  width={TITLE}
                  anchor="middle"
                  bold
                />
                {lines.map(({ arm, points, look }, row) => (
                  <text
                    key={arm}
                    x={Number(x)}
                    y={Number(y) + 16 + titleLines * 15 + row * 18}
                    textAnchor="middle"
                    fontSize={13}
                    fill="var(--ink)"
                  >
                    <tspan fill={look.colour}>{look.symbol}</tspan> n ={' '}
                    {number(points.find((point) => point.wave === wave.id)?.n ?? 0)}
                  </text>
                ))}
              </g>
            );
          }}
        />
        <YAxis
          type="number"
          dataKey="mean"
          domain={domain}
          ticks={ticks}
          width={52}
          tickFormatter={(tick: number) => number(tick)}
          tick={{ fill: 'var(--ink)', fontSize: 13 }}
          stroke="var(--edge)"
          label={{
            value: w.axis(text(outcome.title)),
            angle: -90,
            position: 'insideLeft',
            fill: 'var(--ink)',
            fontSize: 13,
            style: { textAnchor: 'middle' },
          }}
        />
        {drawn.map(({ arm, data, look }) => (
          <Scatter
            key={arm}
            data={data}
            line={{ stroke: look.colour, strokeWidth: 2 }}
            isAnimationActive={false}
            shape={(point: { cx?: number; cy?: number; payload?: Point }) => <Mark {...point} look={look} />}
          >
            <ErrorBar dataKey="spread" direction="y" width={5} stroke={look.colour} strokeWidth={1.5} isAnimationActive={false} />
          </Scatter>
        ))}
      </ScatterChart>
    </ResponsiveContainer>
  );
  return (
    <ChartFigure
      title={w.title}
      description={w.picture(lines.map(({ name }) => name).join(', '), waves.map(({ title }) => text(title)).join(', '))}
      fileName={`${outcome.id}-trajectories`}
      chart={chart}
    >
      <p className="quiet">{w.note}</p>
      <TrajectoryTable effect={effect} />
    </ChartFigure>
  );
}

function Mark({ cx = 0, cy = 0, payload, look }: { cx?: number; cy?: number; payload?: Point; look: Look }) {
  return (
    <g>
      {look.isCircle ? (
        <circle cx={cx} cy={cy} r={6} fill={look.colour} />
      ) : (
        <rect x={cx - 6} y={cy - 6} width={12} height={12} fill={look.colour} />
      )}
      {payload?.label && (
        <WrappedText x={cx + 12} y={cy + (payload.isUpper ? -16 : 18)} label={payload.label} width={14} anchor="start" bold />
      )}
    </g>
  );
}
