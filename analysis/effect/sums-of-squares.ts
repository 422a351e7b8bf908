import { fitLeastSquares } from '../numeric/least-squares';
import { type Matrix, zeros } from '../numeric/matrix';
import { fTails } from '../numeric/distributions';
import { sum } from '../numeric/sum';
import type { ModelMatrix } from './model-matrix';

/** A line of an analysis of variance. */
export interface TermTest {
  readonly term: string;
  readonly df: number;
  readonly sumOfSquares: number;
  readonly f: number;
  readonly p: number;
  /** The term's share of what it and the residual have together. */
  readonly partialEtaSquared: number;
}

export type TestType = 'I' | 'II' | 'III';

/**
 * F tests of the terms. Type I: each after those before it. II: each after every term that does not contain it. III: each after
 * all others, which asks for a design in sum coding. See methods/ancova.md.
 */
export function termTests(
  model: ModelMatrix,
  outcome: readonly number[],
  weights: readonly number[] | undefined,
  type: TestType,
): readonly TermTest[] {
  const all = model.terms.map((_, k) => k);
  const residual = (keep: readonly number[]) => residualSquares(model, keep, outcome, weights);
  const full = residual(all);
  const df = outcome.length - model.columns.length;
  const contains = (outer: number, inner: number) =>
    outer !== inner && model.terms[inner]!.parts.every((part) => model.terms[outer]!.parts.includes(part));
  return all.slice(1).map((k) => {
    const term = model.terms[k]!;
    const others = (keep: (other: number) => boolean) => all.filter((other) => other !== k && keep(other));
    const [without, withIt] = ((): [readonly number[], readonly number[]] => {
      switch (type) {
        case 'I':
          return [all.filter((other) => other < k), all.filter((other) => other <= k)];
        case 'II': {
          const base = others((other) => !contains(other, k));
          return [base, [...base, k]];
        }
        case 'III':
          return [others(() => true), all];
      }
    })();
    const squares = residual(without) - residual(withIt);
    const own = term.to - term.from;
    const f = squares / own / (full / df);
    return {
      term: term.name,
      df: own,
      sumOfSquares: squares,
      f,
      p: fTails(f, own, df).upper,
      partialEtaSquared: squares / (squares + full),
    };
  });
}

function residualSquares(
  model: ModelMatrix,
  keep: readonly number[],
  outcome: readonly number[],
  weights: readonly number[] | undefined,
): number {
  const rows = outcome.length;
  const terms = keep.map((k) => model.terms[k]!);
  const width = terms.reduce((total, term) => total + term.to - term.from, 0);
  if (width === 0) return sum(outcome.map((value, i) => (weights?.[i] ?? 1) * value ** 2));
  const design: Matrix = zeros(rows, width);
  let at = 0;
  for (const { from, to } of terms) {
    design.values.set(model.matrix.values.subarray(from * rows, to * rows), at);
    at += (to - from) * rows;
  }
  const fit = fitLeastSquares(design, outcome, weights);
  // Fewer columns of a design of full rank keep full rank.
  if ('refused' in fit) throw new Error('a part of a full-rank design lost rank');
  return sum(fit.residuals.map((value) => value ** 2));
}
