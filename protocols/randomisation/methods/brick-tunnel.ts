import type { ArmShare } from '../../model/scheme';
import { countingLaw } from './counting';
import type { Law } from './law';

/**
 * The brick tunnel for two arms in the ratio c : d. After n draws the first arm has its share n·c/(c+d) rounded down or up, and the chances
 * are the only ones that keep every single draw in the ratio: with r the remainder of n·c, the lower place has chance 1 − r/(c+d).
 */
export function brickTunnel(arms: readonly ArmShare[]): Law<readonly number[]> {
  const first = arms[0]!.ratio;
  const sum = first + arms[1]!.ratio;
  return countingLaw(2, ([a, b]) => {
    const n = a! + b!;
    const floor = Math.floor((n * first) / sum);
    const remainder = (n * first) % sum;
    const after = ((n + 1) * first) % sum;
    const climbs = Math.floor(((n + 1) * first) / sum) > floor;
    if (a === floor) return climbs ? [1, 0] : [after - remainder, sum - after];
    return climbs ? [after, remainder - after] : [0, 1];
  });
}
