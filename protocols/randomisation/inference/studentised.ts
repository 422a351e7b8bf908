/**
 * The difference in means within strata over its own standard error, as a function of a constant effect δ taken out of the outcome. Residual
 * variances are those of each arm, pooled over strata; difference and variance are polynomials in δ, so one pass over the people gives
 * them for every δ. Dividing by the error makes the test hold in large trials also where an effect differs from person to person.
 */
import type { Ends } from './inversion';
import { TIED } from './inversion';

/** S(δ) = a − bδ and V(δ) = v0 − 2v1δ + v2δ². */
export interface Polynomials {
  a: number;
  b: number;
  v0: number;
  v1: number;
  v2: number;
}

/** An allocation of the reference set with its chance, or share of the draws. */
export interface Likely extends Polynomials {
  weight: number;
}

/** @param outcome NaN where missing @param shift what a constant effect of 1 adds to each outcome */
export function polynomialsOf(
  outcome: Float64Array,
  shift: Float64Array,
  stratum: Int32Array,
  strata: number,
): (arms: Uint8Array) => Polynomials {
  const present = [...outcome.keys()].filter((i) => !Number.isNaN(outcome[i]!));
  const total = new Moments(strata);
  for (const i of present) total.add(stratum[i]!, outcome[i]!, shift[i]!);
  const first = new Moments(strata);
  const all = present.length;
  return (arms) => {
    first.clear();
    for (const i of present) if (arms[i] === 0) first.add(stratum[i]!, outcome[i]!, shift[i]!);
    let [a, b] = [0, 0];
    const [one, other] = [new Spread(), new Spread()];
    for (let s = 0; s < strata; s += 1) {
      const n1 = first.n[s]!;
      const n2 = total.n[s]! - n1;
      const [y1, x1] = [first.y[s]!, first.x[s]!];
      const [y2, x2] = [total.y[s]! - y1, total.x[s]! - x1];
      one.take(n1, y1, x1, first.yy[s]!, first.xy[s]!, first.xx[s]!);
      other.take(n2, y2, x2, total.yy[s]! - first.yy[s]!, total.xy[s]! - first.xy[s]!, total.xx[s]! - first.xx[s]!);
      if (n1 === 0 || n2 === 0) continue;
      const weight = total.n[s]! / all;
      a += weight * (y1 / n1 - y2 / n2);
      b += weight * (x1 / n1 - x2 / n2);
      one.counts += weight ** 2 / n1;
      other.counts += weight ** 2 / n2;
    }
    const sum = (part: (spread: Spread) => number) => [one, other].reduce((v, spread) => v + spread.counts * part(spread), 0);
    return { a, b, v0: sum(({ yy, df }) => yy / df), v1: sum(({ xy, df }) => xy / df), v2: sum(({ xx, df }) => xx / df) };
  };
}

class Moments {
  readonly n: Float64Array;
  readonly y: Float64Array;
  readonly x: Float64Array;
  readonly yy: Float64Array;
  readonly xy: Float64Array;
  readonly xx: Float64Array;

  constructor(strata: number) {
    [this.n, this.y, this.x, this.yy, this.xy, this.xx] = Array.from({ length: 6 }, () => new Float64Array(strata)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }

  clear(): void {
    for (const sums of [this.n, this.y, this.x, this.yy, this.xy, this.xx]) sums.fill(0);
  }

  add(s: number, y: number, x: number): void {
    this.n[s]! += 1;
    this.y[s]! += y;
    this.x[s]! += x;
    this.yy[s]! += y * y;
    this.xy[s]! += x * y;
    this.xx[s]! += x * x;
  }
}

/** Sums of squares about the stratum's mean within one arm, over strata. */
class Spread {
  yy = 0;
  xy = 0;
  xx = 0;
  counts = 0;
  private people = 0;
  private means = 0;

  take(n: number, y: number, x: number, yy: number, xy: number, xx: number): void {
    if (n === 0) return;
    this.yy += yy - (y * y) / n;
    this.xy += xy - (x * y) / n;
    this.xx += xx - (x * x) / n;
    this.people += n;
    this.means += 1;
  }

  /** At least 1: where nobody is left over the sums are nought as well. */
  get df(): number {
    return Math.max(this.people - this.means, 1);
  }
}

/** |S| / √V at δ; without any variance only a difference counts. */
export function ratioAt({ a, b, v0, v1, v2 }: Polynomials, delta: number): number {
  const difference = Math.abs(a - b * delta);
  const variance = v0 - 2 * v1 * delta + v2 * delta * delta;
  const least = 1e-14 * (Math.abs(v0) + Math.abs(v2) * delta * delta);
  if (variance <= least) return difference <= TIED * Math.max(Math.abs(a), Math.abs(b * delta), 1e-300) ? 0 : Infinity;
  return difference / Math.sqrt(variance);
}

/** The chance of a ratio at least as large as the one seen, once a constant effect δ is taken out. */
export function chanceAt(seen: Polynomials, reference: readonly Likely[], delta: number): number {
  const own = ratioAt(seen, delta);
  const limit = own - TIED * Math.max(own, 1e-300);
  let p = 0;
  for (const one of reference) if (ratioAt(one, delta) >= limit) p += one.weight;
  return Math.min(p, 1);
}

const DOUBLINGS = 40;
const HALVINGS = 60;

/** The constant effects not rejected, from the estimate outwards to where the chance falls to α; null on a side without an end. */
export function invertStudentised(seen: Polynomials, reference: readonly Likely[], alpha: number): Ends {
  if (seen.b === 0) return [null, null];
  const centre = seen.a / seen.b;
  const step = Math.sqrt(Math.max(seen.v0, Number.MIN_VALUE)) / Math.abs(seen.b);
  const end = (sign: number): number | null => {
    const keeps = (reach: number) => chanceAt(seen, reference, centre + sign * reach) > alpha + 1e-12;
    let reach = step;
    for (let turn = 0; keeps(reach); turn += 1) {
      if (turn === DOUBLINGS) return null;
      reach *= 2;
    }
    let [inside, outside] = [reach === step ? 0 : reach / 2, reach];
    for (let turn = 0; turn < HALVINGS; turn += 1) {
      const middle = (inside + outside) / 2;
      if (keeps(middle)) inside = middle;
      else outside = middle;
    }
    return centre + sign * inside;
  };
  return [end(-1), end(1)];
}
