/** The words of the table of who was drawn. */
export const daBaseline = {
  title: 'Hvem der blev trukket lod om',
  lead: 'Fra før lodtrækningen. Forskelle mellem armene er tilfældige, for loddet afgjorde dem; derfor er der ingen test.',
  what: 'Kendetegn',
  everybody: { da: 'Alle', en: 'Everybody' },
  n: (n: string) => `n = ${n}`,
  meanSd: 'gennemsnit (standardafvigelse)',
  countShare: 'antal (andel)',
  share: (n: string, share: string) => `${n} (${share} %)`,
  missing: (n: string) => `${n} mangler`,
  notAnswered: 'Ikke besvaret',
};
export type BaselineWords = typeof daBaseline;
