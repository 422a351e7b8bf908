import type { Optimal } from '../../model/scheme';
import { coinOf } from '../methods/law';
import type { Ledger, People } from './ledger';

const FAIR: readonly number[] = [1, 1];

/**
 * Atkinson's (1982) D_A-optimal biased coin for two equal arms: P(first) = (1 − u)² / ((1 − u)² + (1 + u)²) with u = z'(F'F)⁻¹F't, where F holds
 * a one, the factors' levels and the covariates of those before, t their arms as ±1, z the person's own row. While F'F is singular the
 * coin is fair; without factors and covariates it is Smith's coin with rho 2. Chances are whole numbers out of 2^32.
 */
export function optimalLedger({ factors, covariates, burnIn }: Optimal): Ledger {
  const k = 1 + factors.reduce((sum, { levels }) => sum + levels.length - 1, 0) + covariates.length;
  const information = new Float64Array(k * k);
  const lean = new Float64Array(k);
  const own = new Float64Array(k);
  const room = new Float64Array(k * (k + 1));
  let n = 0;

  const fill = ({ levels, numbers }: People, person: number) => {
    own.fill(0);
    own[0] = 1;
    let at = 1;
    for (let f = 0; f < factors.length; f += 1) {
      const level = levels[person * factors.length + f]!;
      if (level > 0) own[at + level - 1] = 1;
      at += factors[f]!.levels.length - 1;
    }
    for (let c = 0; c < covariates.length; c += 1) own[at + c] = numbers[person * covariates.length + c]!;
  };
  return {
    reset: () => {
      information.fill(0);
      lean.fill(0);
      n = 0;
    },
    weights: (people, person) => {
      if (n < Math.max(burnIn, 1)) return FAIR;
      fill(people, person);
      for (let row = 0; row < k; row += 1) {
        for (let column = 0; column < k; column += 1) room[row * (k + 1) + column] = information[row * k + column]!;
        room[row * (k + 1) + k] = lean[row]!;
      }
      if (!solve(room, k)) return FAIR;
      let u = 0;
      for (let i = 0; i < k; i += 1) u += own[i]! * (room[i * (k + 1) + k]! / room[i * (k + 1) + i]!);
      const [first, second] = [(1 - u) ** 2, (1 + u) ** 2];
      return coinOf(first / (first + second));
    },
    add: (people, person, part) => {
      fill(people, person);
      n += 1;
      for (let i = 0; i < k; i += 1) {
        for (let j = 0; j < k; j += 1) information[i * k + j]! += own[i]! * own[j]!;
        lean[i]! += part === 0 ? own[i]! : -own[i]!;
      }
    },
  };
}

const SINGULAR = 1e-10;

/**
 * Gaussian elimination in place with row pivoting, of k rows of k + 1: afterwards the right side over the diagonal is the solution.
 * @returns false where the matrix is singular to ten digits.
 */
function solve(rows: Float64Array, k: number): boolean {
  const width = k + 1;
  let scale = 0;
  for (let row = 0; row < k; row += 1) {
    for (let column = 0; column < k; column += 1) scale = Math.max(scale, Math.abs(rows[row * width + column]!));
  }
  for (let column = 0; column < k; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < k; row += 1) {
      if (Math.abs(rows[row * width + column]!) > Math.abs(rows[pivot * width + column]!)) pivot = row;
    }
    if (Math.abs(rows[pivot * width + column]!) <= SINGULAR * scale) return false;
    for (let at = 0; pivot !== column && at < width; at += 1) {
      const kept = rows[column * width + at]!;
      rows[column * width + at] = rows[pivot * width + at]!;
      rows[pivot * width + at] = kept;
    }
    for (let row = 0; row < k; row += 1) {
      if (row === column) continue;
      const share = rows[row * width + column]! / rows[column * width + column]!;
      for (let at = column; at < width; at += 1) rows[row * width + at]! -= share * rows[column * width + at]!;
    }
  }
  return true;
}
