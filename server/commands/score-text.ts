import type { Instrument } from '#protocols/model/instrument';
import { inLanguage } from '#protocols/model/text';
import { roundHalfUp, type Score, type Scored } from '#protocols/rules/score';

const DECIMALS = 2;

/** Scores as plain text for a terminal, rounded for reading; `--json` holds every digit. One table for each set of answers. */
export function scoreText(instrument: Instrument, sets: readonly Scored[]): string {
  const title = `${inLanguage(instrument.title, 'en')} (${instrument.id})`;
  if (instrument.scores.length === 0)
    return `${title}\nIt has no score here; its NOTICE.md says why. The answers are codes it has.`;
  const tables = sets.map((set, index) =>
    [...(sets.length > 1 ? [`Set ${index + 1}`] : []), tableOf(instrument, set)].join('\n'),
  );
  return [title, ...tables].join('\n\n');
}

function tableOf(instrument: Instrument, { scores, flags }: Scored): string {
  const rows = instrument.scores.map(({ id, title, range, bands }) => {
    const one = scores[id]!;
    const named = 'value' in one ? bands.filter((band) => one.bands.includes(band.id)) : [];
    return [
      id,
      'value' in one ? String(roundHalfUp(one.value, DECIMALS)) : '–',
      'value' in one ? `of ${range.join(' to ')}` : whyNot(one),
      [inLanguage(title, 'en'), ...named.map((band) => inLanguage(band.title, 'en'))].join('; '),
    ];
  });
  const flagged = [...(instrument.alerts ?? []), ...(instrument.patterns ?? [])].map(({ id, title }) => [
    id,
    flags[id]!,
    '',
    inLanguage(title, 'en'),
  ]);
  const all = [...rows, ...flagged];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function whyNot({ missing, allowed }: Extract<Score, { refused: string }>): string {
  return `no score: ${missing.length} unanswered (${missing.join(', ')}), ${allowed} allowed`;
}
