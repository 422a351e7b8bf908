/** How many measurements there are and how they hang together: the variance of what is compared, as a share of one measurement's. */
export interface Measurements {
  readonly followUps: number;
  readonly baselines: number;
  /** Between any two measurements of one person. */
  readonly correlation: number;
  readonly analysis: 'post' | 'change' | 'ancova';
}

/**
 * The variance of a person's mean follow-up, of its change from the mean baseline, or of what covariance analysis leaves of it, over one measurement's.
 * Source: Frison and Pocock (1992), Statistics in Medicine 11, 1685–1704.
 */
export function measurementFactor({ followUps, baselines, correlation, analysis }: Measurements): number {
  const meanOf = (count: number) => (1 + (count - 1) * correlation) / count;
  const post = meanOf(followUps);
  if (analysis === 'post' || baselines === 0) return post;
  const before = meanOf(baselines);
  return analysis === 'change' ? post + before - 2 * correlation : post - (correlation * correlation) / before;
}

/** Clusters, or the groups of one arm: people in each on average, how alike they are, and how unequal the sizes. */
export interface Clusters {
  readonly size: number;
  readonly icc: number;
  /** Standard deviation of the sizes over their mean. */
  readonly variation?: number;
}

/** By how much clusters raise the variance of a mean. Source: Eldridge, Ashby and Kerry (2006), International Journal of Epidemiology 35, 1292–1300. */
export function designEffect({ size, icc, variation = 0 }: Clusters): number {
  return 1 + ((1 + variation * variation) * size - 1) * icc;
}

/** The usual inflation of a number of people: for clusters, less what the baseline explains, then for those who are lost. */
export function inflated(n: number, clusters: Clusters, baselineCorrelation: number, attrition: number): number {
  return (n * designEffect(clusters) * (1 - baselineCorrelation ** 2)) / (1 - attrition);
}

/** Exponential survival in one arm of a trial that takes people in evenly for a time and follows all until a later day: the share with an event. */
export function eventShare(hazard: number, accrual: number, followUp: number): number {
  if (accrual === 0) return -Math.expm1(-hazard * followUp);
  return 1 + (Math.exp(-hazard * (accrual + followUp)) - Math.exp(-hazard * followUp)) / (hazard * accrual);
}
