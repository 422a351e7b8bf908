/** Moves heights apart until each is at least `gap` from the next, keeping their order; what is far apart stays where it is. */
export function spread(heights: readonly number[], gap: number): number[] {
  const order = heights.map((height, place) => ({ height, place })).toSorted((a, b) => a.height - b.height);
  const moved = [...heights];
  let lowest = -Infinity;
  for (const { height, place } of order) {
    moved[place] = Math.max(height, lowest + gap);
    lowest = moved[place]!;
  }
  return moved;
}
