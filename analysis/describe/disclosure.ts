/** People who look alike to somebody who knows the quasi-identifiers. */
export interface LikeClass {
  /** Their common values; null where nothing is known. */
  readonly values: readonly (string | null)[];
  readonly size: number;
  /** Different values of what is sensitive among them, and the exponential of their entropy. */
  readonly different: number;
  readonly diversity: number;
  /** How far their distribution of it lies from that of all: half the sum of absolute differences. */
  readonly distance: number;
}

/** How easily people in a table are told apart. */
export interface Disclosure {
  readonly people: number;
  /** Smallest first. */
  readonly classes: readonly LikeClass[];
  /** Means over people of one over the size of their class: the chance that somebody who knows who is in there finds them. */
  readonly meanRisk: number;
  readonly highestRisk: number;
}

/**
 * Counts those alike in all quasi-identifiers; something missing is a value of its own. k is the size of the smallest class, l its different sensitive
 * values, t the largest distance. See methods/disclosure.md.
 */
export function disclosureOf(quasi: readonly (readonly (string | null)[])[], sensitive: readonly (string | null)[]): Disclosure {
  const groups = new Map<string, number[]>();
  sensitive.forEach((_, i) => {
    const key = JSON.stringify(quasi.map((column) => column[i]));
    const own = groups.get(key);
    if (own) own.push(i);
    else groups.set(key, [i]);
  });
  const whole = countsOf(sensitive, sensitive.keys());
  const people = sensitive.length;
  const classes = [...groups].map(([key, own]): LikeClass => {
    const counts = countsOf(sensitive, own.values());
    const shares = [...counts.values()].map((count) => count / own.length);
    let distance = 0;
    for (const [value, count] of whole) distance += Math.abs((counts.get(value) ?? 0) / own.length - count / people);
    return {
      values: JSON.parse(key) as (string | null)[],
      size: own.length,
      different: counts.size,
      diversity: Math.exp(-shares.reduce((total, share) => total + share * Math.log(share), 0)),
      distance: distance / 2,
    };
  });
  classes.sort((a, b) => a.size - b.size || (JSON.stringify(a.values) < JSON.stringify(b.values) ? -1 : 1));
  return {
    people,
    classes,
    meanRisk: classes.length / people,
    highestRisk: 1 / classes[0]!.size,
  };
}

function countsOf(values: readonly (string | null)[], at: Iterable<number>): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const i of at) counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1);
  return counts;
}
