/** What an interval says about an effect, beside nought and beside the difference that matters. */
export type Judgement = 'clear' | 'possible' | 'small' | 'positive' | 'open' | 'harm';

/**
 * Reads an interval for people who do not read intervals.
 * @param better which direction of the outcome is the good one.
 * @param important the smallest difference that matters, in the outcome's unit, positive; null where the protocol names none.
 */
export function judge(interval: { lower: number; upper: number }, better: string, important: number | null): Judgement {
  const [worst, best] = better === 'lower' ? [-interval.upper, -interval.lower] : [interval.lower, interval.upper];
  if (best < 0) return 'harm';
  if (worst <= 0) return 'open';
  if (important === null) return 'positive';
  if (worst >= important) return 'clear';
  return best < important ? 'small' : 'possible';
}
