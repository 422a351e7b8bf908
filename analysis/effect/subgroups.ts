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
      result: estimate(
        without(
          within(selection, (i) => factor.values[i] === level),
          column,
        ),
      ),
    }));
  });
}

/** Adjusted no longer for the factor whose level it is: there it is the same for everybody. */
const without = (part: Selection, column: string): Selection => ({
  ...part,
  factors: part.factors.filter(({ name }) => name !== column),
});

/** The rows of a selection for which something holds. */
export function within(selection: Selection, has: (row: number) => boolean): Selection {
  const take = <T>(values: readonly T[]) => values.filter((_, i) => has(i));
  const arm = take(selection.arm);
  return {
    ...selection,
    outcome: take(selection.outcome),
    arm,
    baseline: selection.baseline && { ...selection.baseline, values: take(selection.baseline.values) },
    covariates: selection.covariates.map((covariate) => ({ ...covariate, values: take(covariate.values) })),
    factors: selection.factors.map((factor) => ({ ...factor, values: take(factor.values) })),
    group: selection.group && take(selection.group),
    repeated: selection.repeated && selection.repeated.map(({ visit, values }) => ({ visit, values: take(values) })),
    rows: take(selection.rows),
    cluster: selection.cluster && take(selection.cluster),
    analysed: countsOf(
      arm,
      selection.analysed.byArm.map((count) => count.arm),
    ),
  };
}
