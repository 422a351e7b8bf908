import { spread } from '../../client/staff/overview/spread';
import { layFlow } from '../../client/staff/overview/flow-layout';
import type { FlowBox, FlowBoxes } from '../../client/staff/overview/flow-box';

const box = (id: string, lines = 0): FlowBox => ({
  id,
  head: `What ${id} counts`,
  n: 7,
  lines: Array.from({ length: lines }, (_, n) => ({
    label: `A rather long reason, number ${n}, that needs more than one line`,
    n,
  })),
});
const boxes = (branches: number): FlowBoxes => ({
  assessed: box('assessed'),
  aside: [box('excluded', 4), box('under-way')],
  drawn: box('drawn'),
  branches: Array.from({ length: branches }, (_, n) => [box(`${n}-allocated`), box(`${n}-stopped`, 3), box(`${n}-answered`, 1)]),
});

describe('names at the ends of curves', () => {
  it('stay where they are when far apart, and stand clear of one another when not', () => {
    expect(spread([10, 60, 200], 18)).toEqual([10, 60, 200]);
    expect(spread([100, 100, 100], 18)).toEqual([100, 118, 136]);
    expect(spread([130, 100, 110], 18)).toEqual([136, 100, 118]);
  });
});

describe('the flow diagram', () => {
  it.each([1, 2, 3].flatMap((branches) => [288, 328, 560, 760].map((width) => ({ branches, width }))))(
    'lets no two boxes touch and none leave the picture ($branches branches, $width pixels)',
    ({ branches, width }) => {
      const layout = layFlow(boxes(branches), width, (label, n) => `${label} (n = ${n})`);
      expect(layout.boxes).toHaveLength(4 + branches * 3);
      for (const one of layout.boxes) {
        expect(one.x >= 0 && one.x + one.width <= width && one.y >= 0 && one.y + one.height <= layout.height).toBe(true);
        for (const line of [...one.head, ...one.lines]) expect(line.length * 7.2).toBeLessThanOrEqual(one.width);
        for (const other of layout.boxes) {
          const apart =
            other.id === one.id ||
            other.x >= one.x + one.width ||
            one.x >= other.x + other.width ||
            other.y >= one.y + one.height ||
            one.y >= other.y + other.height;
          expect([one.id, other.id, apart]).toEqual([one.id, other.id, true]);
        }
      }
    },
  );
});
