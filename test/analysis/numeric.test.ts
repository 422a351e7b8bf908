import descriptives from './reference/results/01_descriptives.json';
import { findRoot } from '#analysis/numeric/find-root';
import { fitLeastSquares } from '#analysis/numeric/least-squares';
import { fromColumns } from '#analysis/numeric/matrix';
import { mean, variance } from '#analysis/describe/mean';
import { quantile, type QuantileType } from '#analysis/describe/quantile';
import { cholesky, invertCholesky, solveCholesky } from '#analysis/numeric/cholesky';
import { at, multiply, transpose, zeros } from '#analysis/numeric/matrix';
import { minimise } from '#analysis/numeric/optimise';
import { pivotedQr } from '#analysis/numeric/pivoted-qr';
import { sweep } from '#analysis/numeric/sweep';
import { symmetricEigen } from '#analysis/numeric/symmetric-eigen';
import { expectClose, numbersOf, referenceTable } from './support/reference';

describe('finding a root', () => {
  it('closes in on a crossing to the last digits', () => {
    const found = findRoot((x) => Math.exp(x) - 2, 0, 5, 0);
    expect('root' in found && Math.abs(found.root - Math.LN2)).toBeLessThan(2e-16);
    const flat = findRoot((x) => (x - 1) ** 9, -3, 4, 1e-12);
    expect('root' in flat && Math.abs(flat.root - 1)).toBeLessThan(1e-2);
  });

  it('takes few steps where the function is nearly straight', () => {
    let asked = 0;
    const found = findRoot(
      (x) => {
        asked++;
        return Math.tanh(x - 0.3);
      },
      0,
      1,
      0,
    );
    expect('root' in found && Math.abs(found.root - 0.3)).toBeLessThan(1e-15);
    expect(asked).toBeLessThan(12);
  });

  it('says when the ends have the same sign', () => {
    expect(findRoot((x) => x * x + 1, -1, 1, 1e-12)).toEqual({ refused: 'no-sign-change' });
    expect(findRoot(() => Number.NaN, -1, 1, 1e-12)).toEqual({ refused: 'no-sign-change' });
  });
});

describe('least squares', () => {
  it('names the first column that follows from those before it', () => {
    const ones = [1, 1, 1, 1, 1];
    const age = [20, 30, 40, 50, 61];
    const design = fromColumns([ones, age, age.map((value) => 3 * value - 7)]);
    expect(fitLeastSquares(design, [1, 2, 3, 4, 6])).toEqual({ refused: 'rank-deficient', column: 2 });
    expect(fitLeastSquares(fromColumns([ones, [0, 0, 0, 0, 0]]), [1, 2, 3, 4, 6])).toEqual({
      refused: 'rank-deficient',
      column: 1,
    });
    expect(
      fitLeastSquares(
        fromColumns([
          [1, 1],
          [1, 2],
          [5, 3],
        ]),
        [1, 2],
      ),
    ).toEqual({ refused: 'rank-deficient', column: 2 });
  });

  it('gives leverages that sum to the number of columns and residuals orthogonal to every column', () => {
    const columns = [
      Array.from({ length: 30 }, () => 1),
      Array.from({ length: 30 }, (_, i) => Math.sin(i)),
      Array.from({ length: 30 }, (_, i) => i ** 2),
    ];
    const fit = fitLeastSquares(
      fromColumns(columns),
      Array.from({ length: 30 }, (_, i) => Math.cos(3 * i) + i),
    );
    if ('refused' in fit) throw new Error(fit.refused);
    expectClose(
      fit.leverages.reduce((total, value) => total + value),
      3,
      1e-13,
    );
    for (const column of columns) {
      const dot = column.reduce((total, value, i) => total + value * fit.residuals[i]!, 0);
      expect(Math.abs(dot)).toBeLessThan(1e-9 * Math.max(...column));
    }
  });
});

describe('means and variances', () => {
  it('survive numbers that cancel', () => {
    const hard = descriptives.cases.find((candidate) => candidate.id === 'numerically_hard')!.result as unknown as Record<
      string,
      number | number[]
    >;
    const list = (name: string) => hard[name] as number[];
    expectClose(variance(list('x')), hard.var_x as number);
    expectClose(mean(list('x')), hard.mean_x as number);
    expectClose(mean(list('y')), hard.mean_y as number);
    expectClose(Math.sqrt(variance(list('z'))), hard.sd_z as number);
  });
});

/** The 6 by 6 Hilbert matrix, whose inverse is whole numbers, and some of those. */
const hilbert = fromColumns(Array.from({ length: 6 }, (_, j) => Array.from({ length: 6 }, (__, i) => 1 / (i + j + 1))));

describe('symmetric matrices', () => {
  it('are factored, solved and inverted, and refused by column where they are singular', () => {
    const factor = cholesky(hilbert);
    if ('refused' in factor) throw new Error(factor.refused);
    expectClose(invertCholesky(factor).values[0], 36, 1e-9); // conditioned 1.5e7
    expectClose(Math.exp(factor.logDeterminant), 5.3673e-18, 1e-4); // the determinant, to the digits it is printed with
    const x = solveCholesky(factor, multiply(hilbert, fromColumns([[1, -2, 3, -4, 5, -6]])).values);
    x.forEach((value, i) => expect(Math.abs(value - (i % 2 ? -1 : 1) * (i + 1))).toBeLessThan(1e-8));
    expect(
      cholesky(
        fromColumns([
          [4, 2, 6],
          [2, 5, 7],
          [6, 7, 13],
        ]),
      ),
    ).toEqual({ refused: 'not-positive-definite', column: 2 });
    expect(
      cholesky(
        fromColumns([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toEqual({ refused: 'not-positive-definite', column: 1 });
  });

  it('have eigenvalues whose sum is the trace and vectors that rebuild the matrix', () => {
    const { values, vectors } = symmetricEigen(hilbert);
    expectClose(values[0], 1.6188998589243391, 1e-14); // published values of Hilbert's matrix
    expectClose(values[5], 1.0827994845655e-7, 1e-9); // the smallest keeps nine digits
    const scaled = zeros(6, 6);
    for (let j = 0; j < 6; j++) for (let i = 0; i < 6; i++) scaled.values[j * 6 + i] = at(vectors, i, j) * values[j]!;
    const rebuilt = multiply(scaled, transpose(vectors));
    rebuilt.values.forEach((value, k) => expect(Math.abs(value - hilbert.values[k]!)).toBeLessThan(1e-15));
  });

  it('are swept into coefficients and what is left, and a dependent column is named', () => {
    const x = [1, 2, 3, 4, 6];
    const y = [2, 3, 5, 4, 8];
    const dot = (a: number[], b: number[]) => a.reduce((total, value, i) => total + value * b[i]!, 0);
    const ones = x.map(() => 1);
    const all = [ones, x, y];
    const cross = fromColumns(all.map((a) => all.map((b) => dot(a, b))));
    sweep(cross, [0, 1]);
    const fit = fitLeastSquares(fromColumns([ones, x]), y);
    if ('refused' in fit) throw new Error(fit.refused);
    expectClose(at(cross, 0, 2), fit.coefficients[0]!, 1e-12);
    expectClose(at(cross, 1, 2), fit.coefficients[1]!, 1e-12);
    expectClose(
      at(cross, 2, 2),
      fit.residuals.reduce((total, value) => total + value ** 2, 0),
      1e-11,
    );
    const double = [ones, x, x.map((value) => 2 * value)];
    expect(sweep(fromColumns(double.map((a) => double.map((b) => dot(a, b)))), [0, 1, 2])).toEqual({
      refused: 'singular',
      column: 2,
    });
  });
});

describe('QR with pivoting', () => {
  it('finds the rank whatever the units, and puts the dependent columns last', () => {
    const a = [1, 2, 3, 4, 5, 6];
    const b = [1, -1, 2, 0, 3, -2];
    const rank = pivotedQr(fromColumns([a, b, a.map((value, i) => value + b[i]!), a.map((value) => 1e-9 * value ** 2)]));
    expect(rank.rank).toBe(3);
    expect([0, 1, 2]).toContain(rank.order[3]);
    expect(
      pivotedQr(
        fromColumns([
          [0, 0],
          [1, 2],
        ]),
      ).rank,
    ).toBe(1);
  });
});

describe('the optimiser', () => {
  const rosenbrock = (x: Float64Array, curved: boolean) => {
    const [a, b] = [x[0]!, x[1]!];
    const curvature = fromColumns([
      [2 - 400 * (b - 3 * a * a), -400 * a],
      [-400 * a, 200],
    ]);
    return {
      value: (1 - a) ** 2 + 100 * (b - a * a) ** 2,
      gradient: Float64Array.of(-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)),
      ...(curved ? { curvature } : {}),
    };
  };

  it.each([true, false])('walks a bent valley to its end (curvature given: %s)', (curved) => {
    const end = minimise((x) => rosenbrock(x, curved), [-1.2, 1]);
    expect(end.converged).toBe(true);
    expect(Math.abs(end.at[0]! - 1) + Math.abs(end.at[1]! - 1)).toBeLessThan(1e-6);
  });

  it('steps back from where the function does not exist', () => {
    const end = minimise(
      (x) => (x[0]! > 0 ? { value: x[0]! - Math.log(x[0]!), gradient: Float64Array.of(1 - 1 / x[0]!) } : undefined),
      [0.01],
    );
    expect(end.converged && Math.abs(end.at[0]! - 1) < 1e-6).toBe(true);
  });

  it('says why it stopped: nowhere to start, no end, no way down', () => {
    expect(minimise(() => undefined, [0])).toMatchObject({ converged: false, why: 'no-start' });
    const slope = { value: 0, gradient: Float64Array.of(1) };
    expect(minimise((x) => ({ value: x[0]!, gradient: Float64Array.of(1) }), [0], { turns: 20 })).toMatchObject({
      why: 'too-many-turns',
    });
    expect(minimise(() => slope, [0])).toMatchObject({ converged: false, why: 'no-descent' });
  });
});

describe('quantiles', () => {
  it('follow each of the nine definitions as R does', () => {
    const expected = descriptives.cases.find((candidate) => candidate.id === 'quantile_types_1_to_9')!
      .result as unknown as Record<string, number[]>;
    const values = numbersOf(referenceTable('btheb_wide.csv'), 'bdi_2m').filter((value) => value !== null);
    for (let type = 1; type <= 9; type++) {
      [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].forEach((p, k) =>
        expectClose(quantile(values, p, type as QuantileType), expected[`type${type}`]![k]!, 1e-14),
      );
    }
    expect(quantile([], 0.5)).toBeNull();
  });
});
