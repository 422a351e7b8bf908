import { CartesianGrid, ErrorBar, ReferenceLine, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import { ChartFigure } from '../components/chart-figure';
import { useSpeech } from '../speech';
import { armsOf, type Effect, type EffectRow } from './effect-types';
import { findingOf } from './finding';
import { ForestTable } from './forest-table';
import { domainOf } from './domain-of';
import { WrappedText } from './wrapped-text';

interface Drawn {
  place: number;
  row: EffectRow;
  estimate: number;
  /** From the estimate down to the lower end and up to the upper. */
  spread: [number, number];
}

const ROW = 44;
const LABELS = 148;

/** The main analysis, other ways to compute it, and subgroups, one row each, beside no difference and the important one. */
export function ForestPlot({ effect }: { effect: Effect }) {
  const speech = useSpeech();
  const { words, text, number } = speech;
  const w = words.forest;
  const { reference, treated } = armsOf(effect);
  const { important, better } = effect.outcome;
  const importantAt = important === null ? null : better === 'lower' ? -important : important;
  const drawn = effect.rows.flatMap<Drawn>((row, place) =>
    row.estimate === null || !row.interval
      ? []
      : [{ place, row, estimate: row.estimate, spread: [row.estimate - row.interval.lower, row.interval.upper - row.estimate] }],
  );
  const ends = drawn.flatMap(({ row }) => (row.interval ? [row.interval.lower, row.interval.upper] : []));
  const { domain, ticks } = domainOf([0, ...(importantAt === null ? [] : [importantAt]), ...ends]);
  const height = effect.rows.length * ROW + 110;
  const chart = (
    <ResponsiveContainer width="100%" height={height}>
      <ScatterChart margin={{ top: 44, right: 16, bottom: 44, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="estimate"
          domain={domain}
          ticks={ticks}
          tickFormatter={(tick: number) => number(tick)}
          tick={{ fill: 'var(--ink)', fontSize: 13 }}
          stroke="var(--edge)"
          label={({ viewBox }: { viewBox?: { x?: number; y?: number; width?: number; height?: number } }) => (
            <WrappedText
              x={(viewBox?.x ?? 0) + (viewBox?.width ?? 0)}
              y={(viewBox?.y ?? 0) + (viewBox?.height ?? 0) + 18}
              label={treated && reference ? w.axis(text(treated.name), text(reference.name)) : ''}
              width={42}
              anchor="end"
            />
          )}
        />
        <YAxis
          type="number"
          dataKey="place"
          domain={[-0.5, effect.rows.length - 0.5]}
          ticks={effect.rows.map((_row, place) => place)}
          interval={0}
          reversed
          width={LABELS}
          axisLine={false}
          tickLine={false}
          tick={({ x, y, payload }: { x: number | string; y: number | string; payload: { value: number } }) => {
            const row = effect.rows[payload.value];
            return row ? (
              <WrappedText
                x={Number(x) - LABELS + 16}
                y={Number(y)}
                label={text(row.label)}
                width={20}
                anchor="start"
                bold={row.kind === 'primary'}
              />
            ) : (
              <g />
            );
          }}
        />
        <ReferenceLine
          x={0}
          stroke="var(--ink)"
          label={{ value: w.zero, position: 'top', fill: 'var(--ink)', fontSize: 12, dy: -14 }}
        />
        {importantAt !== null && (
          <ReferenceLine
            x={importantAt}
            stroke="var(--attention)"
            strokeDasharray="5 4"
            label={{ value: w.important, position: 'top', fill: 'var(--attention)', fontSize: 12 }}
          />
        )}
        <Scatter
          data={drawn}
          isAnimationActive={false}
          shape={(point: { cx?: number; cy?: number; payload?: Drawn }) => <Mark {...point} />}
        >
          <ErrorBar dataKey="spread" direction="x" width={5} stroke="var(--ink)" strokeWidth={1.5} isAnimationActive={false} />
        </Scatter>
      </ScatterChart>
    </ResponsiveContainer>
  );
  return (
    <ChartFigure
      title={w.title}
      description={w.picture(effect.rows.length, findingOf(effect, speech) ?? '')}
      fileName={`${effect.outcome.id}-forest`}
      chart={chart}
    >
      <ForestTable rows={effect.rows} />
    </ChartFigure>
  );
}

/** The main analysis is a filled diamond, the others hollow squares, subgroups small circles. */
function Mark({ cx = 0, cy = 0, payload }: { cx?: number; cy?: number; payload?: Drawn }) {
  if (payload?.row.kind === 'primary') {
    return <path d={`M${cx} ${cy - 9} L${cx + 9} ${cy} L${cx} ${cy + 9} L${cx - 9} ${cy} Z`} fill="var(--primary)" />;
  }
  if (payload?.row.kind === 'sensitivity') {
    return <rect x={cx - 6} y={cy - 6} width={12} height={12} fill="var(--surface)" stroke="var(--ink)" strokeWidth={1.5} />;
  }
  return <circle cx={cx} cy={cy} r={5} fill="var(--pooled)" />;
}
