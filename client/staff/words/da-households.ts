/** Words about people who are drawn together. */
export const daHouseholds = {
  households: {
    column: 'Husstand',
    number: (n: number) => `Husstand ${n}`,
    alone: 'Alene',
    title: 'Bor to af dem sammen?',
    lead: 'De, der bor sammen, får det samme lod. Skriv det, før der trækkes lod.',
    person: 'Hvem?',
    with: 'Bor sammen med',
    nobody: 'Ingen på holdet',
    save: 'Gem',
  },
};

export type HouseholdWords = typeof daHouseholds;
