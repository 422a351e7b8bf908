import type { ArmShare } from '../../model/scheme';
import { largestEigenvalue } from './largest-eigenvalue';
import { push, type Step } from './unfold';

/** Beyond so many draws the covariance of all pairs is not worth its time. */
export const MOST_DRAWS = 300;

/**
 * Efron's accidental bias: how much a covariate nobody thought of can be out of balance at worst, the largest eigenvalue of the
 * covariance of the draws (coded ±1 for two equal arms; in general an arm's indicator, standardised; the worst of the arms). 1 is complete randomisation.
 * @param steps of `unfold`; after those passed over, `MOST_DRAWS` at most are used.
 * @param passedOver so many first draws are left out, to see the method once it has settled.
 */
export function accidentalBias(steps: readonly Step[], arms: readonly ArmShare[], passedOver = 0): number {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  const coded = arms.length === 2 ? [0] : arms.map((_, arm) => arm);
  return Math.max(
    ...coded.map((arm) => {
      const share = arms[arm]!.ratio / sum;
      return largestEigenvalue(covarianceOf(steps.slice(passedOver), arm, arms.length)) / (share * (1 - share));
    }),
  );
}

/** Cov(1{draw i gives arm}, 1{draw j gives arm}) for all pairs, by carrying a signed measure from draw i on. */
function covarianceOf(steps: readonly Step[], arm: number, arms: number): Float64Array[] {
  const n = Math.min(steps.length - 1, MOST_DRAWS);
  const mean = steps.slice(0, n).map(({ reached, chances }) => expected(reached, chances, arm, arms));
  const rows = Array.from({ length: n }, () => new Float64Array(n));
  for (let i = 0; i < n; i += 1) {
    const row = rows[i]!;
    row[i] = mean[i]! * (1 - mean[i]!);
    // P(state after i, arm drawn at i) − P(arm at i) · P(state after i): what knowing draw i changes.
    let measure = changeBy(steps[i]!, steps[i + 1]!.reached, arm, mean[i]!);
    for (let j = i + 1; j < n; j += 1) {
      const { chances } = steps[j]!;
      row[j] = expected(measure, chances, arm, arms);
      rows[j]![i] = row[j]!;
      measure = push(steps[j]!, measure, steps[j + 1]!.reached.length);
    }
  }
  return rows;
}

function changeBy(step: Step, after: Float64Array, arm: number, mean: number): Float64Array {
  const measure = after.map((weight) => -mean * weight);
  for (let edge = 0; edge < step.from.length; edge += 1) {
    if (step.arm[edge] === arm) measure[step.to[edge]!]! += step.reached[step.from[edge]!]! * step.share[edge]!;
  }
  return measure;
}

/** The integral of an arm's chance over a measure on the states. */
function expected(measure: Float64Array, chances: Float64Array, arm: number, arms: number): number {
  let sum = 0;
  for (let state = 0; state < measure.length; state += 1) sum += measure[state]! * chances[state * arms + arm]!;
  return sum;
}
