import type { Covariate, Factor } from '../data/select-rows';
import { mean } from '../describe/mean';
import { fromColumns, type Matrix } from '../numeric/matrix';

/** What is adjusted for: arms with the reference first, and columns of the analysed rows. */
export interface Adjustment {
  readonly arm: readonly string[];
  readonly arms: readonly string[];
  readonly covariates: readonly Covariate[];
  readonly factors: readonly Factor[];
  /** Every covariate centred at its mean and multiplied with every arm (ANHECOVA), or not. */
  readonly interaction: boolean;
}

export interface Design {
  readonly matrix: Matrix;
  /** One name per column: `(intercept)`, `arm: x`, `age`, `site: x`, `arm: x × age`. */
  readonly terms: readonly string[];
  /** Per arm, the values of all columns at the average of the covariates: times the coefficients, the adjusted mean. */
  readonly at: ReadonlyMap<string, readonly number[]>;
  /** Columns left out because everyone has the same value: they say nothing the intercept does not. */
  readonly constant: readonly string[];
}

/** Over whom adjusted means average the factors: the analysed people as they are, or every level alike. */
export type FactorWeights = 'proportional' | 'equal';

/**
 * The design of an analysis of covariance: intercept, arms against the reference, covariates, then factors by treatment
 * contrasts against their first level in sorted (code point) order. See methods/ancova.md.
 */
export function designMatrix(adjustment: Adjustment, weights: FactorWeights): Design {
  const { arm, arms, interaction } = adjustment;
  const arms1 = arms.slice(1);
  const constant: string[] = [];
  const adjusters: { term: string; values: readonly number[]; average: number }[] = [];
  const add = (term: string, values: readonly number[], average: number) => {
    const centre = interaction ? mean(values) : 0;
    adjusters.push({ term, values: interaction ? values.map((value) => value - centre) : values, average: average - centre });
  };
  for (const { name, values } of adjustment.covariates) {
    if (values.every((value) => value === values[0])) constant.push(name);
    else add(name, values, mean(values));
  }
  for (const { name, values } of adjustment.factors) {
    const levels = [...new Set(values)].sort();
    if (levels.length < 2) constant.push(name);
    for (const level of levels.slice(1)) {
      const dummy = values.map((value) => (value === level ? 1 : 0));
      add(`${name}: ${level}`, dummy, weights === 'equal' ? 1 / levels.length : mean(dummy));
    }
  }

  const dummies = arms1.map((level) => arm.map((value) => (value === level ? 1 : 0)));
  const crossed = interaction
    ? arms1.flatMap((level, k) => adjusters.map((adjuster) => ({ level, dummy: dummies[k]!, adjuster })))
    : [];
  const columns = [
    arm.map(() => 1),
    ...dummies,
    ...adjusters.map((adjuster) => adjuster.values),
    ...crossed.map(({ dummy, adjuster }) => dummy.map((value, i) => value * adjuster.values[i]!)),
  ];
  const terms = [
    '(intercept)',
    ...arms1.map((level) => `arm: ${level}`),
    ...adjusters.map((adjuster) => adjuster.term),
    ...crossed.map(({ level, adjuster }) => `arm: ${level} × ${adjuster.term}`),
  ];
  const at = new Map(
    arms.map((name) => [
      name,
      [
        1,
        ...arms1.map((level) => (level === name ? 1 : 0)),
        ...adjusters.map((adjuster) => adjuster.average),
        ...crossed.map(({ level, adjuster }) => (level === name ? adjuster.average : 0)),
      ],
    ]),
  );
  return { matrix: fromColumns(columns), terms, at, constant };
}
