import type { Dataset } from '#analysis/data/dataset';
import { inLanguage } from '#protocols/model/text';
import type { Provenance } from './archive';
import type { Preset } from './csv';

/** How a file is laid out, as its own page says it. */
export type Layout = Omit<Preset, 'id'> & { id: Preset['id'] | 'excel-workbook' };

/** What the file is, in Danish and in English; a file that travels alone must say what may be done with it. */
export function readmeLines(dataset: Dataset, preset: Layout, from: Provenance): string[] {
  const { protocol, version, digest } = from.opened;
  const shown = dataset.people.length;
  const isWorkbook = preset.id === 'excel-workbook';
  const simulated = {
    da: protocol.simulated ? ['SIMULEREDE DATA: ingen af disse mennesker findes.', ''] : [],
    en: protocol.simulated ? ['SIMULATED DATA: none of these people exist.', ''] : [],
  };
  const facts = [
    `protocol: ${protocol.id} ${version}`,
    `protocol sha256: ${digest}`,
    `plan sha256: ${from.plan}`,
    `cut-off position: ${from.cutoff}`,
    isWorkbook
      ? 'preset: excel-workbook (typed cells)'
      : `preset: ${preset.id} (UTF-8${preset.byteOrderMark ? ' + BOM' : ''}, "${preset.delimiter}", decimal "${preset.decimal}")`,
    `made on: ${preset.date(from.madeOn)}`,
    `rows: ${shown}, withheld: ${dataset.withheld}`,
  ];
  return [
    inLanguage(protocol.title, 'da'),
    'Pseudonymiserede data (personoplysninger) – pseudonymised (personal data)',
    '',
    ...simulated.da,
    'Filerne er personoplysninger: opbevar dem som aftalt, og giv dem ikke videre.',
    isWorkbook
      ? 'Arket Data har én række for hver person, der er trukket lod om. Kodebogen forklarer hver kolonne.'
      : 'data.csv har én række for hver person, der er trukket lod om. codebook.csv forklarer hver kolonne.',
    `${dataset.withheld} trukne deltagere er talt med, men ikke vist: de er slettet eller har bedt om at komme ud af data.`,
    'Deltagerkoderne gælder kun i denne fil, og rækkerne står i deres orden. Steder står som koder.',
    'Der er ingen datoer: dage tælles fra lodtrækningen (dag 0), og før den er de negative.',
    'En tom celle er en manglende værdi; grunden står i kolonnerne _missing og _blanks.',
    "Tekst, som et regneark kunne opfatte som en formel, eller som begynder med ', har fået ét ' foran. Fjern ét ' for at få teksten igen. Tal er urørte.",
    '',
    inLanguage(protocol.title, 'en'),
    ...simulated.en,
    'These files are personal data: keep them as agreed and do not pass them on.',
    isWorkbook
      ? 'The sheet Data has one row for each person drawn. The codebook explains every column.'
      : 'data.csv has one row for each person drawn. codebook.csv explains every column.',
    `${dataset.withheld} people drawn are counted, not shown: they were erased or asked to be let out of the data.`,
    'The codes of participants hold in this file only, and rows stand in their order. Sites are codes.',
    'There are no dates: days count from the draw (day 0) and are negative before it.',
    'An empty cell is a missing value; the reason is in the columns _missing and _blanks.',
    "Text that a spreadsheet could take for a formula, or that begins with ', has one ' in front. Remove one ' to have the text again. Numbers are untouched.",
    ...(preset.id === 'statistics' ? ['lodtraek analyse plan.json data.csv computes the locked primary result again.'] : []),
    '',
    ...facts,
  ];
}
