import type { Plan } from '#protocols/model/plan';
import type { DataProblem } from './table';

/** What makes a plan unfit for any data: parts that are lacking, used twice, or that no method answers. */
export function planProblems(plan: Plan): DataProblem[] {
  const problems: DataProblem[] = [];
  const say = (code: string, column: string, detail: string) => problems.push({ code, row: null, column, detail });
  const { arm, outcome, model, repeated = [], events = [] } = plan;
  if (arm.reference === arm.treated) say('same-arm', arm.column, 'The plan compares an arm with itself. Name two arms.');
  if ((plan.standardErrors === 'cr2') !== (plan.cluster !== undefined))
    say(
      'cluster-and-errors',
      plan.cluster ?? arm.column,
      'Standard errors “cr2” go with a “cluster” column, and no others do. Name both or neither.',
    );
  if (plan.cluster !== undefined && model === 'welch')
    say('cluster-and-welch', plan.cluster, 'Welch’s test takes everybody alone. Take “ancova” where people were drawn together.');
  const parts = [
    outcome.column,
    arm.column,
    ...(plan.baseline ? [plan.baseline] : []),
    ...(plan.group ? [plan.group] : []),
    ...plan.strata,
    ...plan.covariates,
  ];
  for (const name of new Set(parts.filter((name, i) => parts.indexOf(name) < i))) {
    say('column-in-two-parts', name, `The plan uses column “${name}” for two things. Remove it from one of them.`);
  }
  for (const name of plan.subgroups ?? []) {
    if (!plan.strata.includes(name))
      say('subgroup-not-stratum', name, `Subgroup “${name}” is not one of the plan’s strata. Add it there.`);
  }
  const ofMeans = (plan.summary ?? 'difference-in-means') === 'difference-in-means';
  if (ofMeans && model === 'partially-nested' && plan.group === undefined)
    say('groups-unnamed', outcome.column, 'The model reckons with groups. Name their column as "group".');
  if (ofMeans && model === 'mmrm' && !repeated.some(({ column }) => column === outcome.column))
    say(
      'visits-unnamed',
      outcome.column,
      'The model reckons with visits. List them as "repeated", the outcome’s own among them.',
    );
  if (plan.missing === 'likelihood' && !(ofMeans && model === 'mmrm'))
    say('likelihood-of-one-visit', outcome.column, '"likelihood" belongs to the model "mmrm". Write "complete-cases".');
  if (plan.population === 'attended')
    say('population-not-run', arm.column, 'No method here answers for those who would attend. Ask about "all-randomised".');
  for (const { event, strategy, column } of events) {
    if (strategy === 'principal-stratum')
      say(
        'strategy-not-run',
        column ?? event,
        `No method here answers for the stratum that “${event}” would spare. Choose another strategy.`,
      );
    if (strategy === 'composite' && ofMeans)
      say(
        'composite-of-means',
        column ?? event,
        `“${event}” cannot be part of a mean. Compare risks or odds, or choose another strategy.`,
      );
  }
  return problems;
}
