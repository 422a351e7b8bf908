import { fitLikelihood, type LikelihoodFit, type LikelihoodRefusal } from '../numeric/restricted-likelihood';
import { effectPairs, type GroupedData, type RandomTerm, widthOf } from './grouped-blocks';
import { groupedCovariance } from './grouped-covariance';

export interface MixedFit {
  readonly fit: LikelihoodFit;
  /** Terms still in the model, and those whose variance came out at zero and that were left out. */
  readonly random: readonly RandomTerm[];
  readonly atZero: readonly string[];
}

/** A variance below this share of the residual one is at zero. */
const AT_ZERO = 1e-9;

/**
 * Fits a linear mixed model. A single variance that wants to be below zero is zero: its term is left out and named, and the rest is
 * fitted anew; where `negative` allows it the variance may be below zero instead.
 * @param spread the residual variance of least squares, where the search begins
 */
export function fitMixed(data: GroupedData, spread: number, criterion: 'REML' | 'ML'): MixedFit | LikelihoodRefusal {
  const model = groupedCovariance(data);
  const found = fitLikelihood(model, startOf(data, spread), criterion);
  const ok = !('refused' in found);
  if (ok && (data.negative || !smallest(data, found, AT_ZERO))) return { fit: found, random: data.random, atZero: [] };
  // The search ran into an edge, or stands on one: the single variances are left out one by one, the likeliest first.
  let best: MixedFit | undefined;
  for (const term of data.random) {
    if (widthOf(term) !== 1 || data.negative) continue;
    const fewer = fitMixed({ ...data, random: data.random.filter((other) => other !== term) }, spread, criterion);
    if ('refused' in fewer) continue;
    if (!best || fewer.fit.logLikelihood > best.fit.logLikelihood) best = { ...fewer, atZero: [...fewer.atZero, term.name] };
  }
  if (best && (!ok || best.fit.logLikelihood >= found.logLikelihood - 1e-7)) return best;
  return ok ? { fit: found, random: data.random, atZero: [] } : found;
}

/** Whether a single variance is at zero beside the residual one. */
function smallest(data: GroupedData, fit: LikelihoodFit, share: number): boolean {
  let at = 0;
  const residual = fit.theta.at(-1)!;
  return data.random.some((term) => {
    const own = fit.theta[at]!;
    at += widthOf(term);
    return widthOf(term) === 1 && own < share * residual;
  });
}

/** A third of the spread to the groups, shared between the terms, slopes scaled by the size of what they multiply. */
function startOf(data: GroupedData, spread: number): number[] {
  const share = spread / (3 * Math.max(1, data.random.length));
  const random = data.random.flatMap((term) =>
    effectPairs(term).map(([a, b]) => {
      if (a !== b) return 0;
      const { values } = term.effects[a]!;
      const size = values.reduce((total, value) => total + value * value, 0) / values.length;
      return share / Math.max(size, 1e-300);
    }),
  );
  return [...random, ...Array.from({ length: data.residuals }, () => (2 * spread) / 3)];
}
