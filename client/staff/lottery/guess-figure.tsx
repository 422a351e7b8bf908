import { useSpeech } from '../speech';
import { fairShare, type Compared } from './compared';
import { Mark } from './mark';
import { useWidth } from './use-width';

type Measure = 'correctGuessRate' | 'forcedRate' | 'entropyBits' | 'accidentalBias';

interface Panel {
  measure: Measure;
  domain: readonly [number, number];
  ticks: readonly number[];
  isShare: boolean;
}

const WIDEST = 880;
const ROW = 30;
const TITLE = 26;
const AXIS = 26;
const GAP = 22;
const SIDE = 12;
const LABELS = 52;
const VALUES = 64;

/** Each measure in a panel of its own, each scheme a mark on a line with its value written beside it and, where simulated, its error. */
export function GuessFigure({ compared }: { compared: readonly Compared[] }) {
  const { words, number } = useSpeech();
  const w = words.schemes;
  const { frame, width } = useWidth(WIDEST);
  const columns = width >= 640 ? 2 : 1;
  const room = (width - 2 * SIDE - (columns - 1) * 32) / columns;
  const height = TITLE + compared.length * ROW + AXIS + GAP;
  const panels = panelsOf(compared);
  return (
    <div ref={frame}>
      <svg
        width={width}
        height={height * Math.ceil(panels.length / columns)}
        viewBox={`0 0 ${width} ${height * Math.ceil(panels.length / columns)}`}
        fontFamily="var(--font-staff)"
        fontSize={13}
      >
        {panels.map(({ measure, domain: [low, high], ticks, isShare }, place) => {
          const left = SIDE + (place % columns) * (room + 32) + LABELS;
          const top = Math.floor(place / columns) * height + TITLE;
          const across = room - LABELS - VALUES;
          const xOf = (value: number) => left + (across * (Math.min(high, Math.max(low, value)) - low)) / (high - low);
          const show = (value: number, decimals: number) =>
            isShare ? w.percent(number(100 * value, decimals)) : number(value, decimals === 0 ? 1 : 2);
          const bottom = top + compared.length * ROW;
          return (
            <g key={measure}>
              <text x={left - LABELS} y={top - 9} fontWeight={600} fill="var(--ink)">
                {w.measures[measure]}
              </text>
              {ticks.map((tick) => (
                <g key={tick}>
                  <line x1={xOf(tick)} x2={xOf(tick)} y1={top} y2={bottom} stroke="var(--line)" />
                  <text x={xOf(tick)} y={bottom + 16} textAnchor="middle" fontSize={12} fill="var(--quiet-ink)">
                    {show(tick, 0)}
                  </text>
                </g>
              ))}
              {compared.map(({ label, short, isOwn, found }, row) => {
                const y = top + row * ROW + ROW / 2;
                const value = found[measure];
                const error = errorOf(found, measure);
                if (value === null) {
                  return (
                    <g key={label}>
                      <Label x={left - LABELS} y={y} label={short} isOwn={isOwn} />
                      <text x={left + 8} y={y + 4} fill="var(--quiet-ink)">
                        –
                      </text>
                    </g>
                  );
                }
                const x = xOf(value);
                return (
                  <g key={label}>
                    <Label x={left - LABELS} y={y} label={short} isOwn={isOwn} />
                    <line x1={left} x2={left + across} y1={y} y2={y} stroke="var(--line)" />
                    <line x1={left} x2={x} y1={y} y2={y} stroke={isOwn ? 'var(--primary)' : 'var(--pooled)'} strokeWidth={2} />
                    {error > 0 && (
                      <line x1={xOf(value - error)} x2={xOf(value + error)} y1={y} y2={y} stroke="var(--ink)" strokeWidth={4} />
                    )}
                    <Mark place={row} x={x} y={y} />
                    <text x={left + across + 14} y={y + 4} fill="var(--ink)" fontWeight={isOwn ? 600 : 400}>
                      {show(value, 1)}
                    </text>
                  </g>
                );
              })}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function Label({ x, y, label, isOwn }: { x: number; y: number; label: string; isOwn: boolean }) {
  return (
    <text x={x} y={y + 4} fill="var(--ink)" fontWeight={isOwn ? 600 : 400}>
      {label}
    </text>
  );
}

const errorOf = ({ standardErrors }: Compared['found'], measure: Measure): number => {
  const key = { correctGuessRate: 'correct', forcedRate: 'forced', entropyBits: 'entropy', accidentalBias: '' }[measure];
  return standardErrors?.[key] ?? 0;
};

function panelsOf(compared: readonly Compared[]): Panel[] {
  const fair = Math.min(...compared.map(({ scheme }) => fairShare(scheme)));
  const arms = Math.max(...compared.map(({ scheme }) => scheme.arms.length));
  const bias = Math.max(2, ...compared.map(({ found }) => Math.ceil(found.accidentalBias ?? 0)));
  const bits = Math.max(1, Math.ceil(Math.log2(arms) * 2) / 2);
  return [
    { measure: 'correctGuessRate', domain: [fair, 1], ticks: [fair, (1 + fair) / 2, 1], isShare: true },
    { measure: 'forcedRate', domain: [0, 1], ticks: [0, 0.5, 1], isShare: true },
    { measure: 'entropyBits', domain: [0, bits], ticks: [0, bits / 2, bits], isShare: false },
    { measure: 'accidentalBias', domain: [0, bias], ticks: [0, bias / 2, bias], isShare: false },
  ];
}
