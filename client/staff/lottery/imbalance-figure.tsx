import type { Imbalance } from '#protocols/model/characteristics';
import { domainOf } from '../results/domain-of';
import { useSpeech } from '../speech';
import type { Compared } from './compared';
import { barsOf, reachOf } from './histogram';
import { Mark } from './mark';
import { useWidth } from './use-width';

const WIDEST = 880;
const HEAD = 44;
const BARS = 60;
const GAP = 18;
const AXIS = 46;
const SIDE = 12;
const NARROWEST_BAR = 4;

/** One scheme below the other on the same axis: how often each difference between the arms occurs, with the greatest possible dashed. */
export function ImbalanceFigure({ compared, of }: { compared: readonly Compared[]; of: (one: Compared) => Imbalance | null }) {
  const { words, number } = useSpeech();
  const w = words.schemes;
  const { frame, width } = useWidth(WIDEST);
  const drawn = compared.flatMap((one, place) => {
    const imbalance = of(one);
    return imbalance ? [{ ...one, place, imbalance }] : [];
  });
  const isSigned = drawn.some(({ imbalance }) => imbalance.distribution.some((one) => one.imbalance < 0));
  const reach = reachOf(drawn.map(({ imbalance }) => imbalance));
  const { domain, ticks } = domainOf([isSigned ? -reach : 0, reach]);
  const across = width - 2 * SIDE;
  const xOf = (value: number) => SIDE + (across * (value - domain[0])) / (domain[1] - domain[0]);
  const bottom = drawn.length * (HEAD + BARS + GAP);
  return (
    <div ref={frame}>
      <svg
        width={width}
        height={bottom + AXIS}
        viewBox={`0 0 ${width} ${bottom + AXIS}`}
        fontFamily="var(--font-staff)"
        fontSize={13}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={xOf(tick)} x2={xOf(tick)} y1={HEAD - 6} y2={bottom} stroke="var(--line)" strokeWidth={tick === 0 ? 2 : 1} />
            <text x={xOf(tick)} y={bottom + 16} textAnchor="middle" fontSize={12} fill="var(--quiet-ink)">
              {number(tick)}
            </text>
          </g>
        ))}
        <text x={width - SIDE} y={bottom + 36} textAnchor="end" fill="var(--ink)">
          {isSigned ? w.differenceAxis : w.spreadAxis}
        </text>
        {drawn.map(({ label, name, isOwn, place, imbalance, found }, row) => {
          const top = row * (HEAD + BARS + GAP);
          const base = top + HEAD + BARS;
          const hasBound = imbalance.bound < found.n;
          return (
            <g key={label}>
              <Mark place={place} x={SIDE + 7} y={top + 11} />
              <text
                x={SIDE + 22}
                y={top + 15}
                fontWeight={600}
                fill="var(--ink)"
                stroke="var(--surface)"
                strokeWidth={4}
                paintOrder="stroke"
              >
                {label === name ? name : `${label} · ${name}`}
              </text>
              <text x={SIDE + 22} y={top + 33} fill="var(--quiet-ink)" stroke="var(--surface)" strokeWidth={4} paintOrder="stroke">
                {w.typically(number(imbalance.mean, 1))}, {hasBound ? w.bound(number(Math.ceil(imbalance.bound))) : w.noBound}
              </text>
              {barsOf(imbalance, (NARROWEST_BAR * (domain[1] - domain[0])) / across)
                .filter(({ from, to }) => to > domain[0] && from < domain[1])
                .map(({ from, to, height }) => {
                  const [x, end] = [xOf(Math.max(from, domain[0])), xOf(Math.min(to, domain[1]))];
                  return (
                    <rect
                      key={from}
                      x={x + 0.5}
                      y={base - BARS * height}
                      width={Math.max(1, end - x - 1)}
                      height={BARS * height}
                      fill={isOwn ? 'var(--primary)' : 'var(--pooled)'}
                    />
                  );
                })}
              {(isSigned ? [-imbalance.bound, imbalance.bound] : [imbalance.bound])
                .filter((bound) => bound >= domain[0] && bound <= domain[1])
                .map((bound) => (
                  <line
                    key={bound}
                    x1={xOf(bound)}
                    x2={xOf(bound)}
                    y1={top + HEAD - 4}
                    y2={base}
                    stroke="var(--ink)"
                    strokeDasharray="5 4"
                  />
                ))}
              <line x1={SIDE} x2={width - SIDE} y1={base} y2={base} stroke="var(--edge)" />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
