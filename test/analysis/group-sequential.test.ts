import seedrandom from 'seedrandom';
import reference from './reference/results/17_group_sequential.json';
import { conditionalPower, predictivePower, stagewise } from '#analysis/effect/conditional-power';
import {
  boundariesOf,
  type Boundary,
  exitsOf,
  sequentialCost,
  sequentialFault,
  type SequentialPlan,
} from '#analysis/effect/group-sequential';
import { spentAt, type Spending, SPENDINGS } from '#analysis/effect/spending';
import { normalQuantile } from '#analysis/numeric/distributions';
import { gaussLegendre, panels } from '#analysis/numeric/gauss-legendre';
import { expectClose } from './support/reference';

interface Bounds {
  kind: Spending;
  alpha: number;
  sides: 1 | 2;
  last: boolean;
  fractions: number[];
  spent: number[];
  z: number[];
}
const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const plan: SequentialPlan = { spending: 'obrien-fleming', alpha: 0.05, sides: 2 };
const thirds = [1 / 3, 2 / 3, 1];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const within = (actual: number, expected: number, error: number) => expect(Math.abs(actual - expected)).toBeLessThan(error);

// R's integration and its search for the root stop at 1e-9 absolute or a little better.
const BY_R = 5e-9;

describe('group-sequential boundaries agree with R and with published tables', () => {
  it.each(caseOf<Bounds[]>('boundaries_three_looks'))('$kind, alpha $alpha, $sides-sided, at $fractions', (own) => {
    const found = boundariesOf({ spending: own.kind, alpha: own.alpha, sides: own.sides }, own.fractions, own.last);
    found.forEach(({ z, spent }, k) => {
      expectClose(spent, own.spent[k]!, 1e-12);
      expectClose(z, own.z[k]!, BY_R);
    });
  });

  it.each(caseOf<Bounds[]>('boundaries_five_looks'))('$kind, $sides-sided, five looks', (own) => {
    const found = boundariesOf({ spending: own.kind, alpha: own.alpha, sides: own.sides }, own.fractions);
    // Miwa's method on a grid of 4,096 steps.
    found.forEach(({ z }, k) => expectClose(z, own.z[k]!, 2e-6));
  });

  it.each(caseOf<{ what: string; kind: string; z: number[] }[]>('published'))('$what', ({ kind, z }) => {
    const equal = (looks: number) => Array.from({ length: looks }, (_, k) => (k + 1) / looks);
    if (kind === 'obrien-fleming' || kind === 'pocock') {
      boundariesOf({ ...plan, spending: kind }, equal(5)).forEach((own, k) => within(own.z!, z[k]!, 0.00051));
      return;
    }
    // A published constant is right to half its last digit: alpha then is, to some hundredths of a point.
    z.forEach((constant, k) => {
      const looks = equal(k + 2).map((fraction): Boundary => {
        return { fraction, spent: 0, z: constant / (kind === 'falling' ? Math.sqrt(fraction) : 1), p: null };
      });
      within(2 * sum(exitsOf(looks, 2, 0).upper), 0.05, 0.0001);
    });
  });

  it('the chance of crossing at each look under a drift', () => {
    for (const { drift, obf, pocock } of caseOf<{ drift: number; obf: number[]; pocock: number[] }[]>('exits')) {
      const one = exitsOf(boundariesOf(plan, thirds), 2, drift);
      obf.forEach((chance, k) => expectClose(one.upper[k], chance, BY_R));
      const pocockPlan: SequentialPlan = { spending: 'pocock', alpha: 0.025, sides: 1 };
      const other = exitsOf(boundariesOf(pocockPlan, [0.3, 0.45, 0.9]), 1, drift);
      pocock.forEach((chance, k) => expectClose(other.upper[k], chance, BY_R));
    }
  });

  it('conditional and predictive power', () => {
    const own = caseOf<Record<string, number> & { end_only: Record<string, number> }>('conditional');
    const standing = { z: own.z!, fraction: own.fraction!, ahead: boundariesOf(plan, thirds).slice(1), sides: 2 as const };
    expectClose(conditionalPower(standing, 0), own.none!, BY_R);
    expectClose(conditionalPower(standing, standing.z / Math.sqrt(standing.fraction)), own.seen!, BY_R);
    expectClose(conditionalPower(standing, 3.24), own.planned!, BY_R);
    expectClose(predictivePower(standing, null), own.predictive_flat!, BY_R);
    expectClose(predictivePower(standing, { mean: 3.24, sd: 1.5 }), own.predictive_prior!, BY_R);
    const end = { ...standing, fraction: 2 / 3, ahead: standing.ahead.slice(1) };
    expectClose(conditionalPower(end, 3.24), own.end_only.planned!, BY_R);
    expectClose(predictivePower(end, null), own.end_only.predictive_flat!, BY_R);
  });

  it('stagewise p, median-unbiased drift and interval', () => {
    const bounds = boundariesOf(plan, thirds);
    for (const own of caseOf<{ look: number; z: number; p: number; lower: number; estimate: number; upper: number }[]>(
      'stagewise',
    )) {
      const found = stagewise(bounds.slice(0, own.look - 1), { z: own.z, fraction: thirds[own.look - 1]!, sides: 2 }, 0.95);
      expectClose(found.p, own.p, BY_R);
      within(found.estimate, own.estimate, 1e-7);
      within(found.interval.lower, own.lower, 1e-7);
      within(found.interval.upper, own.upper, 1e-7);
    }
  });
});

describe('group-sequential boundaries', () => {
  it.each(SPENDINGS)('%s: alpha is spent exactly, whatever the looks', (spending) => {
    for (const fractions of [[1], [0.5, 1], [0.1, 0.35, 0.4, 0.9, 1], [0.02, 0.2, 0.21, 0.5, 0.7, 0.71, 1.2]]) {
      for (const sides of [1, 2] as const) {
        const bounds = boundariesOf({ spending, alpha: 0.04, sides }, fractions);
        const { upper, lower } = exitsOf(bounds, sides, 0);
        expectClose(sum(upper) + sum(lower), 0.04, 1e-11);
        bounds.forEach(({ spent }, k) => within(sum(upper.slice(0, k + 1)) + sum(lower.slice(0, k + 1)), spent, 1e-12));
      }
    }
  });

  it('a look depends on those before it alone, one look is the plain test, and the mirror image has mirrored chances', () => {
    expect(boundariesOf(plan, [0.3, 0.5])).toEqual(boundariesOf(plan, [0.3, 0.5, 0.8, 1]).slice(0, 2));
    expectClose(boundariesOf(plan, [1])[0]!.z, normalQuantile(0.025, 'upper'), 1e-14);
    const bounds = boundariesOf(plan, thirds);
    const [there, back] = [exitsOf(bounds, 2, 1.7), exitsOf(bounds, 2, -1.7)];
    there.upper.forEach((chance, k) => expectClose(back.lower[k], chance, 1e-12));
  });

  it('spend nothing that is to speak of at a very early look, and lose nothing by it', () => {
    const [early, ...later] = boundariesOf(plan, [0.01, ...thirds]);
    expect(early).toEqual({ fraction: 0.01, spent: 0, z: null, p: null });
    later.forEach(({ z }, k) => expectClose(z, boundariesOf(plan, thirds)[k]!.z!, 1e-12));
  });

  it('an end that comes early spends what is left', () => {
    expect(boundariesOf(plan, [0.5, 0.8], true)[1]!.spent).toBe(0.05);
    expect(boundariesOf(plan, [0.5, 0.8])[1]!.spent).toBeLessThan(0.03);
  });

  it('cost: O’Brien and Fleming’s looks cost little, Pocock’s more and save more', () => {
    const fifths = [0.2, 0.4, 0.6, 0.8, 1];
    const costOf = (spending: Spending) => {
      const own = { ...plan, spending };
      const bounds = boundariesOf(own, fifths);
      const cost = sequentialCost(bounds, own, 0.9);
      expectClose(sum(exitsOf(bounds, 2, cost.drift).upper), 0.9, 1e-10);
      return cost;
    };
    const [mild, bold] = [costOf('obrien-fleming'), costOf('pocock')];
    expect(mild.inflation).toBeLessThan(bold.inflation);
    expect(bold.expected.planned).toBeLessThan(mild.expected.planned);
    expectClose(sequentialCost(boundariesOf(plan, [1]), plan, 0.9).inflation, 1, 1e-9);
  });

  it('the conditional power, averaged over what may be seen, is the power', () => {
    const bounds = boundariesOf(plan, [0.5, 1]);
    const { nodes, weights } = panels(-bounds[0]!.z!, bounds[0]!.z!, 0.5, 12);
    let later = 0;
    nodes.forEach((z, i) => {
      const density = Math.exp(-0.5 * (z - 3 * Math.SQRT1_2) ** 2) / Math.sqrt(2 * Math.PI);
      later += weights[i]! * density * conditionalPower({ z, fraction: 0.5, ahead: bounds.slice(1), sides: 2 }, 3);
    });
    expectClose(later, exitsOf(bounds, 2, 3).upper[1]!, 1e-10);
  });

  it('what is at fault is said', () => {
    expect(sequentialFault(plan, [0.5, 1])).toBeNull();
    expect(sequentialFault({ ...plan, alpha: 0.5 }, [1])).toMatch(/below 0.5/);
    expect(sequentialFault({ ...plan, sides: 3 as 2 }, [1])).toMatch(/one side or two/);
    expect(sequentialFault(plan, [])).toMatch(/no look/);
    expect(sequentialFault(plan, [0.5, 0.4])).toMatch(/Look 2/);
    expect(sequentialFault(plan, [0, 1])).toMatch(/Look 1/);
    expect(sequentialFault(plan, [1, 1.2])).toMatch(/must be the last/);
    expect(() => boundariesOf(plan, [0.5, 0.4])).toThrow(RangeError);
    expect(() => spentAt('pocock', 0, 0.5)).toThrow(RangeError);
    expect(() => spentAt('pocock', 0.05, 0)).toThrow(RangeError);
  });

  it('over 4,000 trials without an effect, one in twenty crosses, at the looks the boundaries say; the stagewise interval holds the drift', () => {
    const draw = seedrandom('looks');
    const bounds = boundariesOf({ ...plan, spending: 'pocock' }, [0.4, 0.7, 1]);
    const trials = 4000;
    let [crossed, held, intervals] = [0, 0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const drift = trial % 2 === 0 ? 0 : 2;
      let [score, before, stopped] = [0, 0, -1];
      for (let k = 0; k < bounds.length && stopped < 0; k++) {
        const { fraction, z } = bounds[k]!;
        score += drift * (fraction - before) + Math.sqrt(fraction - before) * normalQuantile(draw());
        before = fraction;
        if (Math.abs(score / Math.sqrt(fraction)) >= z! || k === bounds.length - 1) stopped = k;
      }
      const z = score / Math.sqrt(before);
      if (drift === 0 && Math.abs(z) >= bounds[stopped]!.z!) crossed++;
      if (trial % 40 !== 1) continue;
      intervals++;
      const { interval } = stagewise(bounds.slice(0, stopped), { z, fraction: before, sides: 2 }, 0.95);
      if (interval.lower <= drift && drift <= interval.upper) held++;
    }
    within(crossed / (trials / 2), 0.05, 4 * Math.sqrt((0.05 * 0.95) / (trials / 2)));
    within(held / intervals, 0.95, 4 * Math.sqrt((0.05 * 0.95) / intervals));
  });
});

describe('the Gauss–Legendre rule', () => {
  it('is exact for polynomials of degree 2n - 1, and laid in parts for what is no polynomial', () => {
    const { nodes, weights } = gaussLegendre(12);
    for (let degree = 0; degree < 24; degree++) {
      within(sum([...nodes].map((x, i) => weights[i]! * x ** degree)), degree % 2 === 0 ? 2 / (degree + 1) : 0, 1e-15);
    }
    const rule = panels(0, 20, 1, 12);
    expectClose(sum([...rule.nodes].map((x, i) => rule.weights[i]! * Math.exp(-x))), -Math.expm1(-20), 1e-14);
  });
});
