import { wrap } from '../results/wrap';
import type { FlowBox, FlowBoxes } from './flow-box';

/** A box with its place; its text is broken into lines that fit. */
export interface PlacedBox {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  head: string[];
  lines: string[];
}

/** From one box to another: down, or aside and then down. */
export interface Arrow {
  points: [x: number, y: number][];
}

export interface FlowLayout {
  width: number;
  height: number;
  boxes: PlacedBox[];
  arrows: Arrow[];
}

export const LINE = 18;
export const PAD = 12;
const GAP = 28;
/** A symbol is about this wide at the diagram's size of type. */
const SYMBOL = 7.2;
/** Two columns need this much. */
const WIDE = 560;

/** Places the boxes for a width: branches beside each other where there is room, else everything in one column. */
export function layFlow(boxes: FlowBoxes, width: number, countOf: (label: string, n: number) => string): FlowLayout {
  const placed: PlacedBox[] = [];
  const arrows: Arrow[] = [];
  const place = (box: FlowBox, x: number, y: number, wide: number): PlacedBox => {
    const symbols = Math.floor((wide - 2 * PAD) / SYMBOL);
    const head = wrap(countOf(box.head, box.n), symbols);
    const lines = box.lines.flatMap(({ label, n }) =>
      wrap(countOf(label, n), symbols - 2).map((line, index) => (index === 0 ? `· ${line}` : `  ${line}`)),
    );
    const one = { id: box.id, x, y, width: wide, height: 2 * PAD + LINE * (head.length + lines.length), head, lines };
    placed.push(one);
    return one;
  };
  const below = ({ y, height }: PlacedBox): number => y + height + GAP;
  const middle = ({ x, width: wide }: PlacedBox): number => x + wide / 2;
  const down = (from: PlacedBox, to: PlacedBox): void => {
    const turn = to.y - GAP / 2;
    const [a, b] = [middle(from), middle(to)];
    arrows.push({
      points:
        Math.abs(a - b) < 1
          ? [
              [a, from.y + from.height],
              [b, to.y],
            ]
          : [
              [a, from.y + from.height],
              [a, turn],
              [b, turn],
              [b, to.y],
            ],
    });
  };

  const isWide = width >= WIDE;
  const indent = isWide ? 0 : 20;
  const half = isWide ? (width - GAP) / 2 : width - indent;
  const main = isWide ? (width - GAP) / 2 : width;
  const assessed = place(boxes.assessed, 0, 0, main);
  let y = below(assessed);
  for (const box of boxes.aside) {
    // Whoever was not drawn stands beside the way, reached from it by a line of its own.
    const aside = place(box, isWide ? main + GAP : indent, isWide ? y - GAP / 2 : y, half);
    const level = aside.y + Math.min(aside.height, 2 * PAD + LINE) / 2;
    const trunk = isWide ? middle(assessed) : indent / 2;
    arrows.push({
      points: [
        [trunk, isWide ? level : assessed.y + assessed.height],
        [trunk, level],
        [aside.x, level],
      ],
    });
    y = below(aside);
  }
  const drawn = place(boxes.drawn, 0, y, main);
  if (isWide) down(assessed, drawn);
  else
    arrows.push({
      points: [
        [indent / 2, assessed.y + assessed.height],
        [indent / 2, drawn.y],
      ],
    });

  let bottom = below(drawn);
  boxes.branches.forEach((branch, index) => {
    const isAlone = boxes.branches.length === 1;
    const wide = isAlone ? main : (width - GAP * (boxes.branches.length - 1)) / boxes.branches.length;
    const isBeside = isWide && wide >= 200;
    let above = drawn;
    let at = isBeside ? below(drawn) : bottom;
    for (const box of branch) {
      const one = place(box, isBeside ? index * (wide + GAP) : 0, at, isBeside || isAlone ? wide : main);
      // A later branch of one column hangs on no box of an earlier one.
      if (isBeside || index === 0 || above !== drawn) down(above, one);
      above = one;
      at = below(one);
    }
    bottom = isBeside ? Math.max(bottom, at) : at;
  });
  return { width, height: Math.max(0, bottom - GAP) + 2, boxes: placed, arrows };
}
