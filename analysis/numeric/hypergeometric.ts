/** What a 2 × 2 table with fixed margins can be: the counts of one cell and the probability of each. */
export interface Hypergeometric {
  /** The smallest count that the margins allow; probability k belongs to least + k. */
  readonly least: number;
  readonly probabilities: Float64Array;
}

/**
 * Fisher's noncentral hypergeometric distribution: of `drawn` out of `marked` + `others`, how many are marked, at an odds ratio.
 * Built from the ratios of neighbouring probabilities, largest first to be summed, so that no factorial is needed.
 * Source: Fisher (1935), JRSS 98, 39–82; ratios from the definition.
 */
export function hypergeometric(marked: number, others: number, drawn: number, logOdds = 0): Hypergeometric {
  const least = Math.max(0, drawn - others);
  const most = Math.min(drawn, marked);
  const probabilities = new Float64Array(most - least + 1);
  let largest = 0;
  for (let k = 1; k < probabilities.length; k++) {
    const x = least + k - 1;
    probabilities[k] =
      probabilities[k - 1]! + logOdds + Math.log(((marked - x) * (drawn - x)) / ((x + 1) * (others - drawn + x + 1)));
    largest = Math.max(largest, probabilities[k]!);
  }
  let total = 0;
  for (let k = 0; k < probabilities.length; k++) {
    probabilities[k] = Math.exp(probabilities[k]! - largest);
    total += probabilities[k]!;
  }
  for (let k = 0; k < probabilities.length; k++) probabilities[k]! /= total;
  return { least, probabilities };
}
