import type { HouseholdWords } from './da-households';

export const enHouseholds: HouseholdWords = {
  households: {
    column: 'Household',
    number: (n) => `Household ${n}`,
    alone: 'Alone',
    title: 'Do two of them live together?',
    lead: 'Those who live together get the same lot. Note it before lots are drawn.',
    person: 'Who?',
    with: 'Lives with',
    nobody: 'Nobody in the cohort',
    save: 'Save',
  },
};
