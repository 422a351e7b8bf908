import { wrap } from '../results/wrap';
import type { Course, Stretch } from './course';

export const LINE = 17;
const SYMBOL = 7;
const BAR = 12;
const STEP = 30;
const GAP = 18;
const BESIDE = 620;

export interface Line {
  id: string;
  kind: 'arm' | 'offer' | 'nothing' | 'wave';
  label: string;
  stretch: Stretch | null;
}
interface PlacedLine extends Line {
  x: number;
  y: number;
  lines: string[];
  bar: { x: number; y: number; width: number; height: number } | null;
}
interface Layout {
  steps: { label: string; x: number; y: number; width: number; height: number; lines: string[] }[];
  lines: PlacedLine[];
  ticks: { week: number; x: number }[];
  axis: { left: number; right: number; top: number; bottom: number };
  /** From the draw to each arm. */
  branches: [number, number][][];
  height: number;
}

/** Lays the time line out for a width: the steps before the draw beside it where there is room, above it where there is not. */
export function layCourse({ first, last }: Course, steps: readonly string[], lines: readonly Line[], width: number): Layout {
  const beside = width >= BESIDE;
  const stepWidth = beside ? 168 : width;
  const left = beside ? 220 : 16;
  const right = width - 12;
  const x = (week: number): number => left + ((week - first) / (last - first)) * (right - left);

  let above = 0;
  const boxes = steps.map((label) => {
    const words = wrap(label, Math.floor((stepWidth - 24) / SYMBOL));
    const box = { label, x: 0, y: above, width: stepWidth, height: words.length * LINE + 14, lines: words };
    above += box.height + GAP;
    return box;
  });

  const top = beside ? 24 : above + 24;
  let y = top + 8;
  const placed = lines.map((line): PlacedLine => {
    const isArm = line.kind === 'arm';
    const words = wrap(line.label, Math.floor((right - left - (isArm ? 16 : 0)) / SYMBOL));
    const wide = Math.max(...words.map((one) => one.length)) * SYMBOL;
    const from = line.stretch ? x(line.stretch.from) : left;
    const at = Math.max(left, Math.min(from, right - wide));
    y += isArm ? 12 : 4;
    const start = y;
    y += words.length * LINE;
    const bar = line.stretch && { x: from, y: y + 3, width: Math.max(4, x(line.stretch.until) - from), height: BAR };
    y += bar ? BAR + 8 : 0;
    return { ...line, x: isArm ? left + 16 : at, y: start, lines: words, bar };
  });
  const bottom = y + 4;
  const weeks = last - first;
  const room = Math.floor((right - left) / STEP);
  const step = [1, 2, 4, 8, 13, 26, 52].find((one) => weeks / one <= room) ?? 104;
  const ticks = Array.from({ length: weeks + 1 }, (_, n) => first + n).filter((week) => week % step === 0);

  const draw = boxes.at(-1)!;
  const branches = placed
    .filter(({ kind }) => kind === 'arm')
    .map((arm): [number, number][] => {
      const there = arm.y + 9;
      if (!beside) return [];
      const from = draw.y + draw.height / 2;
      return [
        [draw.width, from],
        [194, from],
        [194, there],
        [left, there],
      ];
    });
  return {
    steps: boxes,
    lines: placed,
    ticks: ticks.map((week) => ({ week, x: x(week) })),
    axis: { left, right, top, bottom },
    branches: branches.filter((points) => points.length > 0),
    height: Math.max(bottom, above - GAP) + 2,
  };
}
