/** True in `npm run test:full`: every combination, the sizes that figures are quoted at, and a picture of every page. */
export const thorough = process.env.LODTRAEK_FULL !== undefined;

/** The cases of an everyday run, in which every value occurs at least once, and in a thorough run the rest of the combinations as well. */
export const sampled = <Case>(everyday: readonly Case[], rest: readonly Case[]): readonly Case[] =>
  thorough ? [...everyday, ...rest] : everyday;
