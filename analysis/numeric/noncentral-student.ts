import { findRoot } from './find-root';
import { stirlingError } from './log-gamma';
import { normalLogDensity, normalLogLower } from './normal';

/** The integrand is left out where it is below this power of e relative to its top: 1e-19. */
const NEGLIGIBLE = 44;

/**
 * P(T ≤ t), or P(T > t) when `upper`, of Student's t with `df` > 0 degrees of freedom and noncentrality `ncp`.
 * Written as the normal tail averaged over the scale, ∫ Φ(±(t s - ncp)) f(s) ds, every term is positive, so both tails keep
 * their relative accuracy; the trapezoidal rule in u = ln s converges geometrically and is doubled until it stands still.
 * Sources: Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, chapter 31; methods/hedges-g.md.
 */
export function noncentralStudentTail(t: number, df: number, ncp: number, upper: boolean): number {
  const sign = upper ? -1 : 1;
  const argument = (u: number) => sign * (t * Math.exp(u) - ncp);
  const logIntegrand = (u: number) => df * (u - Math.expm1(2 * u) / 2) + normalLogLower(argument(u));
  const slope = (u: number) => {
    const z = argument(u);
    return -df * Math.expm1(2 * u) + sign * t * Math.exp(u) * Math.exp(normalLogDensity(z) - normalLogLower(z));
  };

  const top = topOf(slope);
  const height = logIntegrand(top);
  const edge = (direction: number) => {
    let reach = 1;
    while (logIntegrand(top + direction * reach) > height - NEGLIGIBLE) reach *= 2;
    let inside = 0;
    for (let turn = 0; turn < 12; turn++) {
      const middle = (inside + reach) / 2;
      if (logIntegrand(top + direction * middle) > height - NEGLIGIBLE) inside = middle;
      else reach = middle;
    }
    return top + direction * reach;
  };
  const from = edge(-1);
  const integral = integrate((u) => Math.exp(logIntegrand(u) - height), from, edge(1) - from);
  const scale = Math.LN2 + 0.5 * Math.log(df / (4 * Math.PI)) - stirlingError(df / 2);
  return Math.min(1, integral * Math.exp(height + scale));
}

/** The single maximum of the integrand, to the little precision that placing a window asks for. */
function topOf(slope: (u: number) => number): number {
  let reach = 1;
  while (slope(-reach) < 0) reach *= 2;
  const low = -reach;
  reach = 1;
  while (slope(reach) > 0) reach *= 2;
  const found = findRoot(slope, low, reach, 1e-6);
  return 'root' in found ? found.root : 0;
}

function integrate(f: (u: number) => number, from: number, width: number): number {
  let intervals = 64;
  let total = 0;
  for (let i = 0; i <= intervals; i++) total += f(from + (width * i) / intervals);
  let value = (total * width) / intervals;
  while (intervals < 65_536) {
    for (let i = 0; i < intervals; i++) total += f(from + (width * (i + 0.5)) / intervals);
    intervals *= 2;
    const finer = (total * width) / intervals;
    const stands = Math.abs(finer - value) <= 1e-15 * finer;
    value = finer;
    if (stands) break;
  }
  return value;
}
