import type { Estimates } from '#protocols/model/analyses';

type Estimate = Estimates['estimates'][number];

/** Estimates as plain text for a terminal, rounded for reading; `--json` holds every digit. */
export function estimatesText({ estimates }: Estimates): string {
  return estimates.map(paragraph).join('\n\n');
}

function paragraph(own: Estimate): string {
  const people = Object.entries(own.nByArm).map(([arm, n]) => `${arm} ${n}`);
  const head = `${own.id} (${own.method}), ${own.n} people${people.length > 0 ? `: ${people.join(', ')}` : ''}`;
  if ('refused' in own) return `${head}\nNo estimate (${own.refused}): ${own.detail}`;
  const level = own.contrasts.find(({ interval }) => interval !== null)?.interval?.level ?? 0.95;
  const rows = own.contrasts.map(({ arm, reference, visit, estimate, standardError, df, interval, p }) => [
    `${arm}${reference === undefined ? '' : ` - ${reference}`}${visit === undefined ? '' : ` at ${visit}`}`,
    round(estimate),
    round(standardError),
    df === null ? '–' : df.toFixed(1),
    interval === null ? '–' : `${round(interval.lower)} to ${round(interval.upper)}`,
    p === null ? '–' : p < 0.001 ? '<0.001' : p.toFixed(3),
  ]);
  const table =
    rows.length === 0 ? [] : [['', 'estimate', 'error', 'df', `${Number((100 * level).toFixed(1))} % interval`, 'p'], ...rows];
  const described = rows.length === 0 ? [JSON.stringify(own.details, null, 2)] : [];
  return [head, ...aligned(table), ...described, ...own.warnings.map(({ detail }) => `Note: ${detail}`)].join('\n');
}

function round(value: number | null): string {
  if (value === null) return '–';
  if (value !== 0 && (Math.abs(value) < 0.01 || Math.abs(value) >= 1e7)) return value.toPrecision(3);
  const text = value.toFixed(Math.abs(value) < 1 ? 3 : 2);
  return text === '-0.000' ? '0.000' : text;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, j) => Math.max(...rows.map((row) => row[j]!.length)));
  return rows.map((row) => row.map((cell, j) => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]! + 3))).join(''));
}
