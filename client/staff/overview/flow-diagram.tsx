import { useEffect, useRef, useState } from 'react';
import { ChartFigure } from '../components/chart-figure';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import type { FlowBox } from './flow-box';
import { boxesOf } from './flow-boxes';
import { layFlow, LINE, PAD, type PlacedBox } from './flow-layout';
import type { Flow } from './types';

const WIDEST = 760;

/** The flow of participants as a diagram drawn for the width there is, with the same numbers as a table. */
export function FlowDiagram({ flow }: { flow: Flow }) {
  const speech = useSpeech();
  const { words, number } = speech;
  const w = words.flow;
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
  const boxes = boxesOf(flow, speech);
  const { boxes: placed, arrows, height } = layFlow(boxes, width, (label, n) => w.count(label, number(n)));
  const chart = (
    <div ref={frame} className="flow">
      <svg
        width={width}
        height={height}
        viewBox={`-1 -1 ${width + 2} ${height + 2}`}
        fontFamily="var(--font-staff)"
        fontSize={14}
      >
        {arrows.map(({ points }, place) => (
          <g key={place} fill="none" stroke="var(--edge)" strokeWidth={1.5}>
            <polyline points={points.map((point) => point.join(',')).join(' ')} />
            <Head points={points} />
          </g>
        ))}
        {placed.map((box) => (
          <Box key={box.id} box={box} />
        ))}
      </svg>
    </div>
  );
  const rows = [boxes.assessed, ...boxes.aside, boxes.drawn, ...boxes.branches.flat()];
  return (
    <ChartFigure title={w.title} description={w.picture(number(flow.assessed), number(flow.drawn))} fileName="flow" chart={chart}>
      <details>
        <summary>{words.common.numbersOf(w.title)}</summary>
        <RowTable caption={words.common.numbersOf(w.title)} quiet>
          <thead>
            <tr>
              <th scope="col">{w.what}</th>
              <th scope="col" className="figure">
                {w.n}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((box) => (
              <Rows key={box.id} box={box} />
            ))}
          </tbody>
        </RowTable>
      </details>
    </ChartFigure>
  );
}

/** The point of an arrow, at the last of its points and turned the way it came. */
function Head({ points }: { points: [number, number][] }) {
  const [x, y] = points.at(-1)!;
  const [fromX] = points.at(-2)!;
  const isAside = Math.abs(fromX - x) > 1;
  const corners = isAside
    ? [
        [x - 7, y - 4],
        [x, y],
        [x - 7, y + 4],
      ]
    : [
        [x - 4, y - 7],
        [x, y],
        [x + 4, y - 7],
      ];
  return <polyline points={corners.map((corner) => corner.join(',')).join(' ')} />;
}

function Box({ box }: { box: PlacedBox }) {
  const { x, y, width, height, head, lines } = box;
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} rx={8} fill="var(--surface)" stroke="var(--edge)" />
      {[...head, ...lines].map((line, place) => (
        <text
          key={place}
          x={x + PAD + (line.startsWith('  ') ? 10 : 0)}
          y={y + PAD + LINE * place + 13}
          fill="var(--ink)"
          fontWeight={place < head.length ? 600 : 400}
        >
          {line.trim()}
        </text>
      ))}
    </g>
  );
}

function Rows({ box }: { box: FlowBox }) {
  const { number } = useSpeech();
  return (
    <>
      <tr>
        <th scope="row">
          <strong>{box.head}</strong>
        </th>
        <td className="figure">{number(box.n)}</td>
      </tr>
      {box.lines.map(({ label, n }, place) => (
        <tr key={`${label} ${place}`}>
          <th scope="row" className="part">
            {label}
          </th>
          <td className="figure">{number(n)}</td>
        </tr>
      ))}
    </>
  );
}
