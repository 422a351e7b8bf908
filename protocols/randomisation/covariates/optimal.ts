import type { Optimal } from '../../model/scheme';
import { coinOf } from '../methods/law';
import { levelOf, type Earlier, type Profile } from './history';

/**
 * Atkinson's (1982) D_A-optimal biased coin for two equal arms: P(first) = (1 − u)² / ((1 − u)² + (1 + u)²) with u = z'(F'F)⁻¹F't, where F holds
 * a one, the factors' levels and the covariates of those before, t their arms as ±1, z the person's own row. While F'F is singular the
 * coin is fair; without factors and covariates it is Smith's coin with rho 2.
 * @returns whole-number chances of the two arms, out of 2^32
 */
export function optimalWeights(scheme: Optimal, earlier: readonly Earlier[], profile: Profile): number[] {
  if (earlier.length < Math.max(scheme.burnIn, 1)) return [1, 1];
  const rows = earlier.map((one) => rowOf(scheme, one));
  const own = rowOf(scheme, profile);
  const k = own.length;
  const information = own.map((_, i) => own.map((_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)));
  const lean = own.map((_, i) => rows.reduce((sum, row, index) => sum + row[i]! * (earlier[index]!.arm === 0 ? 1 : -1), 0));
  const solved = solve(information, lean, k);
  if (!solved) return [1, 1];
  const u = own.reduce((sum, value, i) => sum + value * solved[i]!, 0);
  const [first, second] = [(1 - u) ** 2, (1 + u) ** 2];
  return coinOf(first / (first + second));
}

function rowOf({ factors, covariates }: Optimal, profile: Profile): number[] {
  const levels = factors.flatMap((factor) => {
    const own = levelOf(factor, profile);
    return factor.levels.slice(1).map((_, index) => (own === index + 1 ? 1 : 0));
  });
  const numbers = covariates.map((id) => {
    const value = profile.covariates?.[id];
    if (value === undefined || !Number.isFinite(value)) throw new RangeError(`The covariate ${id} has no number`);
    return value;
  });
  return [1, ...levels, ...numbers];
}

const SINGULAR = 1e-10;

/** Gaussian elimination with row pivoting; undefined where the matrix is singular to ten digits. */
function solve(matrix: readonly number[][], right: readonly number[], k: number): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const scale = Math.max(...matrix.flatMap((row) => row.map(Math.abs)));
  for (let column = 0; column < k; column += 1) {
    const pivot = rows
      .slice(column)
      .reduce((best, row, i) => (Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? column + i : best), column);
    if (Math.abs(rows[pivot]![column]!) <= SINGULAR * scale) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < k; row += 1) {
      if (row === column) continue;
      const share = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= k; at += 1) rows[row]![at]! -= share * rows[column]![at]!;
    }
  }
  return rows.map((row, i) => row[k]! / row[i]!);
}
