import descriptives from './reference/results/01_descriptives.json';
import { findRoot } from '#analysis/numeric/find-root';
import { fitLeastSquares } from '#analysis/numeric/least-squares';
import { fromColumns } from '#analysis/numeric/matrix';
import { mean, variance } from '#analysis/describe/mean';
import { expectClose } from './support/reference';

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
