import fc from 'fast-check';
import tests from './reference/results/02_ttests.json';
import { welch, type TwoArms } from '#analysis/effect/welch';
import type { Difference } from '#analysis/effect/estimate';
import { expectClose, numbersOf, referenceTable, textsOf } from './support/reference';

interface TTest {
  df: number;
  p: number;
  estimate: { 'mean of x': number; 'mean of y': number };
  se: number;
  ci: [number, number];
}

function twoArms(
  file: string,
  arm: string,
  treated: string,
  reference: string,
  outcome: (row: (name: string) => number | null) => number | null,
): TwoArms {
  const table = referenceTable(file);
  const arms = textsOf(table, arm);
  const rows = arms.flatMap((name, i) => {
    const value = outcome((column) => numbersOf(table, column)[i]!);
    return value !== null && [treated, reference].includes(name!) ? [{ value, name: name! }] : [];
  });
  return {
    outcome: rows.map((row) => row.value),
    arm: rows.map((row) => row.name),
    contrast: { treated, reference },
    level: 0.95,
  };
}

const given = (answer: ReturnType<typeof welch>): Difference => {
  if ('refused' in answer) throw new Error(answer.detail);
  return answer;
};

const trials = [
  { id: 'btheb_bdi_3m', input: twoArms('btheb_wide.csv', 'treatment', 'BtheB', 'TAU', (row) => row('bdi_3m')) },
  { id: 'anorexia_CBT_vs_Cont_post', input: twoArms('anorexia.csv', 'Treat', 'CBT', 'Cont', (row) => row('Postwt')) },
  {
    id: 'anorexia_FT_vs_Cont_change',
    input: twoArms('anorexia.csv', 'Treat', 'FT', 'Cont', (row) => row('Postwt')! - row('Prewt')!),
  },
  { id: 'toothgrowth_OJ_vs_VC', input: twoArms('toothgrowth.csv', 'supp', 'OJ', 'VC', (row) => row('len')) },
];

describe("Welch's difference", () => {
  it.each(trials)('agrees with R on $id', ({ id, input }) => {
    const result = tests.cases.find((candidate) => candidate.id === id)!.result as unknown as { welch: TTest; welch_ci90: TTest };
    const own = given(welch(input));
    expectClose(own.estimate, result.welch.estimate['mean of x'] - result.welch.estimate['mean of y']);
    expectClose(own.standardError, result.welch.se);
    expectClose(own.df, result.welch.df);
    expectClose(own.p, result.welch.p);
    expectClose(own.interval.lower, result.welch.ci[0]);
    expectClose(own.interval.upper, result.welch.ci[1]);
    expectClose(given(welch({ ...input, level: 0.9 })).interval.upper, result.welch_ci90.ci[1]);
  });

  it('moves with the outcome’s unit, not with its zero, turns sign with the arms, and does not mind the order of rows', () => {
    const { input } = trials[0]!;
    const plain = given(welch(input));
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (shift, scale) => {
          const moved = given(welch({ ...input, outcome: input.outcome.map((value) => scale * value + shift) }));
          expectClose(moved.estimate, scale * plain.estimate);
          expectClose(moved.p, plain.p);
        },
      ),
      { seed: 20266, numRuns: 50 },
    );
    const swapped = given(welch({ ...input, contrast: { treated: 'TAU', reference: 'BtheB' } }));
    expectClose(swapped.estimate, -plain.estimate);
    const turned = given(welch({ ...input, outcome: input.outcome.toReversed(), arm: input.arm.toReversed() }));
    expectClose(turned.estimate, plain.estimate);
    expectClose(turned.standardError, plain.standardError);
  });

  it('refuses nobody, one arm, an arm of one and arms without variance, by name', () => {
    const refused = (outcome: number[], arm: string[]) => {
      const answer = welch({ outcome, arm, contrast: { treated: 'a', reference: 'b' }, level: 0.95 });
      return 'refused' in answer ? answer.refused : 'nothing';
    };
    expect(refused([], [])).toBe('no-data');
    expect(refused([1, 2], ['a', 'a'])).toBe('one-arm');
    expect(refused([1, 2, 3], ['a', 'a', 'b'])).toBe('too-few');
    expect(refused([1, 1, 2, 2], ['a', 'a', 'b', 'b'])).toBe('no-variance');
    expect(refused([1, 1, 2, 3], ['a', 'a', 'b', 'b'])).toBe('nothing');
  });
});
