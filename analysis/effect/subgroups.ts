import type { EstimateOrRefusal } from '#protocols/model/estimate';
import type { Report } from '#protocols/model/plan';
import { countsOf, type Selection } from '../data/select-rows';

/**
 * The effect within each level of each named factor, by the method given, the factor itself no longer adjusted for.
 * Levels come in sorted order. Rows of a forest plot, not tests of difference between levels.
 */
export function subgroups(
  columns: readonly string[],
  selection: Selection,
  estimate: (part: Selection) => EstimateOrRefusal,
): Report['subgroups'] {
  return columns.flatMap((column) => {
    const factor = selection.factors.find((candidate) => candidate.name === column);
    if (!factor) return [];
    const levels = [...new Set(factor.values)].sort();
    return levels.map((level) => ({
      column,
      level,
      result: estimate(within(selection, column, (i) => factor.values[i] === level)),
    }));
  });
}

function within(selection: Selection, column: string, has: (row: number) => boolean): Selection {
  const take = <T>(values: readonly T[]) => values.filter((_, i) => has(i));
  const arm = take(selection.arm);
  return {
    ...selection,
    outcome: take(selection.outcome),
    arm,
    baseline: selection.baseline && { ...selection.baseline, values: take(selection.baseline.values) },
    covariates: selection.covariates.map((covariate) => ({ ...covariate, values: take(covariate.values) })),
    factors: selection.factors
      .filter(({ name }) => name !== column)
      .map((factor) => ({ ...factor, values: take(factor.values) })),
    cluster: selection.cluster && take(selection.cluster),
    analysed: countsOf(
      arm,
      selection.analysed.byArm.map((count) => count.arm),
    ),
  };
}
