import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import { courseOf } from '../../client/staff/trial/course';
import { layCourse, type Line } from '../../client/staff/trial/drawing-layout';
import type { Reading } from '../../client/staff/trial/types';

const file = path.resolve(__dirname, '../../protocols/trials/peer-2020/1.0.0.json');
const protocol = JSON.parse(readFileSync(file, 'utf8')) as Protocol;
const delivery = protocol.delivery.map(({ arm, ...offer }) => ({ ...offer, offeredTo: arm }));
const course = courseOf({ ...protocol, delivery } as unknown as Reading);

describe('a trial on its time line', () => {
  it('has its offers one after the other, and what ends with the group at the group’s end', () => {
    const [peer, usual] = course.lanes;
    expect(peer!.offers.map(({ from, until }) => [from, until])).toEqual([
      [0, 10],
      [10, 36],
    ]);
    expect(usual!.offers).toEqual([]);
    expect(course.before.map(({ id }) => id)).toEqual(['baseline']);
    expect(course.waves.map(({ wave, from }) => [wave.id, from])).toEqual([['end', 9]]);
    expect(course.waves[0]!.until).toBeCloseTo(10 + 29 / 7);
    expect([course.first, course.last]).toEqual([0, 36]);
  });

  it.each([240, 296, 619, 620, 880])('leaves no label or bar outside the picture at %s pixels', (width) => {
    const lines: Line[] = course.waves.map(({ wave, from, until }) => ({
      id: wave.id,
      kind: 'wave',
      label: 'A label of a good many words that must be broken on a telephone and stand whole at a desk',
      stretch: { from, until },
    }));
    const layout = layCourse(course, ['Consent', 'A questionnaire with a name of some length', 'Draw'], lines, width);
    for (const { x, y, lines: words, bar } of layout.lines) {
      expect(y + words.length * 17).toBeLessThanOrEqual(layout.height);
      for (const word of words) expect(x + word.length * 7).toBeLessThanOrEqual(width);
      expect(bar!.x >= layout.axis.left && bar!.x + bar!.width <= width).toBe(true);
    }
    const gaps = layout.ticks.slice(1).map(({ x }, n) => x - layout.ticks[n]!.x);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20);
  });
});
