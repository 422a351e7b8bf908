import type { Static, TObject } from '@sinclair/typebox';
import { boundariesOf, exitsOf, sequentialCost, sequentialFault } from '../effect/group-sequential';
import { normalQuantile } from '../numeric/distributions';
import { findRoot } from '../numeric/find-root';
import { cannot, type NotReckoned, type Sizes, type TWO_ARMS } from './design';
import type { Test } from './chances';

/** More people than this no trial here will find. */
const MOST = 1e7;

/** The smallest number, not whole, at which a rising power is the wanted one; null where even ten million do not suffice. */
export function smallest(powerAt: (n: number) => number, wanted: number, least: number): number | null {
  if (powerAt(least) >= wanted) return least;
  let high = Math.max(2 * least, 4);
  while (powerAt(high) < wanted) {
    if (high > MOST) return null;
    high *= 2;
  }
  const found = findRoot((n) => powerAt(n) - wanted, Math.max(least, high / 2), high, 1e-12);
  return 'root' in found ? found.root : null;
}

/** Rounded up, but not for a hair that is the search's. */
export const wholeUp = (n: number): number => Math.ceil(n - 1e-9 * n);

type TwoArms = Static<TObject<typeof TWO_ARMS>>;

/** The test a two-arm design asks for, or why it makes no sense. */
export function testOf({ goal = 'superiority', alpha = 0.05, sides, margin }: TwoArms): Test | NotReckoned {
  if (goal === 'superiority' && margin !== undefined)
    return cannot('margin', 'A margin belongs to non-inferiority or equivalence. Say which as “goal”, or remove it.');
  if (goal !== 'superiority' && margin === undefined)
    return cannot('margin', `For ${goal} say the “margin”: the largest difference that does not matter.`);
  if (goal === 'non-inferiority' && sides === 2)
    return cannot('sides', 'Non-inferiority is one-sided. Say “sides”: 1, and half the alpha if the usual interval is to agree.');
  return { goal, alpha, sides: goal === 'superiority' ? (sides ?? 2) : 1, margin: margin ?? 0 };
}

/** What looks make of the power of a single test at the end. */
export interface Looking {
  powerWith(single: number): number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The looks of a design, or what is wrong with them; without looks the power is what it is. */
export function lookingOf({ looks, power }: TwoArms, test: Test): Looking | NotReckoned {
  if (!looks) return { powerWith: (single) => single, details: {} };
  if (test.goal !== 'superiority') return cannot('looks', 'Looks are reckoned for superiority. Remove “looks” or “goal”.');
  const plan = { spending: looks.spending, alpha: test.alpha, sides: test.sides };
  const fault = sequentialFault(plan, looks.fractions);
  if (fault !== null) return cannot('looks', fault);
  if (looks.fractions[looks.fractions.length - 1] !== 1)
    return cannot('looks', 'The last look is the end of the trial: its share of the information is 1.');
  const boundaries = boundariesOf(plan, looks.fractions);
  const z = normalQuantile(test.alpha / test.sides, 'upper');
  return {
    powerWith: (single) => {
      if (single <= 0 || single >= 1) return single;
      return exitsOf(boundaries, plan.sides, z + normalQuantile(single)).upper.reduce((total, chance) => total + chance, 0);
    },
    details: { boundaries, cost: sequentialCost(boundaries, plan, power ?? 0.9) },
  };
}

/** As many drawn as leave the wanted number when a share is lost. */
export const drawnFor = (n: number, attrition = 0): number => wholeUp(n / (1 - attrition));

/** Both arms drawn. */
export const bothDrawn = ({ control, treated }: Sizes, attrition?: number): Sizes => ({
  control: drawnFor(control, attrition),
  treated: drawnFor(treated, attrition),
});

/** What is missing of size and power, or that neither or both are told. */
export function askedFor({ n, power }: { n?: number; power?: number }): 'size' | 'power' | NotReckoned {
  if (n === undefined && power === undefined)
    return cannot('nothing-to-find', 'Say “power”, and the number of people is found, or “n”, and the power is.');
  if (n !== undefined && power !== undefined)
    return cannot('nothing-to-find', 'Both “n” and “power” are told. Leave out the one that is to be found.');
  return n === undefined ? 'size' : 'power';
}

/** Refusals where the search ends without a number. */
export const TOO_MANY = cannot('no-size', 'Not even ten million people give that power. Look at the difference and the margin.');
