import type { Dataset } from '#analysis/data/dataset';
import { baselineWishes } from '#analysis/data/baseline-wishes';
import { outcomeColumn, planOf, primaryOf } from '#analysis/data/protocol-plan';
import { tableFrom, variablesOf } from '#analysis/data/variables';
import { columnOf, type Table } from '#analysis/data/table';
import { baselineTable } from '#analysis/describe/baseline-table';
import { meansByArm } from '#analysis/describe/means-by-arm';
import { analyse } from '#analysis/plan';
import { rerandomisationOf } from '#analysis/rerandomised';
import type { Effect } from '#contract/staff/results';
import type { EstimateOrRefusal } from '#protocols/model/estimate';
import type { Plan, Report } from '#protocols/model/plan';
import type { Outcome, Protocol } from '#protocols/model/protocol';
import type { Draw } from '#protocols/model/rerandomisation';
import type { Text } from '#protocols/model/text';
import { instrumentOf } from '#protocols/instruments/registry';
import { scoreOf } from '#protocols/rules/score-of';
import type { Static } from '@sinclair/typebox';
import { rowOf } from './effect-row';
import { outcomeRows } from './outcome-rows';
import { siteCodes } from './site-codes';
import { strictLoss } from './strict-loss';

type EffectReply = Static<typeof Effect>;

/** What an effect is computed from. */
export interface Known {
  /** Scored by the protocol's rule for missing items. */
  readonly dataset: Dataset;
  /** The same people scored by the rule that allows some, for one of the sensitivity analyses. */
  readonly prorated: Dataset;
  /** The lottery's draws in their order. */
  readonly draws: readonly Draw[];
}

/**
 * The effect on the primary outcome: the plan's own estimate first, then the sensitivity analyses, then each site alone; and every other
 * outcome of the plan by its own method.
 * @param progress told how many outcomes are done
 */
export function effectOf(
  protocol: Protocol,
  { dataset, prorated, draws }: Known,
  cutoff: number,
  progress: (done: number, of: number) => void = () => undefined,
): EffectReply {
  const outcome = primaryOf(protocol);
  const plan = planOf(protocol, outcome);
  const table = tableOfDataset(protocol, dataset);
  const report = run(plan, table);
  const { instrument, score } = scoreOf(outcome);
  const definition = instrumentOf(instrument)!.scores.find(({ id }) => id === score)!;
  const { hedgesG } = report.standardised;
  return {
    outcome: {
      id: outcome.id,
      title: outcome.title,
      wave: outcome.wave,
      better: outcome.better,
      important: outcome.important ?? null,
      range: [...definition.range],
    },
    arms: protocol.arms.map(({ id, name }) => ({
      id,
      name,
      reference: id === plan.arm.reference,
      n: dataset.drawn.find(({ arm }) => arm === id)?.n ?? 0,
      analysed: report.rows.analysed.byArm.find(({ arm }) => arm === id)?.n ?? 0,
      adjustedMean: report.adjustedMeans.find(({ arm }) => arm === id)?.mean ?? null,
    })),
    waves: measuredAt(protocol, outcome).map(({ id, title }) => ({ id, title })),
    rows: [
      rowOf('primary', 'primary', LABELS.primary, withWarnings(report.primary, report.warnings)),
      ...report.sensitivity.map(({ id, result }) => rowOf(id, 'sensitivity', LABELS[id], result)),
      ...(definition.prorated && protocol.analysis.itemMissing !== 'prorated'
        ? [rowOf('prorated', 'sensitivity', LABELS.prorated, run(plan, tableOfDataset(protocol, prorated)).primary)]
        : []),
      ...(dataset.people.some(({ unblinded }) => unblinded !== null)
        ? [rowOf('blinded', 'sensitivity', LABELS.blinded, run(plan, tableOfDataset(protocol, blindedOnly(dataset))).primary)]
        : []),
      ...report.subgroups.map(({ column, level, result }) =>
        rowOf(`${column}-${level}`, 'subgroup', siteName(protocol, level), result),
      ),
    ],
    hedgesG: standardisedOf(hedgesG),
    scale: plan.summary ?? 'difference-in-means',
    groups: report.groups,
    events: report.events,
    excluded: report.rows.excluded.map(({ reason, n }) => ({ reason, ...n })),
    strict: strictLoss(protocol, outcome, plan, dataset),
    rerandomisation: rerandomisationOf(protocol, draws, plan, table),
    outcomes: outcomeRows(protocol, table, { outcome, result: withWarnings(report.primary, report.warnings) }, progress),
    trajectories: trajectoriesOf(protocol, outcome, plan, table),
    baseline: baselineTable(
      table,
      plan.arm.column,
      protocol.arms.map(({ id }) => id),
      baselineWishes(protocol, (site) => siteCodes(protocol).get(site)!),
    ),
    cutoff,
    versions: versionsOf(dataset),
  };
}

function versionsOf({ people }: Dataset): EffectReply['versions'] {
  const versions = [...new Set(people.map(({ version }) => version))].sort();
  return versions.map((version) => ({ version, people: people.filter((one) => one.version === version).length }));
}

function standardisedOf(g: EstimateOrRefusal): EffectReply['hedgesG'] {
  if ('refused' in g || g.estimate === null || g.interval === null) return null;
  return { estimate: g.estimate, interval: g.interval };
}

const LABELS = {
  primary: { da: 'Hovedanalysen', en: 'Main analysis' },
  unadjusted: { da: 'Uden justering', en: 'Without adjustment' },
  'adjusted-model-based': { da: 'Justeret, almindelige standardfejl', en: 'Adjusted, ordinary standard errors' },
  'ignoring-groups': { da: 'Som om ingen mødtes i grupper', en: 'As if nobody met in groups' },
  'one-visit': { da: 'Kun det ene tidspunkt', en: 'The one occasion alone' },
  prorated: { da: 'Enkelte ubesvarede spørgsmål tilladt', en: 'A few unanswered items allowed' },
  blinded: { da: 'Uden dem, hvis gruppe blev kendt før låsen', en: 'Without those whose arm became known before the lock' },
} satisfies Record<'primary' | 'prorated' | 'blinded' | Report['sensitivity'][number]['id'], Text>;

/** Everybody whose arm nobody came to know who must not. */
const blindedOnly = (dataset: Dataset): Dataset => ({
  ...dataset,
  people: dataset.people.filter(({ unblinded }) => unblinded === null),
});

/** The table stays in memory, so people keep the database's ids; sites have the codes of the files, and so the same contrasts. */
function tableOfDataset(protocol: Protocol, dataset: Dataset): Table {
  const sites = siteCodes(protocol);
  const asIs = (id: string): string => id;
  const names = { participant: asIs, site: (id: string) => sites.get(id) ?? id, cohort: asIs, group: asIs, household: asIs };
  return tableFrom(variablesOf(dataset, protocol, names));
}

function run(plan: Plan, table: Table): Report {
  const report = analyse(plan, table);
  // Plan and table come from one protocol: that they do not fit is our mistake, not the reader's.
  if ('problems' in report)
    throw new Error(`the plan does not fit the dataset: ${report.problems.map(({ code }) => code).join(', ')}`);
  return report;
}

/** The primary estimate with what the report warns of as a whole, such as many people lost: the page shows warnings by row. */
function withWarnings(primary: EstimateOrRefusal, warnings: Report['warnings']): EstimateOrRefusal {
  return 'refused' in primary ? primary : { ...primary, warnings: [...primary.warnings, ...warnings] };
}

function siteName(protocol: Protocol, code: string): Text {
  const [id] = [...siteCodes(protocol)].find(([, known]) => known === code) ?? [code];
  const name = protocol.sites.find((site) => site.id === id)?.name ?? code;
  return { da: name, en: name };
}

const measuredAt = (protocol: Protocol, outcome: Outcome) =>
  protocol.waves.filter(({ instruments }) => instruments.includes(scoreOf(outcome).instrument));

function trajectoriesOf(protocol: Protocol, outcome: Outcome, plan: Plan, table: Table): EffectReply['trajectories'] {
  const arm = columnOf(table, plan.arm.column)!.values as readonly string[];
  const arms = protocol.arms.map(({ id }) => id);
  const waves = measuredAt(protocol, outcome).map(({ id }) => {
    const values = columnOf(table, outcomeColumn(outcome, id))!.values as readonly (number | null)[];
    return { wave: id, means: meansByArm(values, arm, arms, 1 - plan.alpha) };
  });
  return arms.map((id) => ({
    arm: id,
    points: waves.map(({ wave, means }) => {
      const { n, mean, interval } = means.find((one) => one.arm === id)!;
      return { wave, n, mean, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
    }),
  }));
}
