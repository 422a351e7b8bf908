import { normalTails } from '../numeric/distributions';
import { panels } from '../numeric/gauss-legendre';

/**
 * Where the standardised difference Z may stand while a trial goes on: at the share `fraction` of the information, mass at nodes. Between looks the score
 * Z √t moves as a Brownian motion with drift, so that what can happen next is one sum over the nodes (recursive integration).
 * Sources: Armitage, McPherson and Rowe (1969), JRSS A 132, 235–244; Jennison and Turnbull (2000), chapter 19. See methods/group-sequential.md.
 */
export interface Paths {
  readonly fraction: number;
  readonly nodes: Float64Array;
  readonly mass: Float64Array;
}

/** Beyond so many standard deviations a path has a chance below 1e-19. */
const REACH = 9;
/** Points on each part of the grid, and its width in standard deviations of the narrowest step: the error is near 1e-15. */
const POINTS = 12;
const WIDEST = 2;

/** One place, for sure: the start of a trial, or what a look has found. */
export function standingAt(z: number, fraction: number): Paths {
  return { fraction, nodes: Float64Array.of(z), mass: Float64Array.of(1) };
}

/** Before anything is known. */
export const START: Paths = standingAt(0, 0);

/** The chance that a path goes on to `fraction` and there stands above z, or below it. `drift` is the mean of Z at all of the information. */
export function chanceBeyond(paths: Paths, fraction: number, drift: number, z: number, side: 'above' | 'below'): number {
  const ahead = fraction - paths.fraction;
  const wanted = z * Math.sqrt(fraction) - drift * ahead;
  const root = Math.sqrt(paths.fraction);
  const spread = Math.sqrt(ahead);
  let total = 0;
  for (let j = 0; j < paths.nodes.length; j++) {
    const tails = normalTails((wanted - paths.nodes[j]! * root) / spread);
    total += paths.mass[j]! * (side === 'above' ? tails.upper : tails.lower);
  }
  return total;
}

/** The paths that go on to `fraction` and stand between `lower` and `upper` there, laid out finely enough for a step to `next`. */
export function goOn(
  paths: Paths,
  fraction: number,
  next: number,
  drift: number,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): Paths {
  const scale = Math.sqrt(fraction);
  const spread = Math.sqrt(fraction - paths.fraction) / scale;
  const meanOf = (z: number) => (z * Math.sqrt(paths.fraction) + drift * (fraction - paths.fraction)) / scale;
  const low = Math.max(lower, meanOf(paths.nodes[0]!) - REACH * spread);
  const high = Math.min(upper, meanOf(paths.nodes[paths.nodes.length - 1]!) + REACH * spread);
  if (!(low < high)) return { fraction, nodes: Float64Array.of((lower + upper) / 2), mass: Float64Array.of(0) };
  const { nodes, weights } = panels(low, high, WIDEST * Math.min(spread, Math.sqrt((next - fraction) / fraction)), POINTS);
  const height = 1 / (spread * Math.sqrt(2 * Math.PI));
  const means = Float64Array.from(paths.nodes, meanOf);
  const mass = new Float64Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) {
    let density = 0;
    for (let j = 0; j < means.length; j++) {
      const step = (nodes[i]! - means[j]!) / spread;
      const half = 0.5 * step * step;
      if (half < (REACH * REACH) / 2) density += paths.mass[j]! * Math.exp(-half);
    }
    mass[i] = weights[i]! * height * density;
  }
  return { fraction, nodes, mass };
}
