import type { MethodName } from '#protocols/model/analyses';
import type { EstimateOrRefusal, Interval, Mean, PlanMethod, StandardErrors } from '#protocols/model/estimate';
import type { GroupAccount, Plan } from '#protocols/model/plan';
import { methodNamed } from './analyses/registry';
import { shaped } from './analyses/shaped';
import { frameOf } from './data/frame';
import type { Selection } from './data/select-rows';
import { ancova } from './effect/ancova';
import { hedgesG } from './effect/hedges-g';
import { welch } from './effect/welch';

/** An effect and what only some methods have beside it. */
export interface Answer {
  readonly result: EstimateOrRefusal;
  readonly adjustedMeans: readonly Mean[];
  readonly residualSd: number | null;
  readonly groups: GroupAccount | null;
}

const bare = { adjustedMeans: [], residualSd: null, groups: null } as const;

/** What a method of a plan answers about the rows selected. */
export function answerBy(method: PlanMethod, plan: Plan, standardErrors: StandardErrors, selection: Selection): Answer {
  const level = 1 - plan.alpha;
  const two = {
    outcome: selection.outcome,
    arm: selection.arm,
    contrast: { treated: plan.arm.treated, reference: plan.arm.reference },
    level,
  };
  switch (method) {
    case 'ancova':
      return adjusted(plan, standardErrors, selection, false);
    case 'anhecova':
      return adjusted(plan, standardErrors, selection, true);
    case 'welch':
      return { ...bare, result: welch(two) };
    case 'hedges-g':
      return { ...bare, result: hedgesG(two, 'noncentral-t') };
    case 'hedges-g-large-sample':
      return { ...bare, result: hedgesG(two, 'large-sample') };
    case 'mmrm':
      return repeated(plan, selection, level);
    case 'partially-nested':
      return nested(plan, selection, level);
    case 'binary': {
      const measure = plan.summary === 'odds-ratio' ? 'odds-ratio' : 'risk-difference';
      return { ...bare, result: engine('binary', { outcome: OUTCOME, event: plan.threshold, measure, level }, plan, selection) };
    }
    case 'g-computation':
    case 'logistic': {
      const asked = { outcome: OUTCOME, event: plan.threshold, ...adjustment(selection), level };
      return { ...bare, result: engine(method, asked, plan, selection) };
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
  if ('refused' in fit) return { ...bare, result: fit };
  return { ...bare, result: fit.estimates[0]!, adjustedMeans: fit.adjustedMeans, residualSd: fit.residualSd };
}

/** Names of the columns that the methods of `analyses/` find; no column of a plan can have them. */
const OUTCOME = '(outcome)';
const ARM = '(arm)';
const GROUP = '(group)';
const at = (visit: string) => `(outcome ${visit})`;

/** Asks a method of `analyses/` about the rows selected. */
function engine(name: MethodName, asked: Record<string, unknown>, plan: Plan, selection: Selection): EstimateOrRefusal {
  const numbers = [...(selection.baseline ? [selection.baseline] : []), ...selection.covariates];
  const frame = frameOf({
    [ARM]: selection.arm,
    [OUTCOME]: selection.outcome,
    ...(selection.group && { [GROUP]: selection.group }),
    ...Object.fromEntries((selection.repeated ?? []).map(({ visit, values }) => [at(visit), values])),
    ...Object.fromEntries([...numbers, ...selection.factors].map(({ name: column, values }) => [column, values])),
  });
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return shaped(
    name,
    methodNamed(name).run({ method: name, ...given }, { frame, layout: { arm: ARM, control: plan.arm.reference } }),
  );
}

function adjustment({ baseline, covariates, factors }: Selection) {
  return {
    covariates: [...(baseline ? [baseline.name] : []), ...covariates.map(({ name }) => name)],
    factors: factors.map(({ name }) => name),
  };
}

/** Unstructured, Kenward–Roger; the effect of the arm and of the baseline may differ from visit to visit. */
function repeated(plan: Plan, selection: Selection, level: number): Answer {
  const visits = selection.repeated!.map(({ visit }) => visit);
  const main = plan.repeated!.find(({ column }) => column === plan.outcome.column)!.visit;
  const result = engine(
    'mmrm',
    {
      outcome: Object.fromEntries(visits.map((visit) => [visit, at(visit)])),
      ...adjustment(selection),
      interactions: [['visit', 'arm'], ...(selection.baseline ? [['visit', selection.baseline.name]] : [])],
      covariance: 'unstructured',
      df: 'kenward-roger',
      at: main,
      level,
    },
    plan,
    selection,
  );
  if ('refused' in result) return { ...bare, result };
  const { adjustedMeans, visitCovariance } = result.details as { adjustedMeans: EngineMean[]; visitCovariance: number[][] };
  const place = visits.indexOf(main);
  return {
    ...bare,
    result,
    adjustedMeans: meansFrom(
      adjustedMeans.filter(({ visit }) => visit === main),
      selection,
    ),
    residualSd: Math.sqrt(visitCovariance[place]![place]!),
  };
}

function nested(plan: Plan, selection: Selection, level: number): Answer {
  const asked = { outcome: OUTCOME, group: GROUP, ...adjustment(selection), level };
  const result = engine('partially-nested', asked, plan, selection);
  if ('refused' in result) return { ...bare, result };
  const details = result.details as {
    adjustedMeans: EngineMean[];
    intraclass: { estimate: number; interval: Interval | null }[];
    groups: { shared: number; alone: number; meanSize: number };
    designEffect: number;
    ignoringGroups: { errorRatio: number };
  };
  const { shared, alone, meanSize } = details.groups;
  const { estimate, interval } = details.intraclass[0]!;
  return {
    ...bare,
    result,
    adjustedMeans: meansFrom(details.adjustedMeans, selection),
    groups: {
      shared,
      alone,
      meanSize,
      intraclass: { estimate, interval },
      designEffect: details.designEffect,
      errorRatio: details.ignoringGroups.errorRatio,
    },
  };
}

interface EngineMean {
  arm: string;
  visit?: string;
  mean: number;
  standardError: number;
  interval: Interval | null;
}

const meansFrom = (means: readonly EngineMean[], { analysed }: Selection): Mean[] =>
  means.map(({ arm, mean, standardError, interval }) => {
    return { arm, n: analysed.byArm.find((count) => count.arm === arm)!.n, mean, standardError, interval };
  });
