import { normalQuantile, normalTails } from '../numeric/distributions';

/** How much of alpha may have been spent when a share of the information is in. Sources: methods/group-sequential.md. */
export const SPENDINGS = ['obrien-fleming', 'pocock'] as const;
export type Spending = (typeof SPENDINGS)[number];

/**
 * The alpha spent in all when the share `fraction` > 0 of the planned information is in; all of it from 1 on.
 * @param alpha of one side: a two-sided test spends half of its own on each
 */
export function spentAt(spending: Spending, alpha: number, fraction: number): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha lies between 0 and 1, not at ${alpha}`);
  if (!(fraction > 0)) throw new RangeError(`a share of information is above 0, not ${fraction}`);
  if (fraction >= 1) return alpha;
  switch (spending) {
    case 'obrien-fleming':
      return 2 * normalTails(normalQuantile(alpha / 2, 'upper') / Math.sqrt(fraction)).upper;
    case 'pocock':
      return alpha * Math.log1p((Math.E - 1) * fraction);
  }
}
