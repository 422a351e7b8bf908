import { useEffect, useRef, useState } from 'react';
import { ChartFigure } from '../components/chart-figure';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import { courseOf, type Stretch } from './course';
import { layCourse, LINE, type Line } from './drawing-layout';
import { offerInWords } from './offer-words';
import type { Reading } from './types';

const WIDEST = 880;

/** The trial drawn: consent and draw, then a lane for each arm and every wave on one time line in weeks; the same as a table. */
export function Drawing({ reading }: { reading: Reading }) {
  const speech = useSpeech();
  const { words, text, number } = speech;
  const w = words.protocol;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDEST);
  useEffect(() => {
    const watched = frame.current;
    if (!watched) return undefined;
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.min(WIDEST, Math.max(240, Math.floor(entry.contentRect.width))));
    });
    watcher.observe(watched);
    return () => watcher.disconnect();
  }, []);
  const course = courseOf(reading);
  const span = ({ from, until }: Stretch): string => w.weeks(number(Math.floor(from)), number(Math.ceil(until)));
  const steps = [w.consent, ...course.before.map((wave) => w.asks(text(wave.title), number(wave.minutes))), w.draw];
  const lines: Line[] = [
    ...course.lanes.flatMap(({ arm, offers }): Line[] => [
      { id: arm.id, kind: 'arm', label: text(arm.name), stretch: null },
      ...(offers.length === 0
        ? [{ id: `${arm.id}-none`, kind: 'nothing' as const, label: w.offersNothing[nothingIn(reading)], stretch: null }]
        : offers.map(({ delivery, from, until }) => ({
            id: delivery.id,
            kind: 'offer' as const,
            label: offerInWords(delivery, speech),
            stretch: { from, until },
          }))),
    ]),
    { id: 'waves', kind: 'arm', label: w.everybodyAnswers, stretch: null },
    ...course.waves.map(({ wave, from, until }) => ({
      id: `wave-${wave.id}`,
      kind: 'wave' as const,
      label: `${w.asks(text(wave.title), number(wave.minutes))}, ${span({ from, until })}`,
      stretch: { from, until },
    })),
  ];
  const layout = layCourse(course, steps, lines, width);
  const { axis } = layout;
  const chart = (
    <div ref={frame} className="flow">
      <svg
        width={width}
        height={layout.height}
        viewBox={`-1 -1 ${width + 2} ${layout.height + 2}`}
        fontFamily="var(--font-staff)"
        fontSize={13}
      >
        {layout.ticks.map(({ week, x }) => (
          <g key={week}>
            <line x1={x} x2={x} y1={axis.top} y2={axis.bottom} stroke="var(--line)" strokeWidth={week === 0 ? 2 : 1} />
            <text x={x} y={axis.top - 6} textAnchor="middle" fill="var(--quiet-ink)">
              {number(week)}
            </text>
          </g>
        ))}
        {layout.branches.map((points, place) => (
          <polyline key={place} points={points.map((point) => point.join(',')).join(' ')} fill="none" stroke="var(--edge)" />
        ))}
        {layout.steps.map((step, place) => (
          <g key={step.label}>
            {place > 0 && <line x1={24} x2={24} y1={step.y - 17} y2={step.y} stroke="var(--edge)" />}
            <rect
              x={step.x}
              y={step.y}
              width={step.width}
              height={step.height}
              rx={8}
              fill="var(--surface)"
              stroke="var(--edge)"
            />
            <Words x={step.x + 12} y={step.y + 7} lines={step.lines} bold={place === layout.steps.length - 1} />
          </g>
        ))}
        {layout.lines.map((line) => (
          <g key={line.id}>
            {line.kind === 'arm' && line.id !== 'waves' && (
              <rect x={axis.left} y={line.y + 4} width={10} height={10} fill={colourOf(line.id, reading)} />
            )}
            <Words
              x={line.id === 'waves' ? axis.left : line.x}
              y={line.y}
              lines={line.lines}
              bold={line.kind === 'arm'}
              quiet={line.kind === 'nothing'}
            />
            {line.bar && (
              <rect
                {...line.bar}
                rx={3}
                fill={line.kind === 'wave' ? 'var(--primary)' : colourOf(armOf(line.id, reading), reading)}
              />
            )}
          </g>
        ))}
      </svg>
    </div>
  );
  return (
    <ChartFigure
      title={w.drawing}
      description={w.picture(reading.arms.map(({ name }) => text(name)))}
      fileName="protocol"
      chart={chart}
    >
      <p className="quiet">{w.axis}</p>
      <details>
        <summary>{w.asTable}</summary>
        <RowTable caption={w.asTable} quiet>
          <thead>
            <tr>
              {[w.what, w.who, w.when].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <Row key={step} cells={[step, w.all, w.beforeStart]} />
            ))}
            {course.lanes.flatMap(({ arm, offers }) =>
              offers.map((offer) => (
                <Row key={offer.delivery.id} cells={[offerInWords(offer.delivery, speech), text(arm.name), span(offer)]} />
              )),
            )}
            {course.waves.map((one) => (
              <Row key={one.wave.id} cells={[w.asks(text(one.wave.title), number(one.wave.minutes)), w.all, span(one)]} />
            ))}
          </tbody>
        </RowTable>
      </details>
    </ChartFigure>
  );
}

interface WordsProps {
  x: number;
  y: number;
  lines: readonly string[];
  bold?: boolean;
  quiet?: boolean;
}

function Words({ x, y, lines, bold, quiet }: WordsProps) {
  return lines.map((line, place) => (
    <text
      key={line + String(place)}
      x={x}
      y={y + LINE * place + 13}
      fill={quiet ? 'var(--quiet-ink)' : 'var(--ink)'}
      fontWeight={bold ? 600 : 400}
    >
      {line}
    </text>
  ));
}

function Row({ cells: [first, ...rest] }: { cells: string[] }) {
  return (
    <tr>
      <th scope="row">{first}</th>
      {rest.map((cell, place) => (
        <td key={place}>{cell}</td>
      ))}
    </tr>
  );
}

const nothingIn = ({ design }: Reading): 'later' | 'never' => (design === 'waitlist' ? 'later' : 'never');
const armOf = (delivery: string, reading: Reading): string => reading.delivery.find(({ id }) => id === delivery)!.offeredTo;
const colourOf = (arm: string, { analysis }: Reading): string =>
  arm === analysis.reference ? 'var(--arm-reference)' : 'var(--arm-treated)';
