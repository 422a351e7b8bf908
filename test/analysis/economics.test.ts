import { areaUnderCurve } from '#analysis/effect/area-under-curve';
import { instrumentOf } from '#protocols/instruments/registry';
import { RESOURCES, resourceTitle } from '#protocols/rules/resource-use';
import type { Layout } from '#protocols/model/analyses';
import { type Asked, changed, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

const cases = new Map(
  (JSON.parse(referenceText('results/18_economics.json')) as { cases: { id: string; result: unknown }[] }).cases.map(
    ({ id, result }) => [id, result],
  ),
);
const data: Layout = { participant: 'id', arm: 'arm', control: 'usual' };
const csv = referenceText('data/sim_economics.csv');
const profile = (month: number) => ({
  items: ['mobility', 'selfcare', 'usual', 'pain', 'anxiety'].map((name) => `${name}_${month}`),
});
const utilities = { '0': profile(0), '0.25': profile(3), '1': profile(12) };
const used = (columns: string[], price: number) => ({ columns, price, year: 2025, source: 'invented for a test' });
const resources = {
  gp: used(['gp'], 150),
  'home-support': used(['home_hours'], 400),
  'psychiatric-bed': used(['psychiatric_days'], 3000),
  'peer-session': used(['meetings'], 250),
};
const qaly = (more: Record<string, unknown> = {}): Asked => ({ method: 'qaly', utilities, factors: ['site'], ...more });
const benefit = (more: Record<string, unknown> = {}): Asked => ({
  method: 'cost-effectiveness',
  effect: { utilities },
  cost: { resources },
  covariates: ['cost_pre'],
  factors: ['site'],
  threshold: 200_000,
  thresholds: [0, 100_000, 400_000, 800_000],
  seed: 1,
  replicates: 4000,
  ...more,
});
const found = find(csv, data, benefit());

interface ArmDetails {
  effect: { estimate: number; standardError: number };
  cost: { estimate: number; standardError: number };
  ratio: number | null;
  dominance: string;
  plane: Record<string, number>;
  netBenefit: { threshold: number; estimate: number; interval: { lower: number; upper: number } }[];
  acceptability: { threshold: number; probability: number }[];
}
const armOf = (one: typeof found) => (one.details.arms as ArmDetails[])[0]!;

describe('quality-adjusted life years', () => {
  interface Row {
    estimate: number;
    se: number;
    df: number;
    p: number;
    lo: number;
    hi: number;
    n: number;
  }
  it('agree with R: the Danish value set, the area, the utility at the start held', () => {
    const { adjusted, unadjusted_for_site: plain } = cases.get('qaly') as { adjusted: Row; unadjusted_for_site: Row };
    for (const [own, r] of [
      [find(csv, data, qaly()), adjusted],
      [find(csv, data, qaly({ factors: [] })), plain],
    ] as const) {
      expect(own.n).toBe(r.n);
      expectClose(own.estimate, r.estimate);
      expectClose(own.standardError, r.se);
      expectClose(own.df, r.df);
      expectClose(own.p, r.p);
      expectClose(own.interval!.lower, r.lo);
      expectClose(own.interval!.upper, r.hi);
    }
  });

  it('are discounted by whole years', () => {
    const { cases: areas } = cases.get('discounted_area') as {
      cases: { times: number[]; values: number[]; rate: number; area: number }[];
    };
    // R integrates numerically, to 1e-10.
    for (const { times, values, rate, area } of areas) expectClose(areaUnderCurve(times, values, rate), area, 1e-8);
    expect(areaUnderCurve([0, 1, 3], [1, 1, 1], 0)).toBe(3);
    expectClose(areaUnderCurve([0, 2], [1, 1], 0.03), 1 + 1 / 1.03);
  });

  it('from utilities are what they are from answers, and a shift of all utilities is one of the area', () => {
    const half = find(csv, data, qaly({ utilities: { '0': profile(0), '0.25': profile(3) } }));
    const long = find(csv, data, qaly({ utilities: { '0': profile(0), '2.5': profile(3) }, rate: 0 }));
    expectClose(long.estimate, 10 * half.estimate!);
    expectClose(long.p, half.p!);
    const unsaid = find(csv, data, qaly({ utilities: { '0': profile(0), '2.5': profile(3) } }));
    expect(unsaid.warnings.map(({ code }) => code)).toEqual(['not-discounted']);
    expect(String(half.details.valueSet)).toContain('Danish value set');
    const swapped = find(csv, { ...data, control: 'peer' }, qaly());
    expectClose(swapped.estimate, -find(csv, data, qaly()).estimate!);
  });

  it('can be analysed once imputed', () => {
    const impute = Object.fromEntries([...profile(3).items, ...profile(12).items].map((name) => [name, 'pmm']));
    const own = find(csv, data, {
      method: 'imputed',
      seed: 1,
      imputations: 3,
      turns: 2,
      impute,
      covariates: profile(0).items,
      analysis: qaly(),
    });
    expect(own.n).toBe(160);
  });

  it.each<[string, Asked]>([
    ['no-times', qaly({ utilities: { before: profile(0), '1': profile(12) } })],
    ['no-times', qaly({ utilities: { '0.5': profile(0), '1': profile(12) } })],
    ['not-utilities', qaly({ utilities: { '0': 'mobility_0', '1': 'mobility_12' } })],
    [
      'unknown-code',
      qaly({
        utilities: {
          '0': { items: ['id', 'gp', 'gp', 'gp', 'gp'].map((name, k) => (k ? `pain_${[0, 3, 12, 0][k - 1]}` : name)) },
          '1': profile(12),
        },
      }),
    ],
    ['no-such-column', qaly({ utilities: { '0': 'u0', '1': profile(12) } })],
    ['not-understood', qaly({ utilities: { '0': profile(0) } })],
  ])('are refused: %s', (code, question) => {
    expect(refusal(csv, data, question)).toBe(code);
  });
});

describe('costs and effects together', () => {
  it('agree with R: differences and net benefit exactly, errors, limits and the curve within four Monte Carlo errors', () => {
    const r = cases.get('net_benefit') as {
      n: number;
      R: number;
      effect: number;
      cost: number;
      effect_se: number;
      cost_se: number;
      net_benefit: Record<string, number>[];
      plane: Record<string, number>;
    };
    const own = armOf(found);
    expect(found.n).toBe(r.n);
    expectClose(own.effect.estimate, r.effect);
    expectClose(own.cost.estimate, r.cost);
    const of = (value: number, theirs: number, error: number) =>
      expect(Math.abs(value - theirs)).toBeLessThan(4 * Math.SQRT2 * error + 1e-12);
    of(own.effect.standardError, r.effect_se, r.effect_se / Math.sqrt(2 * r.R));
    of(own.cost.standardError, r.cost_se, r.cost_se / Math.sqrt(2 * r.R));
    r.net_benefit.forEach((row, k) => {
      const { threshold, estimate, interval } = own.netBenefit[k]!;
      expect(threshold).toBe(row.threshold);
      expectClose(estimate, row.estimate!, 1e-8);
      expectClose(estimate, row.by_lm!, 1e-8);
      of(interval.lower, row.lo!, row.lo_mc!);
      of(interval.upper, row.hi!, row.hi_mc!);
      const p = row.acceptable!;
      of(own.acceptability[k]!.probability, p, Math.sqrt(Math.max(p * (1 - p), 1 / r.R) / r.R));
    });
    for (const [ours, theirs] of [
      ['moreEffectMoreCost', 'ne'],
      ['moreEffectLessCost', 'se'],
      ['lessEffectMoreCost', 'nw'],
      ['lessEffectLessCost', 'sw'],
    ] as const) {
      const p = r.plane[theirs]!;
      of(own.plane[ours]!, p, Math.sqrt(Math.max(p * (1 - p), 1 / r.R) / r.R));
    }
  });

  it('net benefit is threshold times effect less cost, and the curve begins at the chance of saving', () => {
    const own = armOf(found);
    for (const { threshold, estimate } of own.netBenefit)
      expectClose(estimate, threshold * own.effect.estimate - own.cost.estimate, 1e-8);
    expectClose(own.acceptability[0]!.probability, own.plane.moreEffectLessCost! + own.plane.lessEffectLessCost!, 1e-8);
    expectClose(found.estimate, own.netBenefit.find(({ threshold }) => threshold === 200_000)!.estimate);
    expectClose(
      Object.values(own.plane).reduce((total, share) => total + share, 0),
      1,
    );
  });

  it('all prices doubled with the threshold, net benefit doubles', () => {
    const doubled = Object.fromEntries(Object.entries(resources).map(([id, own]) => [id, { ...own, price: 2 * own.price }]));
    const twice = find(csv, data, benefit({ cost: { resources: doubled }, threshold: 400_000 }));
    expectClose(twice.estimate, 2 * found.estimate!, 1e-8);
    expectClose(twice.standardError, 2 * found.standardError!, 1e-8);
    expectClose(twice.p, found.p!, 1e-8);
  });

  it('a resource has the title of the form, its price with year and source, and its mean by arm', () => {
    const told = found.details.resources as {
      id: string;
      title: { da: string } | null;
      source: string;
      meanByArm: Record<string, number>;
    }[];
    expect(told.map(({ id }) => id)).toEqual(Object.keys(resources));
    expect(told[0]).toMatchObject({ title: { da: 'Praktiserende læge' }, price: 150, year: 2025, source: 'invented for a test' });
    expect(told[3]!.meanByArm.usual).toBe(0);
  });

  it('tells a ratio only where it means something', () => {
    const own = armOf(found);
    expect(own.ratio === null).toBe(own.dominance !== 'neither');
    const free = find(csv, data, benefit({ cost: { resources: { x: used(['gp'], 150), y: used(['cost_pre'], 0) } } }));
    const { effect, cost, dominance } = armOf(free);
    expect(dominance).toBe(
      effect.estimate > 0 ? (cost.estimate > 0 ? 'neither' : 'dominant') : cost.estimate < 0 ? 'neither' : 'dominated',
    );
  });

  it.each<[string, Asked]>([
    ['price-levels', benefit({ cost: { resources: { gp: resources.gp, home: { ...used(['home_hours'], 1), year: 2019 } } } })],
    ['not-understood', benefit({ cost: { resources: { gp: { columns: ['gp'], price: 150 } } } })],
    ['not-understood', { ...benefit(), threshold: undefined }],
    ['no-such-column', benefit({ cost: 'kroner' })],
    ['too-few-replicates', benefit({ replicates: 100, level: 0.999 })],
    ['no-variance', benefit({ cost: 'cost_pre' })],
  ])('is refused: %s', (code, question) => {
    const own =
      code === 'no-variance' ? { ...question, covariates: ['gp'], cost: { resources: { gp: used(['gp'], 1) } } } : question;
    expect(refusal(csv, data, own)).toBe(code);
  });

  it('can be pooled over imputations: the mean net benefit, a larger error', () => {
    const impute = Object.fromEntries([...profile(3).items, ...profile(12).items, 'home_hours'].map((name) => [name, 'pmm']));
    const question = { seed: 1, imputations: 3, turns: 2, impute, covariates: ['gp', 'cost_pre'] };
    const own = find(csv, data, { method: 'imputed', ...question, analysis: benefit({ replicates: 200 }) });
    expect(own.n).toBe(160);
    const each = (own.details.byImputation as { estimate: number; standardError: number }[]).map(({ estimate }) => estimate);
    expectClose(own.estimate, each.reduce((total, value) => total + value, 0) / 3);
    expect(own.standardError!).toBeGreaterThan(0);
  });

  it('is refused where somebody used less than nothing, and where there is one arm', () => {
    const negative = changed('sim_economics.csv', (row, i) => (i === 3 ? { ...row, gp: '-1' } : row));
    expect(refusal(negative, data, benefit())).toBe('negative-amount');
    const one = changed('sim_economics.csv', (row) => (row.arm === 'usual' ? row : null));
    expect(refusal(one, data, benefit())).toBe('one-arm');
  });
});

it('the resources are those the form asks about and those the trial keeps itself; none has a price', () => {
  const asked = RESOURCES.filter(({ from }) => from === 'asked').map(({ id }) => id);
  expect(asked).toEqual(instrumentOf('resource-use')!.items.map(({ id }) => id));
  expect(new Set(RESOURCES.map(({ id }) => id)).size).toBe(RESOURCES.length);
  for (const resource of RESOURCES) {
    expect(resource.title.en).toBeTruthy();
    expect(resource.unit.en).toBeTruthy();
    expect(resource).not.toHaveProperty('price');
  }
  expect(resourceTitle('x')).toBeNull();
});
