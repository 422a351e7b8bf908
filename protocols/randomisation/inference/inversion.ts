import type { Linear } from './statistic';

/** An allocation of the reference set: its statistic, and its chance (or share of the draws). */
export interface Weighed extends Linear {
  weight: number;
}

/** null: without end on that side. */
export type Ends = [number | null, number | null];

/** Two statistics closer than this, relative to the observed one, are the same number computed differently. */
export const TIED = 1e-9;

/**
 * The effects δ that the test does not reject: {δ : p(δ) > α}, from its least to its greatest. For an allocation with statistic a − δb against the
 * observed A − δB, being as extreme is a quadratic inequality in δ, true between its two roots (or outside them); p changes there only, so one
 * sweep over the roots is exact, and where p stays above α for ever the interval has no end.
 */
export function invert(observed: Linear, reference: readonly Weighed[], alpha: number): Ends {
  const edges: { at: number; opens: number; closes: number }[] = [];
  let before = 0;
  for (const { outcome, effect, weight } of reference) {
    const { always, from, to, outside } = region(observed, outcome, effect);
    if (always) before += weight;
    else if (outside) {
      before += weight;
      edges.push({ at: from, opens: 0, closes: weight }, { at: to, opens: weight, closes: 0 });
    } else if (from !== -Infinity || to !== Infinity) {
      if (from === -Infinity) before += weight;
      else edges.push({ at: from, opens: weight, closes: 0 });
      if (to !== Infinity) edges.push({ at: to, opens: 0, closes: weight });
    }
  }
  edges.sort((a, b) => a.at - b.at);
  return [lowest(edges, before, alpha), highest(edges, before, alpha)];
}

interface Region {
  always: boolean;
  outside: boolean;
  from: number;
  to: number;
}

/** Where |a − δb| ≥ |A − δB|: ((a − A) − δ(b − B)) · ((a + A) − δ(b + B)) ≥ 0. */
function region({ outcome: A, effect: B }: Linear, a: number, b: number): Region {
  const scale = Math.max(Math.abs(A), Math.abs(a), 1e-300);
  const [minus, plus] = [b - B, b + B];
  const tiny = TIED * Math.max(Math.abs(B), Math.abs(b), 1e-300);
  const [flatMinus, flatPlus] = [Math.abs(minus) <= tiny, Math.abs(plus) <= tiny];
  const none = { always: false, outside: false, from: -Infinity, to: Infinity };
  if ((flatMinus && Math.abs(a - A) <= TIED * scale) || (flatPlus && Math.abs(a + A) <= TIED * scale))
    return { ...none, always: true };
  if (flatMinus || flatPlus) {
    // One factor is constant: a half-line.
    const [constant, slope, zero] = flatMinus ? [a - A, plus, (a + A) / plus] : [a + A, minus, (a - A) / minus];
    const upwards = constant * slope < 0;
    return upwards ? { ...none, from: zero } : { ...none, to: zero };
  }
  const [one, other] = [(a - A) / minus, (a + A) / plus];
  const [from, to] = one < other ? [one, other] : [other, one];
  return { always: false, outside: minus * plus > 0, from, to };
}

type Edge = { at: number; opens: number; closes: number };
const above = (p: number, alpha: number): boolean => p > alpha + 1e-12;

function lowest(edges: readonly Edge[], before: number, alpha: number): number | null {
  if (above(before, alpha)) return null;
  let p = before;
  for (const group of together(edges)) {
    p += group.opens;
    if (above(p, alpha)) return group.at;
    p -= group.closes;
    if (above(p, alpha)) return group.at;
  }
  return null;
}

function highest(edges: readonly Edge[], before: number, alpha: number): number | null {
  let p = before + edges.reduce((sum, { opens, closes }) => sum + opens - closes, 0);
  if (above(p, alpha)) return null;
  for (const group of together(edges).reverse()) {
    p += group.closes;
    if (above(p, alpha)) return group.at;
    p -= group.opens;
    if (above(p, alpha)) return group.at;
  }
  return null;
}

/** Edges at one place, up to rounding, as one: closed regions that touch hold the point in common. */
function together(edges: readonly Edge[]): Edge[] {
  const groups: Edge[] = [];
  for (const edge of edges) {
    const last = groups[groups.length - 1];
    if (last && edge.at - last.at <= TIED * Math.max(1, Math.abs(edge.at))) {
      last.opens += edge.opens;
      last.closes += edge.closes;
    } else groups.push({ ...edge });
  }
  return groups;
}
