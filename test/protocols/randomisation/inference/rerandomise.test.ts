import { randomFrom, share } from '#protocols/randomisation/characteristics/random';
import { rerandomise, type Observed, type Rerandomised, type Wish } from '#protocols/randomisation/inference/rerandomise';
import { rerandomiseStudentised } from '#protocols/randomisation/inference/rerandomise-studentised';
import { replayOf } from '#protocols/randomisation/inference/replays';
import type { Scheme } from '#protocols/model/scheme';

const pair = [
  { id: 'A', ratio: 1 },
  { id: 'B', ratio: 1 },
];
const blocks: Scheme = { method: 'permuted-blocks', arms: pair, sizes: [4] };
const binary = (id: string) => ({ id, levels: ['0', '1'], weight: 1 });
const three: Scheme = { method: 'permuted-blocks', arms: [...pair, { id: 'C', ratio: 1 }], sizes: [3] };
const minimisation: Scheme = {
  method: 'minimisation',
  arms: pair,
  factors: [binary('f'), binary('g')],
  measure: 'range',
  p: [4, 5],
  burnIn: 0,
};

/** @param arms 1 for the first arm, 0 for the second, 2 for a third. */
const observe = (arms: string, outcome: readonly number[], more: Partial<Observed> = {}): Observed => ({
  arms: Uint8Array.from(arms, (arm) => '102'.indexOf(arm)),
  outcome: Float64Array.from(outcome),
  stratum: new Int32Array(outcome.length),
  strata: 1,
  profiles: outcome.map(() => ({ levels: {} })),
  covariates: [],
  ...more,
});
const wish: Wish = { mode: 'exact', draws: 0, seed: 1, level: 0.95 };
const run = (scheme: Scheme, observed: Observed, more: Partial<Wish> = {}): Rerandomised => {
  const found = rerandomise(scheme, observed, { ...wish, ...more });
  if ('refused' in found) throw new Error(found.refused);
  return found;
};

const twoStrata = () =>
  observe('10100110', [12, 9, 14, 8, 6, 11, 10, 7], { stratum: Int32Array.from([0, 0, 0, 0, 1, 1, 1, 1]), strata: 2 });
const minimised = () =>
  observe('10001110', [7.4, 4.1, 5.0, 4.6, 8.2, 6.9, 7.7, 5.3], {
    profiles: ['00', '10', '01', '00', '11', '10', '01', '11'].map((text) => ({ levels: { f: text[0]!, g: text[1]! } })),
  });

describe('worked examples, to every digit', () => {
  it('1: stratified blocks', () => {
    const found = run(blocks, twoStrata(), { level: 0.9 });
    expect(found).toMatchObject({ statistic: 4.25, reference: 36, method: 'exact', standardError: 0 });
    expect(found.pOneSided).toBeCloseTo(1 / 36, 12);
    expect(found.pTwoSided).toBeCloseTo(2 / 36, 12);
    expect(found.interval![0]).toBeCloseTo(3, 12);
    expect(found.interval![1]).toBeCloseTo(6, 12);
    expect(found.leastP).toBeCloseTo(2 / 36, 12);
  });

  it('3: minimisation, whose allocations are not equally likely', () => {
    const at = (level: number) => run(minimisation, minimised(), { level });
    expect(at(0.8).statistic).toBeCloseTo(2.8, 12);
    expect(at(0.8).pTwoSided).toBeCloseTo(0.131072, 12);
    expect(at(0.8).interval![0]).toBeCloseTo(1.6, 2);
    expect(at(0.8).interval![1]).toBeCloseTo(3.27, 2);
    expect(at(0.9).interval).toEqual([null, null]);
    expect(at(0.9).leastP).toBeCloseTo(0.131072, 12);
  });

  it('4: constrained clusters', () => {
    const clusters = [10, 12, 15, 18, 20, 23, 25, 31].map((x, i) => ({ id: String(i), covariates: { x } }));
    const of = (keep: { share: [number, number] } | { difference: number } | null): Scheme => ({
      method: 'cluster',
      arms: pair,
      clusters,
      design: keep ? 'constrained' : 'simple',
      ...(keep && { constraint: { covariates: [{ id: 'x', weight: 1 }], keep } }),
    });
    const seen = observe('01010110', [4.1, 6.5, 4.4, 7.7, 5.1, 8.3, 7.4, 7.3]);
    for (const keep of [{ difference: 2 }, { share: [1, 4] as [number, number] }]) {
      const kept = run(of(keep), seen);
      expect(kept).toMatchObject({ reference: 24, method: 'exact' });
      expect(kept.statistic).toBeCloseTo(2.25, 12);
      expect(kept.pTwoSided).toBeCloseTo(1 / 12, 12);
      expect(kept.leastP).toBeCloseTo(1 / 12, 12);
    }
    expect(run(of(null), seen).reference).toBe(70);
    expect(run(of(null), seen).pTwoSided).toBeCloseTo(0.0571429, 6);
  });
});

describe('the test', () => {
  it('changes sign and nothing else when the arms are swapped, and does not feel a shift', () => {
    const seen = twoStrata();
    const swapped = { ...seen, arms: seen.arms.map((arm) => 1 - arm) };
    const shifted = { ...seen, outcome: seen.outcome.map((y) => 2 * y + 100) };
    const [one, other, scaled] = [
      run(blocks, seen, { level: 0.9 }),
      run(blocks, swapped, { level: 0.9 }),
      run(blocks, shifted, { level: 0.9 }),
    ];
    expect(other.statistic).toBeCloseTo(-one.statistic, 12);
    expect(other.pTwoSided).toBeCloseTo(one.pTwoSided, 12);
    expect(other.interval![0]).toBeCloseTo(-one.interval![1]!, 12);
    expect(scaled.statistic).toBeCloseTo(2 * one.statistic, 10);
    expect(scaled.interval![1]).toBeCloseTo(12, 9);
  });

  it('by draws agrees with the list within its stated error', () => {
    for (const [scheme, seen] of [
      [blocks, twoStrata()],
      [minimisation, minimised()],
    ] as const) {
      const exact = run(scheme, seen);
      const drawn = run(scheme, seen, { mode: 'draws', draws: 40_000 });
      expect(drawn.method).toBe('monte-carlo');
      expect(drawn.reference).toBe(40_000);
      expect(Math.abs(drawn.pTwoSided - exact.pTwoSided)).toBeLessThan(4 * drawn.standardError);
    }
  });

  it('stops drawing once the answer is clear, and says with what error', () => {
    const random = randomFrom(3);
    const n = 200;
    const arms = new Uint8Array(n);
    replayOf(blocks, { stratum: new Int32Array(n), strata: 1, profiles: [] })(random, arms);
    const strong = {
      ...observe(
        '0'.repeat(n),
        [...arms].map((arm) => 1 - arm + 0.3 * share(random)),
      ),
      arms,
    };
    const found = run(blocks, strong, { mode: 'auto' });
    expect(found.method).toBe('monte-carlo');
    expect(found.reference).toBe(10_000);
    expect(found.pTwoSided).toBeLessThan(0.001);
    expect(found.interval![0]).toBeLessThan(1);
    expect(found.interval![1]).toBeGreaterThan(1);
  });

  it('holds its level where people are minimised and their factors matter, and the t-test does not', () => {
    const random = randomFrom(11);
    const n = 60;
    const scheme: Scheme = { ...minimisation, measure: 'variance', p: [17, 20] } as Scheme;
    const trials = 400;
    let rejected = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const profiles = Array.from({ length: n }, () => ({
        levels: { f: share(random) < 0.5 ? '0' : '1', g: share(random) < 0.5 ? '0' : '1' },
      }));
      const sequence = { stratum: new Int32Array(n), strata: 1, profiles };
      const arms = new Uint8Array(n);
      replayOf(scheme, sequence)(random, arms);
      const outcome = Float64Array.from(
        profiles,
        ({ levels }) => Number(levels.f) + Number(levels.g) + share(random) + share(random),
      );
      const found = run(scheme, { ...sequence, arms, outcome, covariates: [] }, { mode: 'draws', draws: 199, seed: trial + 1 });
      if (found.pTwoSided <= 0.05) rejected += 1;
    }
    expect(Math.abs(rejected / trials - 0.05)).toBeLessThan(4 * Math.sqrt(0.0475 / trials));
  });

  it('adjusts for covariates that do not know the arms', () => {
    const random = randomFrom(5);
    const n = 80;
    const sequence = { stratum: new Int32Array(n), strata: 1, profiles: [] };
    const arms = new Uint8Array(n);
    replayOf(blocks, sequence)(random, arms);
    const age = Float64Array.from(arms, () => 20 + 50 * share(random));
    const outcome = Float64Array.from(arms, (arm, i) => 0.5 * (1 - arm) + age[i]! / 4 + share(random));
    const bare = run(blocks, { ...sequence, arms, outcome, covariates: [] }, { mode: 'draws', draws: 4000 });
    const adjusted = run(blocks, { ...sequence, arms, outcome, covariates: [age] }, { mode: 'draws', draws: 4000 });
    const width = ({ interval }: Rerandomised) => interval![1]! - interval![0]!;
    expect(width(adjusted)).toBeLessThan(width(bare) / 3);
    expect(adjusted.interval![0]).toBeLessThan(0.5);
    expect(adjusted.interval![1]).toBeGreaterThan(0.5);
  });
});

describe('three arms', () => {
  const seen = () => observe('102210', [9, 4, 6, 7, 8, 3]);

  it('are compared at once by the sum of squares between them, over every allocation', () => {
    const found = run(three, seen());
    // Two blocks of three in every order; the means are 8.5, 3.5 and 6.5 about 37/6.
    expect(found).toMatchObject({
      reference: 36,
      method: 'exact',
      pOneSided: null,
      interval: null,
      intervalRefused: 'several-arms',
    });
    const mean = 37 / 6;
    expect(found.statistic).toBeCloseTo(2 * ((8.5 - mean) ** 2 + (3.5 - mean) ** 2 + (6.5 - mean) ** 2), 12);
    // Only the six ways to name the same three pairs are as far apart.
    expect(found.pTwoSided).toBeCloseTo(6 / 36, 12);
    const swapped = { ...seen(), arms: seen().arms.map((arm) => (arm + 1) % 3) };
    expect(run(three, swapped).statistic).toBeCloseTo(found.statistic, 12);
    const drawn = run(three, seen(), { mode: 'draws', draws: 20_000 });
    expect(Math.abs(drawn.pTwoSided - found.pTwoSided)).toBeLessThan(4 * drawn.standardError);
  });

  it('or two of them, while all are drawn again', () => {
    const found = run(three, seen(), { contrast: [0, 1] });
    expect(found.statistic).toBeCloseTo(5, 12);
    // 9 and 8 against 4 and 3 in either direction: in each block one way out of six for each.
    expect(found.pTwoSided).toBeCloseTo(2 / 36, 12);
    expect(found.pOneSided).toBeCloseTo(1 / 36, 12);
    expect(run(three, seen(), { contrast: [1, 0] }).statistic).toBeCloseTo(-5, 12);
  });

  it('are drawn again by their own scheme whichever it is: batches, minimisation, unequal ratios', () => {
    const arms = [...pair, { id: 'C', ratio: 2 }];
    const batch: Scheme = { method: 'batch', arms, minimum: 4 };
    const exact = run(batch, observe('102211', [5, 4, 1, 6, 2, 8]));
    const drawn = run(batch, observe('102211', [5, 4, 1, 6, 2, 8]), { mode: 'draws', draws: 20_000 });
    expect(Math.abs(drawn.pTwoSided - exact.pTwoSided)).toBeLessThan(4 * drawn.standardError);
    const profiles = ['00', '10', '01', '00', '11', '10', '01', '11', '10'].map((text) => ({
      levels: { f: text[0]!, g: text[1]! },
    }));
    const outcome = [5, 4, 1, 6, 2, 8, 3, 7, 9];
    const equal: Scheme = { ...minimisation, arms: three.arms } as Scheme;
    const listed = run(equal, observe('102102102', outcome, { profiles }));
    const sampled = run(equal, observe('102102102', outcome, { profiles }), { mode: 'draws', draws: 20_000 });
    expect(Math.abs(sampled.pTwoSided - listed.pTwoSided)).toBeLessThan(4 * sampled.standardError);
    expect(
      run({ ...minimisation, arms } as Scheme, observe('102210222', outcome, { profiles }), { mode: 'draws', draws: 999 }).method,
    ).toBe('monte-carlo');
  });
});

describe('refusals', () => {
  const refused = (scheme: Scheme, seen: Observed, more: Partial<Wish> = {}) => rerandomise(scheme, seen, { ...wish, ...more });
  it('names what cannot be compared', () => {
    const wedge: Scheme = { method: 'stepped-wedge', arms: pair, clusters: [{ id: '1' }, { id: '2' }], sequences: [1, 1] };
    expect(refused(wedge, twoStrata())).toEqual({ refused: 'no-single-comparison' });
    expect(refused(three, observe('102102', [1, 2, NaN, 3, 4, NaN]), { contrast: [0, 2] })).toEqual({ refused: 'one-arm' });
    expect(refused(blocks, observe('1010', [NaN, NaN, NaN, NaN]))).toEqual({ refused: 'no-outcome' });
    expect(refused(blocks, observe('1111', [1, 2, 3, 4]))).toEqual({ refused: 'one-arm' });
    const many = observe(
      '10'.repeat(40),
      Array.from({ length: 80 }, (_, i) => i),
    );
    expect(refused(blocks, many)).toEqual({ refused: 'too-many-to-list' });
    const flat = { ...twoStrata(), covariates: [new Float64Array(8).fill(3)] };
    expect(refused(blocks, flat)).toEqual({ refused: 'singular-covariates' });
  });
  it('gives no interval where missing outcomes differ by arm', () => {
    const seen = observe('10100110', [NaN, 9, 14, 8, 6, 11, 10, 7]);
    expect(run(blocks, seen)).toMatchObject({ interval: null, intervalRefused: 'missing-differs-by-arm' });
  });
});

describe('batches', () => {
  const batch: Scheme = { method: 'batch', arms: pair, minimum: 4 };
  it('are listed with their own chances, odd ones by a coin', () => {
    const seen = observe('11010', [5, 4, 1, 6, 2]);
    const found = run(batch, seen);
    // C(5, 2) and C(5, 3), each with half the chance.
    expect(found.reference).toBe(20);
    const drawn = run(batch, seen, { mode: 'draws', draws: 30_000 });
    expect(Math.abs(drawn.pTwoSided - found.pTwoSided)).toBeLessThan(4 * drawn.standardError);
  });
});

describe('the studentised test', () => {
  const student = (observed: Observed, level = 0.95): Rerandomised => {
    const found = rerandomiseStudentised(blocks, observed, { seed: 1, level });
    if ('refused' in found) throw new Error(found.refused);
    return found;
  };
  /** A ratio reckoned plainly, person by person, for one allocation and effect. */
  const ratioOf = ({ outcome, arms: seen, stratum, strata }: Observed, arms: Uint8Array, delta: number): number => {
    const rest = outcome.map((y, i) => y - delta * (seen[i] === 0 ? 1 : 0));
    let [difference, variance] = [0, 0];
    const within = [0, 1].map((arm) => {
      const squares = Array.from({ length: strata }, (_, s) => {
        const own = [...rest.keys()].filter((i) => stratum[i] === s && arms[i] === arm).map((i) => rest[i]!);
        const mean = own.reduce((sum, y) => sum + y, 0) / own.length;
        return { mean, n: own.length, sum: own.reduce((sum, y) => sum + (y - mean) ** 2, 0) };
      });
      const df = squares.reduce((sum, { n }) => sum + n - 1, 0);
      return { squares, variance: squares.reduce((sum, own) => sum + own.sum, 0) / df };
    });
    for (let s = 0; s < strata; s += 1) {
      const [one, other] = [within[0]!.squares[s]!, within[1]!.squares[s]!];
      const weight = (one.n + other.n) / rest.length;
      difference += weight * (one.mean - other.mean);
      variance += weight ** 2 * (within[0]!.variance / one.n + within[1]!.variance / other.n);
    }
    return Math.abs(difference) / Math.sqrt(variance);
  };
  const uneven = () =>
    observe('10100110', [12, 9.5, 14.25, 8, 6, 11, 10, 7.5], { stratum: Int32Array.from([0, 0, 0, 0, 1, 1, 1, 1]), strata: 2 });
  const all = (): Uint8Array[] => {
    const blocksOf4 = ['1100', '1010', '1001', '0110', '0101', '0011'];
    return blocksOf4.flatMap((a) => blocksOf4.map((b) => Uint8Array.from(a + b, Number)));
  };
  const shareAt = (observed: Observed, delta: number): number => {
    const own = ratioOf(observed, observed.arms, delta);
    return all().filter((arms) => ratioOf(observed, arms, delta) >= own - 1e-9).length / 36;
  };

  it('is the share of allocations whose difference over its own error is as large', () => {
    const found = student(uneven());
    expect(found).toMatchObject({ reference: 36, method: 'exact' });
    expect(found.pTwoSided).toBeCloseTo(shareAt(uneven(), 0), 12);
    expect(found.statistic).toBeCloseTo(run(blocks, uneven()).statistic, 12);
  });

  it('has an interval at whose ends the share crosses what is allowed', () => {
    const { interval } = student(uneven(), 0.8);
    const [lower, upper] = interval as [number, number];
    for (const [end, out] of [
      [lower, -1e-6],
      [upper, 1e-6],
    ] as const) {
      expect(shareAt(uneven(), end - out)).toBeGreaterThan(0.2);
      expect(shareAt(uneven(), end + out)).toBeLessThanOrEqual(0.2);
    }
  });

  it('changes sign and nothing else when the arms are swapped, and follows a change of unit', () => {
    const seen = uneven();
    const one = student(seen, 0.8);
    const other = student({ ...seen, arms: seen.arms.map((arm) => 1 - arm) }, 0.8);
    const scaled = student({ ...seen, outcome: seen.outcome.map((y) => 3 * y - 50) }, 0.8);
    expect([other.statistic, other.pTwoSided]).toEqual([-one.statistic, one.pTwoSided]);
    expect(other.interval![0]).toBeCloseTo(-one.interval![1]!, 9);
    expect(scaled.pTwoSided).toBe(one.pTwoSided);
    expect(scaled.interval![0]).toBeCloseTo(3 * one.interval![0]!, 8);
  });
});
