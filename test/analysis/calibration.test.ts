import seedrandom from 'seedrandom';
import { ancova } from '#analysis/effect/ancova';
import { hedgesCorrection, hedgesG } from '#analysis/effect/hedges-g';
import { welch } from '#analysis/effect/welch';
import { normalQuantile } from '#analysis/numeric/distributions';

// The long run of one proof takes a minute on an idle machine.
jest.setTimeout(300_000);

const full = process.env.LODTRAEK_FULL !== undefined;
const trials = full ? 5_000 : 200;

/** One simulated trial: unequal arms, a baseline, a two-level site that matters, and a spread of its own in each arm. */
function trial(draw: () => number, n: number, treatedShare: number, effect: number, spread: { treated: number; usual: number }) {
  const normal = () => normalQuantile(draw());
  const arm = Array.from({ length: n }, (_, i) => (i < n * treatedShare ? 'peer' : 'usual'));
  const site = arm.map(() => (draw() < 0.4 ? 'north' : 'south'));
  const before = arm.map(normal);
  const outcome = arm.map((name, i) => {
    const noise = normal() * (name === 'peer' ? spread.treated : spread.usual);
    return 0.6 * before[i]! + (site[i] === 'north' ? 0.5 : 0) + (name === 'peer' ? effect : 0) + noise;
  });
  return { arm, site, before, outcome, contrast: { treated: 'peer', reference: 'usual' }, level: 0.95 };
}

/** Asserts that a share counted over the simulated trials is the nominal one within four standard errors. */
function expectShare(count: number, of: number, nominal: number): void {
  const standardError = Math.sqrt((nominal * (1 - nominal)) / of);
  expect(Math.abs(count / of - nominal) / standardError).toBeLessThan(4);
}

const adjusted = (own: ReturnType<typeof trial>, standardErrors: 'model' | 'hc2' | 'hc3', interaction = false) => {
  const answer = ancova({
    ...own,
    arms: ['usual', 'peer'],
    covariates: [{ name: 'before', values: own.before }],
    factors: [{ name: 'site', values: own.site }],
    interaction,
    standardErrors,
  });
  if ('refused' in answer) throw new Error(answer.detail);
  return answer.estimates[0]!;
};

describe(`over ${trials} simulated trials without an effect`, () => {
  const rejections = (seed: string, p: (draw: () => number) => number) => {
    const draw = seedrandom(seed);
    let count = 0;
    for (let k = 0; k < trials; k++) if (p(draw) < 0.05) count++;
    return count;
  };

  it('analysis of covariance with model-based errors rejects one in twenty', () => {
    const equal = { treated: 1, usual: 1 };
    expectShare(
      rejections('ancova-model', (draw) => adjusted(trial(draw, 30, 0.4, 0, equal), 'model').p),
      trials,
      0.05,
    );
  });

  it('robust errors reject one in twenty where the small arm varies most, and model-based ones far too often', () => {
    const draw = seedrandom('ancova-robust');
    const rejected = { model: 0, hc2: 0, hc3: 0 };
    for (let k = 0; k < trials; k++) {
      const own = trial(draw, 200, 0.2, 0, { treated: 3, usual: 1 });
      for (const kind of ['model', 'hc2', 'hc3'] as const) if (adjusted(own, kind).p < 0.05) rejected[kind]++;
    }
    expectShare(rejected.hc3, trials, 0.05);
    expectShare(rejected.hc2, trials, 0.05);
    expect(rejected.model / trials).toBeGreaterThan(0.15);
  });

  it('slopes of their own in each arm reject one in twenty', () => {
    const unequal = { treated: 1.5, usual: 1 };
    expectShare(
      rejections('anhecova', (draw) => adjusted(trial(draw, 200, 0.5, 0, unequal), 'hc3', true).p),
      trials,
      0.05,
    );
  });

  it('Welch’s difference rejects one in twenty with 35 people against 5', () => {
    const p = (draw: () => number) => {
      const answer = welch(trial(draw, 40, 0.125, 0, { treated: 1, usual: 1 }));
      return 'refused' in answer ? 1 : answer.p;
    };
    expectShare(rejections('welch', p), trials, 0.05);
  });
});

describe('over simulated trials with an effect', () => {
  it('the robust interval of the adjusted difference holds the truth nineteen times in twenty', () => {
    const draw = seedrandom('coverage');
    let held = 0;
    for (let k = 0; k < trials; k++) {
      const { lower, upper } = adjusted(trial(draw, 120, 0.3, 0.7, { treated: 2, usual: 1 }), 'hc3').interval;
      if (lower <= 0.7 && 0.7 <= upper) held++;
    }
    expectShare(held, trials, 0.95);
  });

  it('Hedges’ g is without bias, and its exact interval, J apart, holds the truth nineteen times in twenty', () => {
    const draw = seedrandom('hedges');
    const runs = full ? 4_000 : 100;
    const delta = 0.8;
    let held = 0;
    const found: number[] = [];
    for (let k = 0; k < runs; k++) {
      const arm = Array.from({ length: 24 }, (_, i) => (i < 9 ? 'peer' : 'usual'));
      const outcome = arm.map((name) => normalQuantile(draw()) + (name === 'peer' ? delta : 0));
      const answer = hedgesG({ arm, outcome, contrast: { treated: 'peer', reference: 'usual' }, level: 0.95 }, 'noncentral-t');
      if ('refused' in answer) throw new Error(answer.detail);
      found.push(answer.estimate);
      const { lower, upper } = answer.interval;
      if (lower <= delta * hedgesCorrection(22) && delta * hedgesCorrection(22) <= upper) held++;
    }
    expectShare(held, runs, 0.95);
    const mean = found.reduce((total, value) => total + value) / runs;
    const sd = Math.sqrt(found.reduce((total, value) => total + (value - mean) ** 2, 0) / (runs - 1));
    expect(Math.abs(mean - delta) / (sd / Math.sqrt(runs))).toBeLessThan(4);
  });
});
