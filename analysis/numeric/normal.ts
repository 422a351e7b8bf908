import erfc from '@stdlib/math-base-special-erfc';

/** ½ ln 2π. */
const HALF_LOG_TWO_PI = 0.918938533204672741780329736406;

/** ln Φ(z) for every z, also where Φ(z) itself is below the smallest double. */
export function normalLogLower(z: number): number {
  if (z > 5) return Math.log1p(-0.5 * erfc(z / Math.SQRT2));
  if (z > -20) return Math.log(0.5 * erfc(-z / Math.SQRT2));
  const square = 1 / (z * z);
  const terms = [-1, 3, -15, 105, -945, 10395].reduceRight((total, coefficient) => (total + coefficient) * square, 0);
  return -0.5 * z * z - Math.log(-z) - HALF_LOG_TWO_PI + Math.log1p(terms);
}

/** ln of the standard normal density. */
export function normalLogDensity(z: number): number {
  return -0.5 * z * z - HALF_LOG_TWO_PI;
}
