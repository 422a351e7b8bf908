import type { BaselineWords } from './da-baseline';

export const enBaseline: BaselineWords = {
  title: 'Who was drawn',
  lead: 'From before the draw. Differences between the arms are chance, for the lot decided them; therefore there is no test.',
  what: 'Characteristic',
  everybody: { da: 'Alle', en: 'Everybody' },
  n: (n) => `n = ${n}`,
  meanSd: 'mean (standard deviation)',
  countShare: 'number (share)',
  share: (n, share) => `${n} (${share}%)`,
  missing: (n) => `${n} missing`,
  notAnswered: 'Not answered',
};
