import type { Protocol } from '#protocols/model/protocol';
import { inLanguage, type Text } from '#protocols/model/text';
import { baselineOf } from '#protocols/rules/waves';
import type { BaselineWish } from '../describe/baseline-table';
import { collected } from './dataset';
import { scoreColumn, screeningColumn } from './protocol-plan';
import { quantitiesAsked } from './screening-columns';

/**
 * What a protocol's baseline table shows: the site, the screening's numbers and choices, then every score of the wave before the draw. The columns
 * are those of `variablesOf`.
 * @param siteCode what stands for a site in the table's column
 */
export function baselineWishes(protocol: Protocol, siteCode: (site: string) => string): BaselineWish[] {
  const baseline = baselineOf(protocol);
  return [
    {
      kind: 'category',
      column: 'site',
      label: { da: 'Sted', en: 'Site' },
      levels: protocol.sites.map(({ id, name }) => ({ code: siteCode(id), label: { da: name, en: name } })),
    },
    ...quantitiesAsked(protocol).map(({ item, question }): BaselineWish => ({
      kind: 'quantity',
      column: screeningColumn(item),
      label: question,
    })),
    ...(protocol.screening ?? []).map(({ id, question, choices }): BaselineWish => ({
      kind: 'category',
      column: screeningColumn(id),
      label: question,
      levels: choices.map((choice) => ({ code: choice.id, label: choice.title })),
    })),
    ...collected(protocol)
      .filter(({ wave }) => wave.id === baseline?.id)
      .flatMap(({ wave, instrument }) =>
        instrument.scores.map(({ id, title }): BaselineWish => ({
          kind: 'quantity',
          column: scoreColumn(instrument.id, id, wave.id),
          label: both(instrument.title, title),
        })),
      ),
  ];
}

const both = (instrument: Text, score: Text): Text => ({
  da: `${inLanguage(instrument, 'da')}: ${inLanguage(score, 'da')}`,
  en: `${inLanguage(instrument, 'en')}: ${inLanguage(score, 'en')}`,
});
