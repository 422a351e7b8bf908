import { cholesky, solveCholesky } from '../numeric/cholesky';
import { type Matrix, multiply, zeros } from '../numeric/matrix';
import type { RepeatedData } from './repeated-measures';

/**
 * Φ (Σ X_i' W_i r_i r_i' W_i X_i) Φ over people: the covariance of coefficients that holds whatever the covariance of the visits is.
 * @param v the fitted covariance of all visits
 */
export function repeatedSandwich(data: RepeatedData, v: Float64Array, beta: Float64Array, phi: Matrix): Matrix {
  const { design, outcome, person, visit, visits } = data;
  const { rows: n, columns: p } = design;
  const people = new Map<number, number[]>();
  for (let i = 0; i < n; i++) people.set(person[i]!, [...(people.get(person[i]!) ?? []), i]);
  const middle = zeros(p, p);
  for (const rows of people.values()) {
    const m = rows.length;
    const own = zeros(m, m);
    for (let j = 0; j < m; j++)
      for (let i = 0; i < m; i++) own.values[j * m + i] = v[visit[rows[j]!]! * visits + visit[rows[i]!]!]!;
    const factor = cholesky(own);
    // A part of a positive definite matrix is one.
    if ('refused' in factor) throw new Error('a block of a positive definite matrix is not');
    const residual = rows.map((row) => {
      let fitted = 0;
      for (let j = 0; j < p; j++) fitted += design.values[j * n + row]! * beta[j]!;
      return outcome[row]! - fitted;
    });
    const weighted = solveCholesky(factor, residual);
    const score = new Float64Array(p);
    for (let j = 0; j < p; j++) rows.forEach((row, i) => (score[j]! += design.values[j * n + row]! * weighted[i]!));
    for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) middle.values[j * p + i]! += score[i]! * score[j]!;
  }
  return multiply(multiply(phi, middle), phi);
}
