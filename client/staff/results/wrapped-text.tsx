import { wrap } from './wrap';

interface WrappedTextProps {
  x: number;
  /** The middle of the lines. */
  y: number;
  label: string;
  width: number;
  anchor: 'start' | 'middle' | 'end';
  fill?: string;
  bold?: boolean;
}

const LINE = 15;

/** A label of a chart in as many lines as it needs. */
export function WrappedText({ x, y, label, width, anchor, fill = 'var(--ink)', bold }: WrappedTextProps) {
  const lines = wrap(label, width);
  const first = y - ((lines.length - 1) * LINE) / 2 + 4;
  return (
    <text x={x} textAnchor={anchor} fill={fill} fontSize={13} fontWeight={bold ? 600 : 400}>
      {lines.map((line, place) => (
        <tspan key={line + String(place)} x={x} y={first + place * LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
