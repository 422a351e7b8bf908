import type { EstimateOrRefusal, PlanMethod, Warning } from '#protocols/model/estimate';
import type { Plan, Report } from '#protocols/model/plan';
import { type Selection, selectRows } from './data/select-rows';
import { columnOf, type DataProblem, type Table } from './data/table';
import { variance } from './describe/mean';
import { summarise } from './describe/summarise';
import { trajectory } from './describe/trajectory';
import { refuse } from './effect/estimate';
import { subgroups, within } from './effect/subgroups';
import { type Answer, answerBy } from './plan-answer';
import { methodOf } from './plan-method';

/** Shares of an arm lost above which a complete-case result carries a warning, and by which the arms may differ. */
const MUCH_LOST = 0.2;
const UNEQUALLY_LOST = 0.1;

/**
 * Runs a plan on a table: descriptives, the one primary estimate, Hedges' g, subgroups, sensitivity analyses, and an account
 * of every row left out. A refused estimate is part of the report; a plan that does not fit the table is returned as problems.
 */
export function analyse(plan: Plan, table: Table): Report | { problems: DataProblem[] } {
  const selection = selectRows(plan, table);
  if ('problems' in selection) return selection;
  const method = methodOf(plan);
  const primary = answerBy(method, plan, plan.standardErrors, selection);
  return {
    lodtraek: 1,
    plan,
    method,
    rows: { read: selection.read, analysed: selection.analysed, excluded: [...selection.excluded] },
    descriptives: describeColumns(plan, table),
    trajectories: trajectory(plan, table),
    events: [...selection.events],
    primary: primary.result,
    groups: primary.groups,
    adjustedMeans: [...primary.adjustedMeans],
    standardised: {
      hedgesG: standardisedBy(plan, singleVisit(plan, selection)),
      adjusted: ofMeans(plan) ? standardise(primary, singleVisit(plan, selection)) : null,
    },
    subgroups: subgroups(plan.subgroups ?? [], selection, (part) => answerBy(method, plan, plan.standardErrors, part).result),
    sensitivity: sensitivityOf(plan, method, selection),
    warnings: lossWarnings(selection),
  };
}

const ofMeans = ({ summary = 'difference-in-means' }: Plan): boolean => summary === 'difference-in-means';

function standardisedBy(plan: Plan, selection: Selection): EstimateOrRefusal {
  if (ofMeans(plan)) return answerBy('hedges-g', plan, 'model', selection).result;
  return refuse(
    'hedges-g',
    selection.analysed,
    'not-estimable',
    'A yes or no has no standard deviation of its own to measure in.',
  );
}

/** The one estimate of a plan, without all that a report has around it. */
export function estimate(plan: Plan, table: Table): EstimateOrRefusal | { problems: DataProblem[] } {
  const selection = selectRows(plan, table);
  return 'problems' in selection ? selection : answerBy(methodOf(plan), plan, plan.standardErrors, selection).result;
}

/** The rows with an outcome at the visit that the plan asks about: methods of one visit know no others. */
function singleVisit(plan: Plan, selection: Selection): Selection {
  if (plan.missing !== 'likelihood') return selection;
  return within(selection, (i) => selection.outcome[i] !== null);
}

/** The same question by other methods, so that a reader sees what rests on the choice. */
function sensitivityOf(plan: Plan, method: PlanMethod, selection: Selection): Report['sensitivity'] {
  const one = singleVisit(plan, selection);
  const by = (id: Report['sensitivity'][number]['id'], other: PlanMethod, errors: Plan['standardErrors']) => ({
    id,
    result: answerBy(other, plan, errors, one).result,
  });
  if (plan.cluster !== undefined && ofMeans(plan)) {
    // Where people were drawn together, what takes each person alone would be no check of the primary model, but wrong.
    const bare = { ...one, baseline: null, covariates: [], factors: [] };
    return [{ id: 'unadjusted', result: answerBy('ancova', plan, plan.standardErrors, bare).result }];
  }
  switch (method) {
    case 'mmrm':
      return [by('unadjusted', 'welch', 'model'), by('one-visit', 'ancova', plan.standardErrors)];
    case 'partially-nested':
      return [by('unadjusted', 'welch', 'model'), by('ignoring-groups', 'ancova', plan.standardErrors)];
    case 'ancova':
    case 'anhecova':
    case 'welch':
      return [by('unadjusted', 'welch', 'model'), by('adjusted-model-based', 'ancova', 'model')];
    case 'g-computation':
    case 'logistic':
      return [by('unadjusted', 'binary', 'model')];
    case 'binary':
    case 'hedges-g':
    case 'hedges-g-large-sample':
      return [];
  }
}

function standardise(primary: Answer, selection: Selection): Report['standardised']['adjusted'] {
  if ('refused' in primary.result || primary.result.estimate === null) return null;
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
