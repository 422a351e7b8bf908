import { chiSquareTails } from '../numeric/distributions';
import { withoutColumns } from '../numeric/matrix';
import { type Family, fitGeneralised, type GeneralisedFit } from './generalised-linear';
import type { ModelMatrix } from './model-matrix';

export interface DroppedTerm {
  readonly term: string;
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * What each term adds to a generalised linear model: twice the log-likelihood lost when it alone is left out. A term that an interaction
 * holds is not left out alone, as the interaction would take its place. One whose smaller model has no maximum is not told.
 * @param offset as the model was fitted with
 */
export function droppedTerms(
  { matrix, terms }: ModelMatrix,
  outcome: readonly number[],
  family: Family,
  fit: GeneralisedFit,
  offset?: readonly number[],
): DroppedTerm[] {
  const inside = (own: readonly string[]) =>
    terms.some(({ parts }) => parts.length > own.length && own.every((part) => parts.includes(part)));
  return terms
    .filter(({ parts }) => parts.length > 0 && !inside(parts))
    .flatMap(({ name, from, to }) => {
      const smaller = fitGeneralised(withoutColumns(matrix, from, to), outcome, family, offset);
      if ('refused' in smaller) return [];
      const statistic = Math.max(0, smaller.deviance - fit.deviance);
      return [{ term: name, statistic, df: to - from, p: chiSquareTails(statistic, to - from).upper }];
    });
}
