import seedrandom from 'seedrandom';
import reference from './reference/results/13_power.json';
import sequential from './reference/results/17_group_sequential.json';
import {
  arcsineDistance,
  arcsinePower,
  correlationPower,
  fPower,
  normalPower,
  studentPower,
  type Test,
  wrongTail,
} from '#analysis/design/chances';
import type { Reckoned } from '#analysis/design/design';
import { reckonDesigns } from '#analysis/design/run';
import { designEffect, eventShare, inflated, measurementFactor } from '#analysis/design/variances';
import { chiSquareQuantile, normalQuantile, studentQuantile } from '#analysis/numeric/distributions';
import { expectClose } from './support/reference';

const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
type Rows = Record<string, number>[];
interface Asked {
  design: string;
  [option: string]: unknown;
}
const answerOf = (asked: Asked) => reckonDesigns({ designs: [asked] }).designs[0]!;
function reckoned(asked: Asked): Reckoned & { details: { exactControl: number; exactEvents: number; byInflation: number } } {
  const own = answerOf(asked);
  if ('refused' in own) throw new Error(`${own.refused}: ${own.detail}`);
  return own as unknown as ReturnType<typeof reckoned>;
}
const refused = (asked: Asked) => {
  const own = answerOf(asked);
  return 'refused' in own ? own.refused : null;
};
const means = { design: 'two-means', sd: 1 };
const exactOf = (asked: Asked) => reckoned(asked).details.exactControl;
const superiority: Test = { goal: 'superiority', alpha: 0.05, sides: 2, margin: 0 };

describe('power agrees with R', () => {
  it('of two means, in the right direction, in both, and one-sided', () => {
    for (const { n, delta, alpha, power, power_strict: strict, power_one_sided: one } of caseOf<Rows>('power_t_test_power')) {
      const own = { ...means, n: n!, difference: delta!, alpha: alpha! };
      expectClose(reckoned(own).power, power!);
      expectClose(reckoned({ ...own, sides: 1 }).power, one!);
      expectClose(reckoned(own).power + wrongTail(alpha!, delta!, Math.sqrt(2 / n!), 2 * n! - 2), strict!);
    }
  });

  it('and the people it takes', () => {
    for (const { delta, power, alpha, n, n_ceiling: whole } of caseOf<Rows>('power_t_test_n')) {
      const own = reckoned({ ...means, power: power!, difference: delta!, alpha: alpha! });
      expectClose(own.details.exactControl, n!);
      expect(own.analysed).toEqual({ control: whole, treated: whole });
    }
  });

  it('of pairs, risks, several arms, correlations, unequal arms and regressions', () => {
    for (const { n, delta, paired } of caseOf<Rows>('power_t_paired_onesample'))
      expectClose(reckoned({ design: 'paired', sd: 1, n: n!, difference: delta! }).power, paired!);
    for (const { p1, p2, n, power, power_strict: strict, n_80: eighty, n_90: ninety } of caseOf<Rows>('power_prop')) {
      const own = { design: 'proportions', control: p1!, treated: p2! };
      expectClose(reckoned({ ...own, n: n! }).power, power!);
      const [mean, spread] = [(p1! + p2!) / 2, p1! * (1 - p1!) + p2! * (1 - p2!)];
      const errors = { none: Math.sqrt((2 * mean * (1 - mean)) / n!), truth: Math.sqrt(spread / n!) };
      expectClose(power! + normalPower(superiority, -Math.abs(p2! - p1!), errors), strict!);
      expectClose(exactOf({ ...own, power: 0.8 }), eighty!);
      expectClose(exactOf({ ...own, power: 0.9 }), ninety!);
    }
    for (const { k, f, n, power } of caseOf<Rows>('power_anova_pwr'))
      // R's own noncentral F is good to about 1e-9 absolute.
      expectClose(reckoned({ design: 'oneway', arms: k!, f: f!, n: n! }).power, power!, 2e-8);
    const misc = caseOf<Record<'unequal' | 'cor' | 'f2' | 'h', Rows>>('pwr_misc');
    for (const { n1, n2, d, power } of misc.unequal) {
      const own = studentPower(superiority, d!, Math.sqrt(1 / n1! + 1 / n2!), n1! + n2! - 2);
      // pwr adds the tail in the wrong direction.
      expectClose(own + wrongTail(0.05, d!, Math.sqrt(1 / n1! + 1 / n2!), n1! + n2! - 2), power!);
    }
    for (const { n, r, power } of misc.cor) expectClose(correlationPower(n!, r!, 0.05), power!);
    for (const { u, v, f2, power } of misc.f2) expectClose(fPower(0.05, u!, v!, f2! * (u! + v! + 1)), power!, 2e-8);
    for (const { p1, p2, n, h, power } of misc.h) {
      expectClose(arcsineDistance(p1!, p2!), h!);
      expectClose(arcsinePower(h!, n!, 0.05), power!);
    }
  });

  it('with clusters, a baseline and loss', () => {
    for (const { m, icc, r, attr, n_unadjusted_per_arm: plain, design_effect: effect, n_per_arm: n } of caseOf<Rows>(
      'cluster_and_ancova_inflation',
    )) {
      expectClose(designEffect({ size: m!, icc: icc! }), effect!);
      expectClose(inflated(plain!, { size: m!, icc: icc! }, r!, attr!), n!);
      const own = reckoned({
        ...means,
        difference: 0.4,
        power: 0.9,
        clusters: { size: m!, icc: icc! },
        attrition: attr!,
        ...(r === 0 ? {} : { baselineCorrelation: r! }),
      });
      expectClose(own.details.byInflation, n!);
      // Few clusters cost degrees of freedom, which the inflation leaves out.
      expect((own.analysed as { control: number }).control / (1 - attr!)).toBeGreaterThan(n!);
    }
  });
});

describe('power', () => {
  it('does not know units, and what is found one way is found the other', () => {
    const designs: Asked[] = [
      { ...means, difference: 0.4, ratio: 2, attrition: 0.1 },
      { ...means, difference: 0.4, baselineCorrelation: 0.6 },
      { ...means, difference: 0.4, clusters: { size: 12, icc: 0.04, variation: 0.5 } },
      { ...means, difference: 0.4, groups: { size: 8, icc: 0.1 } },
      { ...means, difference: 0.4, measurements: { followUps: 3, baselines: 1, correlation: 0.5, analysis: 'ancova' } },
      { ...means, difference: 0.1, goal: 'non-inferiority', margin: 0.3, alpha: 0.025 },
      { ...means, difference: 0, goal: 'equivalence', margin: 0.4 },
      { ...means, difference: 0.4, looks: { spending: 'pocock', fractions: [0.5, 1] } },
    ];
    for (const own of designs) {
      const sized = reckoned({ ...own, power: 0.85 });
      const { control } = sized.analysed as { control: number };
      expect(sized.power).toBeGreaterThanOrEqual(0.85 - 1e-9);
      expectClose(reckoned({ ...own, n: control }).power, sized.power, 0.02);
      const scaled = { ...own, sd: 7, difference: 7 * (own.difference as number) };
      const margin = own.margin === undefined ? {} : { margin: 7 * (own.margin as number) };
      expectClose(exactOf({ ...scaled, ...margin, power: 0.85 }), sized.details.exactControl, 1e-8);
      if (own.goal === 'equivalence') continue;
      const back = reckoned({ ...own, difference: undefined, n: control, power: 0.85 } as Asked);
      expect(back.difference!).toBeLessThanOrEqual((own.difference as number) + 1e-9);
    }
  });

  it('of superiority does not know directions, and loss is drawn beyond what is analysed', () => {
    const own = reckoned({ ...means, difference: 0.5, power: 0.8, attrition: 0.2 });
    expect(reckoned({ ...means, difference: -0.5, power: 0.8, attrition: 0.2 }).analysed).toEqual(own.analysed);
    expect(own.drawn).toEqual({ control: 80, treated: 80 });
  });

  it('falls with clusters, their inequality, and loss of degrees of freedom; rises with a baseline and more measurements', () => {
    const n = (more: object) => exactOf({ ...means, difference: 0.4, power: 0.9, ...more });
    expect(n({ clusters: { size: 10, icc: 0.05 } })).toBeLessThan(n({ clusters: { size: 10, icc: 0.05, variation: 0.6 } }));
    expect(n({ groups: { size: 10, icc: 0.05 } })).toBeLessThan(n({ clusters: { size: 10, icc: 0.05 } }));
    expect(n({})).toBeLessThan(n({ groups: { size: 10, icc: 0.05 } }));
    expect(n({ baselineCorrelation: 0.5 })).toBeLessThan(n({}));
    expect(n({ looks: { spending: 'obrien-fleming', fractions: [0.5, 1] } })).toBeGreaterThan(n({}));
    expectClose(measurementFactor({ followUps: 1, baselines: 1, correlation: 0.6, analysis: 'ancova' }), 1 - 0.36);
    expectClose(measurementFactor({ followUps: 1, baselines: 1, correlation: 0.6, analysis: 'change' }), 2 - 1.2);
    expectClose(measurementFactor({ followUps: 4, baselines: 0, correlation: 0.5, analysis: 'ancova' }), 2.5 / 4);
  });

  it('with looks is the power of the boundaries on the normal scale', () => {
    const drift = 3.24;
    const exits = sequential.cases.find(({ id }) => id === 'exits')!.result as unknown as { drift: number; obf: number[] }[];
    const expected = exits.find((own) => own.drift === drift)!.obf.reduce((total, chance) => total + chance, 0);
    const own = {
      design: 'survival',
      hazardRatio: Math.exp((-2 * drift) / 20),
      eventFree: { share: 1e-9, at: 1 },
      accrual: 0,
      followUp: 100,
    };
    const looks = { spending: 'obrien-fleming', fractions: [1 / 3, 2 / 3, 1] };
    // Everybody has the event: 400 of them, 200 in each arm, and the drift is |ln HR| √(400 / 4).
    expectClose(reckoned({ ...own, n: 200, looks }).power, expected, 1e-7);
  });

  it('of survival needs Schoenfeld’s events, and finds them in exponential times', () => {
    const own = reckoned({
      design: 'survival',
      hazardRatio: 0.7,
      eventFree: { share: 0.5, at: 12 },
      accrual: 12,
      followUp: 12,
      power: 0.8,
    });
    const z = normalQuantile(0.975) + normalQuantile(0.8);
    expectClose(own.details.exactEvents, (4 * z * z) / Math.log(0.7) ** 2, 1e-9);
    const hazard = Math.LN2 / 12;
    const steps = 20_000;
    let total = 0;
    for (let i = 0; i < steps; i++) total += -Math.expm1(-hazard * (12 + (12 * (i + 0.5)) / steps));
    expectClose(eventShare(hazard, 12, 12), total / steps, 1e-8);
    expectClose(eventShare(hazard, 0, 12), 0.5);
    const margin = reckoned({
      design: 'survival',
      hazardRatio: 1,
      goal: 'non-inferiority',
      margin: 1.3,
      alpha: 0.025,
      eventFree: { share: 0.5, at: 12 },
      accrual: 0,
      followUp: 12,
      power: 0.9,
    });
    expectClose(margin.details.exactEvents, (4 * (normalQuantile(0.975) + normalQuantile(0.9)) ** 2) / Math.log(1.3) ** 2, 1e-9);
  });

  it('of risks: no worse, and alike', () => {
    const own = { design: 'proportions', control: 0.6, treated: 0.6, margin: 0.1, alpha: 0.025, power: 0.9 };
    const z = normalQuantile(0.975);
    expectClose(exactOf({ ...own, goal: 'non-inferiority' }), (0.48 * (z + normalQuantile(0.9)) ** 2) / 0.01, 1e-9);
    expectClose(exactOf({ ...own, goal: 'equivalence' }), (0.48 * (z + normalQuantile(0.95)) ** 2) / 0.01, 1e-9);
    expectClose(
      exactOf({ ...own, goal: 'non-inferiority', better: 'lower', treated: 0.55 }),
      exactOf({ ...own, goal: 'non-inferiority', control: 0.4, treated: 0.45 }),
      1e-9,
    );
  });

  it('warns where few clusters or groups carry it', () => {
    const own = reckoned({ ...means, n: 32, difference: 0.9, groups: { size: 8, icc: 0.1 } });
    expect(own.warnings.map(({ code }) => code)).toEqual(['few-clusters']);
  });

  it('that cannot be reckoned is refused by name', () => {
    const own = { ...means, difference: 0.4 };
    expect(refused({ design: 'none' })).toBe('unknown-design');
    expect(refused({ ...own, powr: 0.8 })).toBe('not-understood');
    expect(refused({ design: 'oneway', arms: 3, f: 0.2, power: 0.8, sides: 1 })).toBe('not-understood');
    expect(refused(own)).toBe('nothing-to-find');
    expect(refused({ ...own, n: 20, power: 0.8 })).toBe('nothing-to-find');
    expect(refused({ design: 'paired', sd: 1, difference: 1 })).toBe('nothing-to-find');
    expect(refused({ design: 'paired', sd: 1, difference: 1, n: 5, power: 0.8 })).toBe('nothing-to-find');
    expect(refused({ design: 'paired', sd: 1, difference: 0, power: 0.8 })).toBe('no-size');
    expect(refused({ ...means, difference: 0, power: 0.8 })).toBe('no-size');
    expect(refused({ ...means, difference: 1e-5, power: 0.8 })).toBe('no-size');
    expect(refused({ ...own, power: 0.8, margin: 1 })).toBe('margin');
    expect(refused({ ...own, power: 0.8, goal: 'equivalence' })).toBe('margin');
    expect(refused({ ...own, power: 0.8, goal: 'equivalence', margin: 0.3 })).toBe('no-size');
    expect(refused({ ...means, n: 50, power: 0.8, goal: 'equivalence', margin: 0.3 })).toBe('nothing-to-find');
    expect(refused({ ...own, power: 0.8, goal: 'non-inferiority', margin: 0.3, sides: 2 })).toBe('sides');
    expect(refused({ ...own, power: 0.8, clusters: { size: 5, icc: 0.1 }, groups: { size: 5, icc: 0.1 } })).toBe('clusters');
    expect(
      refused({
        ...own,
        power: 0.8,
        baselineCorrelation: 0.5,
        measurements: { followUps: 1, baselines: 1, correlation: 0.5, analysis: 'ancova' },
      }),
    ).toBe('baseline');
    expect(refused({ ...own, n: 12, clusters: { size: 10, icc: 0.1 } })).toBe('too-few');
    expect(refused({ design: 'correlation', r: 0.3, n: 4 })).toBe('too-few');
    expect(refused({ ...own, power: 0.8, looks: { spending: 'pocock', fractions: [0.5] } })).toBe('looks');
    expect(refused({ ...own, power: 0.8, looks: { spending: 'pocock', fractions: [0.5, 0.4] } })).toBe('looks');
    expect(
      refused({ ...own, power: 0.8, goal: 'non-inferiority', margin: 0.1, looks: { spending: 'pocock', fractions: [1] } }),
    ).toBe('looks');
    expect(refused({ design: 'proportions', control: 0.5, treated: 0.5, power: 0.8 })).toBe('no-size');
    const survival = {
      design: 'survival',
      hazardRatio: 0.7,
      eventFree: { share: 0.5, at: 12 },
      accrual: 12,
      followUp: 12,
      power: 0.8,
    };
    expect(refused({ ...survival, hazardRatio: 1 })).toBe('no-size');
    expect(refused({ ...survival, goal: 'equivalence', margin: 1.2 })).toBe('goal');
    expect(refused({ ...survival, goal: 'non-inferiority', margin: 0.8 })).toBe('margin');
  });
});

describe('the power reckoned is the share of simulated trials that succeed', () => {
  const trials = process.env.LODTRAEK_FULL === undefined ? 1000 : 50_000;
  const share = (seed: string, success: (normal: () => number, chi: (df: number) => number) => boolean, expected: number) => {
    const draw = seedrandom(seed);
    const normal = () => normalQuantile(draw());
    const chi = (df: number) => chiSquareQuantile(draw(), df);
    let found = 0;
    for (let trial = 0; trial < trials; trial++) if (success(normal, chi)) found++;
    expect(Math.abs(found / trials - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / trials));
  };

  it('for equivalence of 25 and 25', () => {
    const { power } = reckoned({ ...means, goal: 'equivalence', margin: 0.8, difference: 0.1, n: 25 });
    const error = Math.sqrt(2 / 25);
    share(
      'equivalence',
      (normal, chi) => Math.abs(0.1 + error * normal()) + studentQuantile(0.95, 48) * error * Math.sqrt(chi(48) / 48) < 0.8,
      power,
    );
  });

  it('for 8 groups of 8 against 64, tested by the means of groups', () => {
    const { power } = reckoned({ ...means, difference: 0.6, n: 64, groups: { size: 8, icc: 0.1 } });
    const group = (0.1 + 0.9 / 8) / 8;
    share(
      'groups',
      (normal, chi) => {
        const one = (group * chi(7)) / 7;
        const other = (1 / 64) * (chi(63) / 63);
        const df = (one + other) ** 2 / ((one * one) / 7 + (other * other) / 63);
        return (0.6 + Math.sqrt(group + 1 / 64) * normal()) / Math.sqrt(one + other) > studentQuantile(0.975, df);
      },
      power,
    );
  });
});
