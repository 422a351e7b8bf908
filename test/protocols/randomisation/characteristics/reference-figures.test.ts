import { characteristicsOf, USUAL } from '#protocols/randomisation/characteristics/characteristics';
import { accidentalBias } from '#protocols/randomisation/characteristics/accidental-bias';
import { unfold, type Step } from '#protocols/randomisation/characteristics/unfold';
import { countFeasible } from '#protocols/randomisation/methods/maximal';
import { lawOf } from '#protocols/randomisation/methods/law-of';
import { findSchemeFaults } from '#protocols/randomisation/scheme';
import type { Scheme, StratumScheme } from '#protocols/model/scheme';

/** Published or derived figures; R numbers are those of the randomisation reference, with the source each names there. */
const inRatio = (...ratios: number[]) => ratios.map((ratio, index) => ({ id: 'ABCDEFGH'[index]!, ratio }));
const pair = inRatio(1, 1);
const of = (scheme: Record<string, unknown>): Scheme => ({ arms: pair, ...scheme }) as Scheme;
const behave = (scheme: Record<string, unknown>, n: number, strata = 1) => {
  const whole = of(scheme);
  expect(findSchemeFaults(whole)).toEqual([]);
  return characteristicsOf(whole, { ...USUAL, n, strata });
};
const blocks = (...sizes: number[]) => ({ method: 'permuted-blocks', sizes });
const EXACT = 1e-6;

describe('permuted blocks', () => {
  it.each([
    ['R1', [2], 0.75, 0.5, 0.5],
    ['R2', [4], 0.708333, 1 / 3, Math.log2(6) / 4],
    ['R3', [6], 0.683333, 0.25, 0.72032],
    ['R4', [8], 0.666071, 0.2, 0.76616],
    ['R5', [10], 0.653175, 1 / 6, Math.log2(252) / 10],
    // The reference prints .87477; log2(184756) / 20 is .874763.
    ['R6', [20], 0.616887, 0.090909, Math.log2(184756) / 20],
  ] as const)('%s: blocks of %j', (_, sizes, rate, forced, bits) => {
    const found = behave(blocks(...sizes), 3 * sizes[0]);
    expect(found.method).toBe('exact');
    expect(Math.abs(found.correctGuessRate - rate)).toBeLessThan(EXACT);
    expect(Math.abs(found.forcedRate - forced)).toBeLessThan(EXACT);
    expect(found.entropyBits).toBeCloseTo(bits, 5);
    const half = sizes[0] / 2;
    const ways = Array.from({ length: half }, (_unused, i) => (half + i + 1) / (i + 1)).reduce((a, b) => a * b, 1);
    // Blackwell and Hodges: m + (4^m / C(2m, m) − 1) / 2 right guesses a block.
    expect(found.correctGuessRate * sizes[0]).toBeCloseTo(half + (4 ** half / ways - 1) / 2, 9);
    expect(found.accidentalBias).toBeCloseTo(sizes[0] / (sizes[0] - 1), 9);
  });

  it.each([
    ['R7', [2, 4], 0.722222],
    ['R8', [4, 6], 0.693333],
    ['R9', [2, 4, 6], 0.702778],
    ['R10', [4, 6, 8], 0.681217],
  ] as const)('%s: sizes drawn among %j, over whole blocks', (_, sizes, rate) => {
    const found = behave(blocks(...sizes), 600);
    expect(Math.abs(found.longRunGuessRate! - rate)).toBeLessThan(EXACT);
    // A trial of 600 cuts its last block.
    expect(Math.abs(found.correctGuessRate - rate)).toBeLessThan(1e-3);
  });

  it.each([
    ['R11', inRatio(1, 1, 1), 3, 0.611111, 1 / 3, 0.86165],
    ['R12', inRatio(1, 1, 1), 6, 0.561111, 0.2, 1.08198],
    ['R15', inRatio(2, 1), 3, 0.777778, 0.44444, 0.52832],
    ['R16', inRatio(2, 1), 6, 0.744444, 0.28889, 0.65115],
    ['R17', inRatio(3, 2), 5, 0.72, 0.3, 0.66439],
  ] as const)('%s: %j in blocks of %i', (_, arms, size, rate, forced, bits) => {
    const found = behave({ ...blocks(size), arms }, 4 * size);
    expect(Math.abs(found.correctGuessRate - rate)).toBeLessThan(EXACT);
    expect(found.forcedRate).toBeCloseTo(forced, 5);
    expect(found.entropyBits).toBeCloseTo(bits, 5);
  });

  it('R20: D within a block at a random phase has variance (B + 1) / 6', () => {
    // Two thousand people over four hundred strata: a stratum stands anywhere in its block.
    const steps = unfold(lawOf(of(blocks(4)) as StratumScheme), pair, 4) as Step[];
    const variances = steps
      .slice(0, 4)
      .map(({ reached, imbalance }) => reached.reduce((sum, p, i) => sum + p * imbalance[i]! ** 2, 0));
    expect(variances.reduce((sum, one) => sum + one, 0) / 4).toBeCloseTo(5 / 6, 12);
    const found = behave(blocks(4), 100, 8);
    expect(Math.abs(found.imbalance.variance - 6.53)).toBeLessThan(0.2);
    expect(found.imbalance.bound).toBe(16);
    expect(found.stratumImbalance!.bound).toBe(2);
    expect(found.stratumImbalance!.variance * 8).toBeCloseTo(found.imbalance.variance, 9);
  });

  it('R36: with the last block cut', () => {
    const found = behave(blocks(30), 100);
    expect(Math.abs(found.correctGuessRate - 0.591759)).toBeLessThan(EXACT);
    expect(found.forcedRate).toBeCloseTo(0.05625, 9);
    expect(found.entropyBits * Math.LN2).toBeCloseTo(0.634773, 6);
  });
});

interface Expected {
  rate?: number;
  forced?: number;
  nats?: number;
  balanced?: number;
  variance?: number;
  mean?: number;
  bias?: number;
}

describe('other designs of two arms', () => {
  const rows: [string, Record<string, unknown>, number, Expected][] = [
    ['R23 even', { method: 'efron', p: [2, 3] }, 400, { variance: 40 / 9 }],
    ['R23 odd', { method: 'efron', p: [2, 3] }, 401, { variance: 41 / 9 }],
    ['R24 n=20', { method: 'efron', p: [2, 3] }, 20, { rate: 0.617053 }],
    ['R24 n=50, R51', { method: 'efron', p: [2, 3] }, 50, { rate: 0.621678, variance: 4.4053107 }],
    ['R24 n=100', { method: 'efron', p: [2, 3] }, 100, { rate: 0.623333 }],
    ['R24 n=1000', { method: 'efron', p: [2, 3] }, 1000, { rate: 0.624833 }],
    ['R25', { method: 'efron', p: [7, 10] }, 300, { rate: 0.642357 }],
    ['R27', { method: 'big-stick', tolerance: 4 }, 100, { rate: 0.55875, forced: 0.1175, balanced: 0.13, nats: 0.611702 }],
    ['R28 b=2', { method: 'big-stick', tolerance: 2 }, 50, { rate: 31 / 50 }],
    ['R28 b=3', { method: 'big-stick', tolerance: 3 }, 50, { rate: 28.944444444 / 50, bias: 1.953126 }],
    ['R29 n=10', { method: 'wei-urn', w: 0, alpha: 0, beta: 1 }, 10, { variance: 10 / 3, rate: 0.619237 }],
    ['R29 n=100, R31', { method: 'wei-urn', w: 0, alpha: 0, beta: 1 }, 100, { variance: 100 / 3, rate: 0.543438, bias: 2 }],
    ['R31 n=50', { method: 'wei-urn', w: 0, alpha: 0, beta: 1 }, 50, { rate: 0.559876 }],
    ['R30 n=10', { method: 'wei-urn', w: 1, alpha: 0, beta: 1 }, 10, { variance: 4 }],
    ['R30 n=50', { method: 'wei-urn', w: 1, alpha: 0, beta: 1 }, 50, { variance: 52 / 3 }],
    ['R30 n=100', { method: 'wei-urn', w: 1, alpha: 0, beta: 1 }, 100, { variance: 34 }],
    ['R32', { method: 'wei-urn', w: 1, alpha: 0, beta: 5 }, 100, { rate: 0.542098, balanced: 0.121293, nats: 0.683783 }],
    ['R33 rho 2', { method: 'smith', rho: 2 }, 100, { variance: 20.1198 }],
    ['R33 rho 2, n=400', { method: 'smith', rho: 2 }, 400, { variance: 80.12 }],
    [
      'R34',
      { method: 'smith', rho: 5 },
      100,
      { rate: 0.599974, balanced: 0.215997, forced: 0.01, nats: 0.646616, variance: 9.2889 },
    ],
    [
      'R35',
      { method: 'random-allocation-rule', n: 100 },
      100,
      { rate: 0.557823, forced: 0.019608, nats: 0.667838, bias: 100 / 99 },
    ],
    ['R37', { method: 'efron', p: [65, 100] }, 100, { rate: 0.613635, balanced: 0.237048, nats: 0.658526 }],
    ['R38', { method: 'ehrenfest', w: 10 }, 100, { rate: 0.585204, balanced: 0.180624, nats: 0.668774 }],
    ['R39 n=20', { method: 'truncated-binomial', n: 20 }, 20, { rate: 11.761971 / 20 }],
    ['R39 n=50', { method: 'truncated-binomial', n: 50 }, 50, { rate: 27.806879 / 50, bias: 4.5519 }],
    ['R40 lambda 2', { method: 'block-urn', lambda: 2 }, 1000, { rate: 0.6665 }],
    ['R40 lambda 3', { method: 'block-urn', lambda: 3 }, 1000, { rate: 0.632159 }],
    ['R40 lambda 4', { method: 'block-urn', lambda: 4 }, 1000, { rate: 0.612448 }],
    ['R44 tolerance 3', { method: 'maximal', n: 50, tolerance: 3 }, 50, { rate: 0.632071 }],
    ['R44 tolerance 2', { method: 'maximal', n: 50, tolerance: 2 }, 50, { rate: 0.67 }],
    ['R46', { method: 'simple' }, 100, { rate: 0.5, mean: 7.958924, balanced: 0.070385, variance: 100, bias: 1 }],
  ];

  it.each(rows)('%s', (_, scheme, n, expected) => {
    const found = behave(scheme, n);
    expect(found.method).toBe('exact');
    // As many digits as the figure was given with.
    const near = (own: number, theirs: number | undefined) => {
      if (theirs === undefined) return;
      const decimals = (String(theirs).split('.')[1] ?? '').length;
      expect(Math.abs(own - theirs)).toBeLessThanOrEqual(decimals > 7 ? 1e-7 : 0.6 * 10 ** -decimals);
    };
    near(found.correctGuessRate, expected.rate);
    near(found.forcedRate, expected.forced);
    near(found.entropyBits * Math.LN2, expected.nats);
    near(found.balancedRate, expected.balanced);
    near(found.imbalance.variance, expected.variance);
    near(found.imbalance.mean, expected.mean);
    near(found.accidentalBias!, expected.bias);
    expect(found.ratioDeviation).toBeLessThan(1e-12);
  });

  it('R21, R22: the law of |D| of Efron’s coin', () => {
    const { distribution } = behave({ method: 'efron', p: [2, 3] }, 400).imbalance;
    const chance = (size: number) =>
      distribution.filter(({ imbalance }) => Math.abs(imbalance) === size).reduce((sum, { probability }) => sum + probability, 0);
    expect([0, 2, 4, 6].map(chance)).toEqual([0.5, 0.375, 0.09375, 0.0234375].map((p) => expect.closeTo(p, 6)));
  });

  it('R26: the big stick tends to ½ + 1/(4b), and is forced 1/(2b) of the time', () => {
    for (const tolerance of [2, 3, 4]) {
      const found = behave({ method: 'big-stick', tolerance }, 2000);
      expect(found.correctGuessRate).toBeCloseTo(0.5 + 1 / (4 * tolerance), 2);
      expect(found.forcedRate).toBeCloseTo(1 / (2 * tolerance), 2);
      expect(found.imbalance.bound).toBe(tolerance);
    }
  });

  it('R42: the maximal procedure has 2 · 3^(m−1) sequences within two', () => {
    expect(countFeasible(12, 2)).toBe(486n);
    expect(countFeasible(50, 2)).toBe(564859072962n);
  });

  it('R45: the tails of complete randomisation', () => {
    const tail = (n: number, least: number) =>
      behave({ method: 'simple' }, n)
        .imbalance.distribution.filter(({ imbalance }) => Math.abs(imbalance) >= least)
        .reduce((sum, { probability }) => sum + probability, 0);
    expect(tail(100, 20)).toBeCloseTo(0.056888, 6);
    expect(tail(20, 6)).toBeCloseTo(0.263176, 6);
    expect(
      behave({ method: 'simple' }, 100).imbalance.distribution.find(({ imbalance }) => imbalance === 0)!.probability,
    ).toBeCloseTo(0.079589, 6);
  });

  it.each([
    [[2, 3], 4 / 3, 1.11112],
    [[7, 10], 1.4, 1.16],
  ] as const)('R48: Efron’s coin %j has accidental bias 2p, and 1 + (p − q)² once settled', (p, fromStart, settled) => {
    const scheme = of({ method: 'efron', p: [...p] }) as StratumScheme;
    const steps = unfold(lawOf(scheme), pair, 280) as Step[];
    expect(accidentalBias(steps, pair)).toBeCloseTo(fromStart, 6);
    expect(accidentalBias(steps, pair, 80)).toBeCloseTo(settled, 3);
  });

  it('R49: Wei’s urn forgets its start', () => {
    const steps = unfold(lawOf(of({ method: 'wei-urn', w: 0, alpha: 0, beta: 1 }) as StratumScheme), pair, 280) as Step[];
    expect(accidentalBias(steps, pair, 80)).toBeCloseTo(1.0081, 2);
  });
});

describe('identities', () => {
  const figures = (scheme: Record<string, unknown>, n: number) => {
    const { correctGuessRate, forcedRate, entropyBits, balancedRate, imbalance } = behave(scheme, n);
    return [correctGuessRate, forcedRate, entropyBits, balancedRate, imbalance.mean, imbalance.variance];
  };
  it.each([
    ['Smith with rho 1 is Wei’s urn (0, 0, 1)', { method: 'smith', rho: 1 }, { method: 'wei-urn', w: 0, alpha: 0, beta: 1 }, 40],
    ['Efron with p 1 is blocks of 2', { method: 'efron', p: [1, 1] }, blocks(2), 20],
    ['the random allocation rule is one block', { method: 'random-allocation-rule', n: 24 }, blocks(24), 24],
    ['the big stick of 1 is blocks of 2', { method: 'big-stick', tolerance: 1 }, blocks(2), 20],
    ['the block urn of 1 is blocks of 2', { method: 'block-urn', lambda: 1 }, blocks(2), 20],
    ['the maximal procedure of four within two is blocks of 4', { method: 'maximal', n: 4, tolerance: 2 }, blocks(4), 16],
    [
      'Chen with a fair coin is the big stick',
      { method: 'chen', p: [1, 2], tolerance: 3 },
      { method: 'big-stick', tolerance: 3 },
      40,
    ],
    ['the adjustable coin of 0 is complete randomisation', { method: 'adjustable-coin', a: 0 }, { method: 'simple' }, 40],
  ] as [string, Record<string, unknown>, Record<string, unknown>, number][])('%s', (_, one, other, n) => {
    figures(one, n).forEach((figure, index) => expect(figure).toBeCloseTo(figures(other, n)[index]!, 12));
  });
});

describe('unequal ratios are kept at every draw', () => {
  it.each([
    ['simple', { method: 'simple' }],
    ['blocks', blocks(8)],
    ['the random allocation rule', { method: 'random-allocation-rule', n: 24 }],
    ['the block urn', { method: 'block-urn', lambda: 2 }],
    ['the mass-weighted urn', { method: 'mass-weighted-urn', alpha: 2 }],
    ['drop the loser', { method: 'drop-the-loser', immigration: 1 }],
  ])('by %s, 2 : 1 : 1', (_, scheme) => {
    const found = behave({ ...scheme, arms: inRatio(2, 1, 1) }, 16);
    expect(found.method).toBe('exact');
    expect(found.ratioDeviation).toBeLessThan(1e-9);
  });
  it.each([
    [2, 1],
    [3, 2],
    [5, 3],
    [1, 4],
  ])('by the brick tunnel, %i : %i', (first, second) => {
    const found = behave({ method: 'brick-tunnel', arms: inRatio(first, second) }, 60);
    expect(found.ratioDeviation).toBeLessThan(1e-12);
    // Never a whole participant from the ray.
    expect(found.imbalance.bound).toBeLessThan(1 / first + 1 / second);
  });
});
