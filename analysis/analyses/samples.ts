import { isRounding, variance } from '../describe/mean';
import { decline, type Declined } from './method';
import type { Rows } from './rows';
import type { Two } from './each-arm';

/** The outcomes of two arms apart, or the refusal both share: an arm of one, no spread anywhere. */
export function samplesOf({ outcome, arm, contrast }: Two, rows: Rows): { treated: number[]; reference: number[] } | Declined {
  const own = (name: string) => outcome.filter((_, i) => arm[i] === name);
  const treated = own(contrast.treated);
  const reference = own(contrast.reference);
  if (treated.length < 2 || reference.length < 2)
    return decline('too-few', 'A spread needs at least two people in each arm.', rows);
  if (isRounding(variance(treated) + variance(reference), outcome)) {
    return decline('no-variance', 'Within each arm everyone has the same outcome, so no standard error exists.', rows);
  }
  return { treated, reference };
}
