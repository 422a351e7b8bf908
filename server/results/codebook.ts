import type { Variable } from '#analysis/data/variables';
import { inLanguage, type Language } from '#protocols/model/text';
import type { Cell } from './csv';

const HEADER = [
  'name',
  'label_da',
  'label_en',
  'type',
  'codes_da',
  'codes_en',
  'lowest',
  'highest',
  'empty_da',
  'empty_en',
  'source',
];

/** The codebook, a header and one row for each column of the data. */
export function codebookRows(variables: readonly Variable[]): Cell[][] {
  return [
    HEADER,
    ...variables.map(({ column, label, codes, range, empty, source }): Cell[] => {
      const list = (language: Language) =>
        codes.map((one) => `${one.code} = ${inLanguage(one.label, language)}`).join(' | ') || null;
      const [lowest, highest] = range ?? [null, null];
      const words = (language: Language) => empty && inLanguage(empty, language);
      return [
        column.name,
        inLanguage(label, 'da'),
        inLanguage(label, 'en'),
        column.kind,
        list('da'),
        list('en'),
        lowest,
        highest,
        words('da'),
        words('en'),
        source,
      ];
    }),
  ];
}
