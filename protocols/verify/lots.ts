/** The kinds of fact that give somebody an arm: by the scheme, in the place of another, by a sheet on a day without power. */
const LOTS: readonly string[] = ['allocated', 'allocated-as-replacement', 'allocated-by-sheet'];

export const isLot = (kind: string): boolean => LOTS.includes(kind);
