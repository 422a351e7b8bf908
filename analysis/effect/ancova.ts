import type { Interval, Mean, Refusal, StandardErrors, Warning } from '#protocols/model/estimate';
import { countsOf } from '../data/select-rows';
import { mean } from '../describe/mean';
import { clusterCovariance } from '../numeric/cluster-covariance';
import { ALONE, coefficientCovariance, residualVariance } from '../numeric/coefficient-covariance';
import { studentQuantile } from '../numeric/distributions';
import { fitLeastSquares } from '../numeric/least-squares';
import { at, quadraticForm } from '../numeric/matrix';
import { type Adjustment, designMatrix, type FactorWeights } from './design-matrix';
import { type Difference, estimateFrom, refuse, refuseUnlessComparable, leftOutOf } from './estimate';

export interface AncovaInput extends Adjustment {
  /** One per analysed person, in the order of `arm`, every covariate and every factor; none missing. */
  readonly outcome: readonly number[];
  /** Positive precision weights; omitted means all alike. */
  readonly weights?: readonly number[];
  readonly standardErrors: StandardErrors;
  /** Whom each was drawn together with: for the errors 'cr2', and needed there. */
  readonly cluster?: readonly string[];
  /** Of the intervals, between 0 and 1. */
  readonly level: number;
  /** For the adjusted means of the arms only; differences do not depend on it without interaction. */
  readonly factorWeights?: FactorWeights;
}

export interface Ancova {
  /** One per arm after the first: that arm minus the reference. */
  readonly estimates: readonly Difference[];
  readonly adjustedMeans: readonly Mean[];
  /** Square root of the residual variance, in the outcome's unit. */
  readonly residualSd: number;
  readonly coefficients: readonly { term: string; estimate: number; standardError: number; interval: Interval }[];
}

/** What a fit leaves over is rounding below this share of the outcome's standard deviation, or this share of its size. */
const EXACT_SHARE = 1e-10;
const EXACT_DIGITS = 64 * Number.EPSILON;

/** With fewer residual degrees of freedom a t interval stands or falls with the outcome being normal. */
const FEW_DF = 10;

/** So few clusters that robust errors are known to mislead without the reduced degrees of freedom. */
const FEW_CLUSTERS = 10;

/**
 * Analysis of covariance: the outcome on arm, covariates and factors by least squares; ANHECOVA where each arm has slopes of
 * its own. Standard errors as asked, t with n - p degrees of freedom throughout.
 * Refuses an empty arm, an arm of one, no residual degree of freedom, no variance, and columns that cannot be told apart.
 * Formulae, sources and choices: methods/ancova.md.
 */
export function ancova(input: AncovaInput): Ancova | Refusal {
  const { outcome, arms, standardErrors, level } = input;
  const method = input.interaction ? 'anhecova' : 'ancova';
  const n = countsOf(input.arm, arms);
  const incomparable = refuseUnlessComparable(method, n, outcome);
  if (incomparable) return incomparable;

  const design = designMatrix(input, input.factorWeights ?? 'proportional');
  const df = outcome.length - design.terms.length;
  if (df < 1) {
    const detail = `${outcome.length} people cannot carry the ${design.terms.length} coefficients of the model. Adjust for less.`;
    return refuse(method, n, 'too-few', detail);
  }
  const fit = fitLeastSquares(design.matrix, outcome, input.weights);
  if ('refused' in fit) {
    const detail = `“${design.terms[fit.column]}” cannot be told apart from the columns before it: among those analysed one follows from the others.`;
    return refuse(method, n, 'not-estimable', detail);
  }
  if (fitsExactly(residualVariance(fit) * df, outcome, input.weights)) {
    return refuse(method, n, 'no-variance', 'Arm and covariates reproduce every outcome exactly, so no standard error exists.');
  }

  const clustered = standardErrors === 'cr2' ? clusterCovariance(fit, input.cluster!, 'CR2') : null;
  if (clustered) {
    const single = arms.find((own) => new Set(input.cluster!.filter((_, i) => input.arm[i] === own)).size < 2);
    if (single !== undefined)
      return refuse(
        method,
        n,
        'too-few',
        `The arm “${single}” is one cluster; it takes at least two in each arm to know how they differ.`,
      );
  }
  const covariance = standardErrors === 'cr2' ? clustered!.covariance : coefficientCovariance(fit, standardErrors);
  /** Of a combination of coefficients. */
  const dfOf = (combination: readonly number[]): number => clustered?.df(combination) ?? df;
  const warnings: Warning[] = leftOutOf(design.constant);
  const alone = fit.leverages.filter((leverage) => leverage > ALONE).length;
  if (alone > 0) {
    const detail = `${alone} of those analysed stand alone in a stratum or column; they count in n and tell nothing about the difference.`;
    warnings.push({ code: 'alone-in-stratum', detail });
  }
  if (clustered && clustered.clusters < FEW_CLUSTERS)
    warnings.push({
      code: 'few-clusters',
      detail: `${clustered.clusters} clusters: the interval relies on Satterthwaite’s degrees of freedom.`,
    });
  if (df < FEW_DF)
    warnings.push({
      code: 'few-degrees-of-freedom',
      detail: `${df} residual degrees of freedom: the interval relies on normality.`,
    });

  const only = (coefficient: number): number[] => design.terms.map((_, j) => (j === coefficient ? 1 : 0));
  const interval = (estimate: number, standardError: number, own: number): Interval => {
    const critical = studentQuantile((1 - level) / 2, own, 'upper');
    return { level, lower: estimate - critical * standardError, upper: estimate + critical * standardError };
  };
  const estimates = arms.slice(1).map((treated, k) =>
    estimateFrom({
      method,
      standardErrors,
      contrast: { treated, reference: arms[0]! },
      estimate: fit.coefficients[k + 1]!,
      standardError: Math.sqrt(at(covariance, k + 1, k + 1)),
      df: dfOf(only(k + 1)),
      level,
      n,
      warnings,
    }),
  );
  const adjustedMeans = n.byArm.map(({ arm, n: people }): Mean => {
    const values = design.at.get(arm)!;
    const adjusted = values.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0);
    const standardError = Math.sqrt(quadraticForm(covariance, values));
    return { arm, n: people, mean: adjusted, standardError, interval: interval(adjusted, standardError, dfOf(values)) };
  });
  const coefficients = design.terms.map((term, j) => {
    const standardError = Math.sqrt(at(covariance, j, j));
    return {
      term,
      estimate: fit.coefficients[j]!,
      standardError,
      interval: interval(fit.coefficients[j]!, standardError, dfOf(only(j))),
    };
  });
  return { estimates, adjustedMeans, residualSd: Math.sqrt(residualVariance(fit)), coefficients };
}

/** Whether what a fit leaves over is rounding. */
export function fitsExactly(
  residualSquares: number,
  outcome: readonly number[],
  weights: readonly number[] | undefined,
): boolean {
  const centre = mean(outcome);
  const squares = (allowed: (value: number) => number) =>
    outcome.reduce((total, value, i) => total + (weights?.[i] ?? 1) * allowed(value) ** 2, 0);
  return (
    residualSquares <= squares((value) => EXACT_SHARE * (value - centre)) ||
    residualSquares <= squares((value) => EXACT_DIGITS * value)
  );
}
