/** The part of jStat this house calls: first guesses of quantiles, which distributions.ts then closes itself. */
declare module 'jstat' {
  export const jStat: {
    studentt: { inv(p: number, df: number): number };
    centralF: { inv(p: number, df1: number, df2: number): number };
    chisquare: { inv(p: number, df: number): number };
  };
}
