import type { Fraction } from '../../model/scheme';
import { differenceLaw } from './counting';
import { coinOf, type Law, type Weights } from './law';

/** The arm behind gets the first weight, the arm ahead the second; at nought a fair coin. */
const towardsBalance = (difference: number, [behind, ahead]: readonly [number, number]): Weights =>
  difference === 0 ? [1, 1] : difference < 0 ? [behind, ahead] : [ahead, behind];

/** Efron: the arm behind has chance p = [r, s]. */
export function efron([r, s]: Fraction): Law<number> {
  return differenceLaw((difference) => towardsBalance(difference, [r, s - r]));
}

/** Baldi Antognini and Giovagnoli: the arm behind by D has chance D^a / (D^a + 1); whole numbers where a is whole. */
export function adjustableCoin(a: number): Law<number> {
  return differenceLaw((difference) => {
    const power = Math.abs(difference) ** a;
    const exact = Number.isInteger(a) && power < 2 ** 31;
    return towardsBalance(difference, exact ? [power, 1] : coinOf(power / (power + 1)));
  });
}

/** Soares and Wu: a fair coin within the tolerance, forced back at it. */
export function bigStick(tolerance: number): Law<number> {
  return differenceLaw((difference) => (Math.abs(difference) < tolerance ? [1, 1] : towardsBalance(difference, [1, 0])));
}

/** Chen: Efron's coin within the tolerance, forced back at it. */
export function chen([r, s]: Fraction, tolerance: number): Law<number> {
  return differenceLaw((difference) => towardsBalance(difference, Math.abs(difference) < tolerance ? [r, s - r] : [1, 0]));
}

/** Ehrenfest's urn with w balls: P(first) = 1/2 − D/(2w), so never further than w from balance. */
export function ehrenfest(w: number): Law<number> {
  return differenceLaw((difference) => [w - difference, w + difference]);
}
