/** Coefficients of Stirling's series, B(2k) / (2k (2k - 1)). */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/**
 * Stirling's error: ln Γ(x) less (x - ½) ln x - x + ½ ln 2π, for x > 0.
 * Small arguments climb to 16 by the recurrence, where the series has converged to double precision.
 * Source: NIST Digital Library of Mathematical Functions, 5.11.1.
 */
export function stirlingError(x: number): number {
  let climbed = 0;
  let z = x;
  for (; z < 16; z++) climbed += (z + 0.5) * Math.log1p(1 / z) - 1;
  const square = 1 / (z * z);
  return climbed + SERIES.reduceRight((total, coefficient) => total * square + coefficient, 0) / z;
}

/**
 * ln of Γ(x) / (√x Γ(x - ½)), for x > ½, without the cancellation of two large logarithms.
 * Hedges' correction factor J for m degrees of freedom is its exponential at x = m / 2.
 */
export function logGammaHalfRatio(x: number): number {
  return -(x - 1) * Math.log1p(-1 / (2 * x)) - 0.5 + stirlingError(x) - stirlingError(x - 0.5);
}

/** ln Γ(x), for x > 0; near 1 and 2, where it crosses zero, the error is absolute, below 1e-15. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`ln Γ is asked for positive numbers, not ${x}`);
  return (x - 0.5) * Math.log(x) - x + 0.918938533204672741780329736406 + stirlingError(x);
}

/** Coefficients of the asymptotic series of ψ, B(2k) / 2k. */
const DIGAMMA = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12, -3617 / 8160];

/** ψ(x), the slope of ln Γ, for x > 0. Source: NIST DLMF 5.11.2. */
export function digamma(x: number): number {
  let climbed = 0;
  let z = x;
  for (; z < 16; z++) climbed -= 1 / z;
  const square = 1 / (z * z);
  return climbed + Math.log(z) - 0.5 / z - DIGAMMA.reduceRight((total, coefficient) => (total + coefficient) * square, 0);
}
