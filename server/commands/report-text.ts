import type { Counts, EstimateOrRefusal, Mean } from '#protocols/model/estimate';
import type { Report } from '#protocols/model/plan';

const REASONS: Record<Report['rows']['excluded'][number]['reason'], string> = {
  'arm-missing': 'no arm',
  'other-arm': 'another arm',
  'intercurrent-event': 'set aside after an event',
  'outcome-missing': 'no outcome',
  'baseline-missing': 'no baseline',
  'stratum-missing': 'no stratum',
  'covariate-missing': 'no covariate',
};

/** A report as plain text for a terminal, rounded for reading; `--json` holds every digit. */
export function reportText(report: Report): string {
  const { plan, rows } = report;
  const arms = [plan.arm.reference, plan.arm.treated];
  const people = [
    ['People', ...arms, 'all'],
    ['in the data', ...counted(rows.read)],
    ...rows.excluded.map((exclusion) => [`${REASONS[exclusion.reason]} (${exclusion.column})`, ...counted(exclusion.n)]),
    ['analysed', ...counted(rows.analysed)],
  ];
  const described = [
    ['Mean (sd), n', ...arms],
    ...[...new Set(report.descriptives.map((row) => row.column))].map((column) => [
      column,
      ...arms.map((arm) => {
        const summary = report.descriptives.find((row) => row.column === column && row.arm === arm)?.summary;
        return !summary || summary.mean === null ? '–' : `${round(summary.mean)} (${round(summary.sd)}), ${summary.n}`;
      }),
    ]),
    ...(report.adjustedMeans.length > 0 ? [['adjusted mean', ...report.adjustedMeans.map(meanText)]] : []),
  ];
  const effects = [
    [`${plan.arm.treated} - ${plan.arm.reference}`, 'estimate', `${percent(1 - plan.alpha)} interval`, 'p', 'n'],
    effectRow('primary', report.primary),
    ...report.sensitivity.map(({ id, result }) => effectRow(id, result)),
    effectRow("Hedges' g", report.standardised.hedgesG),
    ...report.subgroups.map(({ column, level, result }) => effectRow(`where ${column} is ${level}`, result)),
  ];
  const refusals = [report.primary, ...report.subgroups.map((row) => row.result)].flatMap((result) =>
    'refused' in result
      ? [`No estimate (${result.refused}): ${result.detail}`]
      : result.warnings.map((warning) => `Note: ${warning.detail}`),
  );
  return [
    plan.title,
    `Outcome ${plan.outcome.column}, ${plan.outcome.better} is better. Primary method ${methodText(report)}.`,
    columns(people),
    columns(described),
    columns(effects),
    [...importance(report), ...report.warnings.map((warning) => `Note: ${warning.detail}`), ...new Set(refusals)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function methodText({ plan, primary }: Report): string {
  const adjusted = [...(plan.baseline === undefined ? [] : [plan.baseline]), ...plan.covariates, ...plan.strata];
  if (plan.model === 'welch') return 'welch';
  const errors = plan.cluster === undefined ? plan.standardErrors : `${plan.standardErrors} by ${plan.cluster}`;
  return `${primary.method}, ${errors} standard errors, adjusted for ${adjusted.join(', ') || 'nothing'}`;
}

function importance({ plan, primary }: Report): string[] {
  const { important, better } = plan.outcome;
  if (important === undefined || 'refused' in primary || primary.interval === null) return [];
  const { lower, upper } = primary.interval;
  const [least, most] = better === 'higher' ? [lower, upper] : [-upper, -lower];
  const verdict =
    least >= important
      ? 'the whole interval is at least that much better.'
      : most < important
        ? 'the interval rules out an improvement that large.'
        : 'the interval neither shows nor rules out an improvement that large.';
  return [`Important difference ${important}: ${verdict}`];
}

function effectRow(label: string, result: EstimateOrRefusal): string[] {
  if ('refused' in result) return [label, '–', `refused: ${result.refused}`, '–', String(result.n)];
  const { estimate, interval, p, n } = result;
  const range = interval === null ? '–' : `${round(interval.lower)} to ${round(interval.upper)}`;
  return [label, round(estimate), range, p === null ? '–' : probability(p), String(n)];
}

function counted(counts: Counts): string[] {
  return [...counts.byArm.map((arm) => String(arm.n)), String(counts.total)];
}

function meanText(mean: Mean): string {
  return mean.interval
    ? `${round(mean.mean)} (${round(mean.interval.lower)} to ${round(mean.interval.upper)})`
    : round(mean.mean);
}

function round(value: number | null): string {
  if (value === null) return '–';
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}

function probability(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

function percent(level: number): string {
  return `${Number((100 * level).toFixed(1))} %`;
}

/** Rows of cells as aligned columns: the first to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, j) => Math.max(...rows.map((row) => row[j]!.length)));
  return rows
    .map((row) => row.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]! + 3))).join(''))
    .join('\n');
}
