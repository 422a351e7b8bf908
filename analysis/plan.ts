import type { EstimateOrRefusal, Mean, StandardErrors, Warning } from '#protocols/model/estimate';
import type { Model, Plan, Report } from '#protocols/model/plan';
import { type Selection, selectRows } from './data/select-rows';
import { columnOf, type DataProblem, type Table } from './data/table';
import { variance } from './describe/mean';
import { summarise } from './describe/summarise';
import { trajectory } from './describe/trajectory';
import { ancova } from './effect/ancova';
import { hedgesG } from './effect/hedges-g';
import { subgroups } from './effect/subgroups';
import { welch } from './effect/welch';

/** Shares of an arm lost above which a complete-case result carries a warning, and by which the arms may differ. */
const MUCH_LOST = 0.2;
const UNEQUALLY_LOST = 0.1;

/** An effect and what only some methods have beside it. */
interface Answer {
  readonly result: EstimateOrRefusal;
  readonly adjustedMeans: readonly Mean[];
  readonly residualSd: number | null;
}

/**
 * Runs a plan on a table: descriptives, the one primary estimate, Hedges' g, subgroups, sensitivity analyses, and an account
 * of every row left out. A refused estimate is part of the report; a plan that does not fit the table is returned as problems.
 */
export function analyse(plan: Plan, table: Table): Report | { problems: DataProblem[] } {
  const selection = selectRows(plan, table);
  if ('problems' in selection) return selection;
  const primary = estimateOf(plan, plan.model, plan.standardErrors, selection);
  const contrast = { treated: plan.arm.treated, reference: plan.arm.reference };
  return {
    lodtraek: 1,
    plan,
    rows: { read: selection.read, analysed: selection.analysed, excluded: [...selection.excluded] },
    descriptives: describeColumns(plan, table),
    trajectories: trajectory(plan, table),
    primary: primary.result,
    adjustedMeans: [...primary.adjustedMeans],
    standardised: {
      hedgesG: hedgesG({ outcome: selection.outcome, arm: selection.arm, contrast, level: 1 - plan.alpha }, 'noncentral-t'),
      adjusted: standardise(primary, selection),
    },
    subgroups: subgroups(
      plan.subgroups ?? [],
      selection,
      (part) => estimateOf(plan, plan.model, plan.standardErrors, part).result,
    ),
    sensitivity: sensitivityOf(plan, selection),
    warnings: lossWarnings(selection),
  };
}

/** Where people were drawn together, what takes each person alone would be no check of the primary model, but wrong. */
function sensitivityOf(plan: Plan, selection: Selection): Report['sensitivity'] {
  if (plan.cluster !== undefined) {
    const bare = { ...selection, baseline: null, covariates: [], factors: [] };
    return [{ id: 'unadjusted', result: estimateOf(plan, 'ancova', plan.standardErrors, bare).result }];
  }
  return [
    { id: 'unadjusted', result: estimateOf(plan, 'welch', plan.standardErrors, selection).result },
    { id: 'adjusted-model-based', result: estimateOf(plan, 'ancova', 'model', selection).result },
  ];
}

/** The one method of each model. */
function estimateOf(plan: Plan, model: Model, standardErrors: StandardErrors, selection: Selection): Answer {
  switch (model) {
    case 'ancova':
      return adjusted(plan, standardErrors, selection, false);
    case 'anhecova':
      return adjusted(plan, standardErrors, selection, true);
    case 'welch': {
      const { outcome, arm } = selection;
      const contrast = { treated: plan.arm.treated, reference: plan.arm.reference };
      return { result: welch({ outcome, arm, contrast, level: 1 - plan.alpha }), adjustedMeans: [], residualSd: null };
    }
  }
}

function adjusted(plan: Plan, standardErrors: StandardErrors, selection: Selection, interaction: boolean): Answer {
  const fit = ancova({
    outcome: selection.outcome,
    arm: selection.arm,
    arms: [plan.arm.reference, plan.arm.treated],
    covariates: [...(selection.baseline ? [selection.baseline] : []), ...selection.covariates],
    factors: selection.factors,
    interaction,
    standardErrors,
    ...(standardErrors === 'cr2' && { cluster: selection.cluster! }),
    level: 1 - plan.alpha,
  });
  if ('refused' in fit) return { result: fit, adjustedMeans: [], residualSd: null };
  return { result: fit.estimates[0]!, adjustedMeans: fit.adjustedMeans, residualSd: fit.residualSd };
}

function standardise(primary: Answer, selection: Selection): Report['standardised']['adjusted'] {
  if ('refused' in primary.result) return null;
  const { estimate } = primary.result;
  const over = (sd: number | null) => (sd === null || sd === 0 ? null : estimate / sd);
  return {
    byResidualSd: over(primary.residualSd),
    byBaselineSd: over(selection.baseline && Math.sqrt(variance(selection.baseline.values))),
    byOutcomeSd: estimate / Math.sqrt(variance(selection.outcome)),
  };
}

function describeColumns(plan: Plan, table: Table): Report['descriptives'] {
  const arm = columnOf(table, plan.arm.column)!.values.map(String);
  const columns = [...(plan.baseline === undefined ? [] : [plan.baseline]), plan.outcome.column, ...plan.covariates];
  return columns.flatMap((column) => {
    const values = columnOf(table, column)!.values as readonly (number | null)[];
    return [plan.arm.reference, plan.arm.treated].map((name) => {
      return { column, arm: name, summary: summarise(values.filter((_, i) => arm[i] === name)) };
    });
  });
}

function lossWarnings(selection: Selection): Warning[] {
  const arms = selection.read.byArm.map(({ arm, n }, k) => ({ arm, n, lost: n - selection.analysed.byArm[k]!.n }));
  const inWords = arms.map(({ arm, n, lost }) => `${lost} of ${n} in “${arm}”`).join(' and ');
  const shares = arms.map(({ n, lost }) => (n === 0 ? 0 : lost / n));
  const warnings: Warning[] = [];
  if (Math.max(...shares) > MUCH_LOST) {
    const detail = `${inWords} are not in the analysis. It holds only if, given what is adjusted for, they would have answered like those who are.`;
    warnings.push({ code: 'many-lost', detail });
  }
  if (Math.max(...shares) - Math.min(...shares) > UNEQUALLY_LOST) {
    warnings.push({
      code: 'unequally-lost',
      detail: `The arms lost unequal shares: ${inWords}. Complete cases may favour one of them.`,
    });
  }
  return warnings;
}
