import fc from 'fast-check';
import { characteristicsOf, USUAL } from '#protocols/randomisation/characteristics/characteristics';
import type { Profile } from '#protocols/randomisation/covariates/history';
import { ledgerOf, peopleOf, type Ledger } from '#protocols/randomisation/covariates/ledger';
import { pairLedger } from '#protocols/randomisation/covariates/pair-ledger';
import { partsLedger } from '#protocols/randomisation/covariates/parts-ledger';
import { drawLots } from '#protocols/randomisation/draw-lots';
import { memoryOf, type Allocated } from '#protocols/randomisation/memory';
import { probabilitiesOf } from '#protocols/randomisation/methods/law';
import type { CovariateScheme, HuHu, Minimisation, Optimal, Scheme } from '#protocols/model/scheme';
import { thorough } from '../../../support/thorough';

/** Somebody drawn before, with the place of their part. */
type Earlier = Profile & { arm: number };

/** What a ledger gives somebody after those before. */
function weightsOf(scheme: CovariateScheme, earlier: readonly Earlier[], profile: Profile, ledger: Ledger = ledgerOf(scheme)) {
  ledger.reset();
  for (const one of earlier) ledger.add(peopleOf(scheme, [one]), 0, one.arm);
  return [...ledger.weights(peopleOf(scheme, [profile]), 0)];
}

const pair = [
  { id: 'A', ratio: 1 },
  { id: 'B', ratio: 1 },
];
const binary = (id: string, weight = 1) => ({ id, levels: ['0', '1'], weight });
const minimisation = (
  measure: Minimisation['measure'],
  p: [number, number],
  factors = ['f', 'g', 'h'].map((id) => binary(id)),
): Minimisation => ({
  method: 'minimisation',
  arms: pair,
  factors,
  measure,
  p,
  burnIn: 0,
});

describe('Pocock and Simon', () => {
  it('R50: Pocock’s table prefers A by the sum of differences, and ties by range', () => {
    // Margins A/B 30/31, 18/17, 9/8, 19/21, as people with one level each in four factors.
    const factors = ['a', 'b', 'c', 'd'].map((id) => ({ id, levels: ['own', 'other'], weight: 1 }));
    const margins = [
      [30, 31],
      [18, 17],
      [9, 8],
      [19, 21],
    ];
    const most = [Math.max(...margins.map(([a]) => a!)), Math.max(...margins.map(([, b]) => b!))];
    const earlier: Earlier[] = [0, 1].flatMap((arm) =>
      Array.from({ length: most[arm]! }, (_, i) => ({
        arm,
        levels: Object.fromEntries(factors.map(({ id }, f) => [id, i < margins[f]![arm]! ? 'own' : 'other'])),
      })),
    );
    const person = { levels: Object.fromEntries(factors.map(({ id }) => [id, 'own'])) };
    for (const [measure, chances] of [
      ['variance', [0.8, 0.2]],
      ['range', [0.5, 0.5]],
    ] as const) {
      const scheme = minimisation(measure, [4, 5], factors);
      for (const ledger of [pairLedger(scheme), partsLedger(scheme, 2)])
        expect(probabilitiesOf(weightsOf(scheme, earlier, person, ledger))).toEqual(chances);
    }
  });

  it('R53: eight people, two factors, range, p = .8, over every sequence', () => {
    const profiles = ['00', '10', '01', '00', '11', '10', '01', '11'].map((text) => ({ levels: { f: text[0]!, g: text[1]! } }));
    const scheme = minimisation('range', [4, 5], [binary('f'), binary('g')]);
    let [squares, margins, balanced, observed] = [0, 0, 0, 0];
    const go = (earlier: Earlier[], chance: number): void => {
      const at = earlier.length;
      if (at === 8) {
        const arms = earlier.map(({ arm }) => arm);
        const d = arms.reduce((sum, arm) => sum + (arm === 0 ? 1 : -1), 0);
        squares += chance * d * d;
        if (d === 0) balanced += chance;
        if (arms.join('') === '01110001') observed += chance;
        for (const factor of ['f', 'g'] as const)
          for (const level of ['0', '1'])
            margins +=
              chance *
              Math.abs(earlier.reduce((sum, one) => sum + (one.levels[factor] === level ? (one.arm === 0 ? 1 : -1) : 0), 0));
        return;
      }
      probabilitiesOf(weightsOf(scheme, earlier, profiles[at]!)).forEach((p, arm) => {
        if (p > 0) go([...earlier, { ...profiles[at]!, arm }], chance * p);
      });
    };
    go([], 1);
    expect(squares).toBeCloseTo(1.966592, 7);
    expect(margins).toBeCloseTo(2.497536, 7);
    expect(balanced).toBeCloseTo(0.6082432, 8);
    expect(observed).toBeCloseTo(0.065536, 9);
  });

  // Mean |D|, mean |margin|, mean margin², guesses; the reference gives them to about ±.01 and ±.001.
  it.each([
    ['range', [7, 10], 1.728, 1.831, 6.205, 0.6641],
    ['range', [4, 5], 1.015, 1.201, 2.732, 0.7391],
    ['range', [9, 10], 0.633, 0.865, 1.447, 0.8136],
    ['range', [1, 1], 0.292, 0.64, 0.808, 0.8863],
    ['variance', [7, 10], 1.672, 1.754, 5.362, 0.6773],
    ['variance', [4, 5], 0.965, 1.138, 2.324, 0.7565],
    ['variance', [9, 10], 0.582, 0.833, 1.279, 0.8289],
    ['variance', [1, 1], 0.278, 0.631, 0.766, 0.8957],
  ] as const)('R52: %s with p %j, three factors, 100 people', (measure, p, mean, margin, square, rate) => {
    const trials = thorough ? 8000 : 2000;
    const found = characteristicsOf(minimisation(measure, [...p]), { ...USUAL, n: 100, trials });
    const { imbalanceMean, marginalMean, marginalMeanSquare, correct } = found.standardErrors!;
    // Both sides are simulated, the reference with 8,000 trials: four standard errors of a difference.
    const four = 4 * Math.sqrt(1 + trials / 8000);
    expect(found.method).toBe('simulated');
    expect(Math.abs(found.imbalance.mean - mean)).toBeLessThan(four * imbalanceMean! + 5e-4);
    expect(Math.abs(found.marginalImbalance!.mean - margin)).toBeLessThan(four * marginalMean! + 5e-4);
    expect(Math.abs(found.marginalImbalance!.meanSquare - square)).toBeLessThan(four * marginalMeanSquare! + 5e-4);
    expect(Math.abs(found.correctGuessRate - rate)).toBeLessThan(four * correct! + 5e-5);
  });

  it('R51: one factor with one level is Efron’s coin', () => {
    const scheme = minimisation('range', [2, 3], [{ id: 'all', levels: ['everybody'], weight: 1 }]);
    const found = characteristicsOf(scheme, { ...USUAL, n: 50 });
    expect(Math.abs(found.imbalance.variance - 4.4053)).toBeLessThan(4 * found.standardErrors!.imbalanceVariance!);
  });

  it('R54: equal parts keep 2 : 1 at every step, in live draws too', () => {
    const scheme: Minimisation = {
      ...minimisation('variance', [4, 5], [binary('f'), binary('g')]),
      arms: [
        { id: 'A', ratio: 2 },
        { id: 'B', ratio: 1 },
      ],
    };
    const trials = 1500;
    const steps = Array.from({ length: 6 }, () => 0);
    for (let trial = 0; trial < trials; trial += 1) {
      const seed = Uint8Array.from({ length: 32 }, (_, i) => (trial >> (8 * (i % 4))) & 255);
      const memory = memoryOf(scheme, { trial: 't', scheme: 's', stratum: '' })!;
      for (let position = 1; position <= 6; position += 1) {
        const profile = { levels: { f: String((trial + position) % 2), g: String((trial >> position) % 2) } };
        const { arm, probabilities } = memory.draw(seed, profile);
        expect(probabilities.A! + probabilities.B!).toBeCloseTo(1, 12);
        memory.remember(seed, { ...profile, arm });
        if (arm === 'A') steps[position - 1]! += 1;
      }
    }
    const error = Math.sqrt(((2 / 3) * (1 / 3)) / trials);
    for (const count of steps) expect(Math.abs(count / trials - 2 / 3)).toBeLessThan(4 * error);
  });

  it('two arms: range follows the factors’ votes, variance the sum of differences, standard deviation as range', () => {
    const margin = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(margin, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 5 }), (rows) => {
        const scores = (measure: Minimisation['measure']) => {
          const factors = rows.map(([, weight], i) => ({ id: String(i), levels: ['own', 'other'], weight }));
          const scheme = minimisation(measure, [9, 10], factors);
          const own = { levels: Object.fromEntries(rows.map((_, i) => [String(i), 'own'])) };
          return probabilitiesOf(weightsOf(scheme, peopleWith(rows.map(([one]) => one)), own, partsLedger(scheme, 2)))[0];
        };
        const votes = rows.reduce((sum, [[a, b], weight]) => sum + weight * Math.sign(a - b), 0);
        const sum = rows.reduce((total, [[a, b], weight]) => total + weight * (a - b), 0);
        const preferred = (lead: number) => (lead === 0 ? 0.5 : lead < 0 ? 0.9 : 0.1);
        expect(scores('range')).toBeCloseTo(preferred(votes), 12);
        expect(scores('variance')).toBeCloseTo(preferred(sum), 12);
      }),
      { numRuns: 60 },
    );
  });
});

/** People such that factor i has the margins given at level "own". */
function peopleWith(margins: readonly (readonly [number, number])[]): Earlier[] {
  return [0, 1].flatMap((arm) =>
    Array.from({ length: Math.max(...margins.map((one) => one[arm]!)) }, (_, i) => ({
      arm,
      levels: Object.fromEntries(margins.map((one, f) => [String(f), i < one[arm]! ? 'own' : 'other'])),
    })),
  );
}

describe('one rule, written twice', () => {
  const schemes: [string, Minimisation | HuHu][] = [
    ['range', { ...minimisation('range', [4, 5]), burnIn: 3 }],
    ['variance', minimisation('variance', [7, 10], [binary('f', 2), binary('g', 1), binary('h', 3)])],
    ['standard deviation', minimisation('standard-deviation', [4, 5])],
    [
      'Hu and Hu',
      { method: 'hu-hu', arms: pair, factors: [binary('f', 2), binary('g')], p: [17, 20], overall: 1, stratum: 4, burnIn: 0 },
    ],
  ];
  it.each(schemes)('the rule for two equal arms is the one for any number of parts: %s', (_, scheme) => {
    const fast = pairLedger(scheme);
    const slow = (earlier: readonly Earlier[], profile: Profile): number[] =>
      scheme.method === 'minimisation'
        ? weightsOf(scheme, earlier, profile, partsLedger(scheme, 2))
        : byDefinition(scheme, earlier, profile);
    const earlier: Earlier[] = [];
    let state = 7;
    const bit = () => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16) & 1;
    for (let i = 0; i < 120; i += 1) {
      const flat = scheme.factors.map(() => bit());
      const profile = { levels: Object.fromEntries(scheme.factors.map((factor, f) => [factor.id, factor.levels[flat[f]!]!])) };
      const people = { levels: flat, numbers: [] };
      expect(probabilitiesOf(fast.weights(people, 0))[0]).toBeCloseTo(probabilitiesOf(slow(earlier, profile))[0]!, 12);
      const arm = bit();
      fast.add(people, 0, arm);
      earlier.push({ ...profile, arm });
    }
  });

  it('a memory that grows by one gives what all of the history gives, for every method that looks at it', () => {
    const seed = new Uint8Array(32).fill(5);
    const place = { trial: 't', scheme: 's', stratum: '' };
    const arms = [...pair, { id: 'C', ratio: 2 }];
    const three: Minimisation = { ...minimisation('standard-deviation', [4, 5]), arms };
    const optimal: Scheme = { method: 'optimal', arms: pair, factors: [binary('f')], covariates: ['age'], burnIn: 2 };
    const blocks: Scheme = { method: 'permuted-blocks', arms, sizes: [4, 8] };
    const urn: Scheme = { method: 'drop-the-loser', arms, immigration: 1 };
    for (const scheme of [...schemes.map(([, one]) => one), three, optimal, blocks, urn]) {
      const memory = memoryOf(scheme, place)!;
      const before: Allocated[] = [];
      for (let position = 1; position <= 40; position += 1) {
        const bits = [position & 1, (position >> 1) & 1, (position >> 2) & 1].map(String);
        const profile = { levels: { f: bits[0]!, g: bits[1]!, h: bits[2]! }, covariates: { age: 20 + ((position * 7) % 40) } };
        const whole = drawLots(seed, scheme, { for: 'participant', participant: 'p', ...place, position, before, profile });
        const next = memory.draw(seed, profile);
        if ('refused' in whole) throw new Error(whole.refused);
        expect([whole.lots[0]!.arm, whole.lots[0]!.probabilities, whole.trace]).toEqual([
          next.arm,
          next.probabilities,
          next.trace,
        ]);
        // Now and then somebody is given another arm than the one drawn.
        const arm = position % 9 === 0 ? 'A' : next.arm;
        before.push({ ...profile, arm });
        memory.remember(seed, { ...profile, arm });
      }
    }
  });
});

/** Hu and Hu: the imbalance that each arm would leave, squares over the trial, the margins and the joint stratum. */
function byDefinition(scheme: HuHu, earlier: readonly Earlier[], { levels }: Profile): number[] {
  const lead = (among: readonly Earlier[]) => among.reduce((sum, { arm }) => sum + (arm === 0 ? 1 : -1), 0);
  const parts: [number, readonly Earlier[]][] = [
    [scheme.overall, earlier],
    ...scheme.factors.map(({ id, weight }): [number, Earlier[]] => [
      weight,
      earlier.filter((one) => one.levels[id] === levels[id]),
    ]),
    [scheme.stratum, earlier.filter((one) => scheme.factors.every(({ id }) => one.levels[id] === levels[id]))],
  ];
  const left = (step: number) => parts.reduce((sum, [weight, among]) => sum + weight * (lead(among) + step) ** 2, 0);
  const [first, second] = [left(1), left(-1)];
  const [r, s] = scheme.p;
  return first === second ? [1, 1] : first < second ? [r, s - r] : [s - r, r];
}

describe('Atkinson’s D_A-optimal coin', () => {
  const optimal: Optimal = { method: 'optimal', arms: pair, factors: [], covariates: [], burnIn: 0 };
  it('is Smith’s coin with rho 2 without covariates', () => {
    for (const [a, b] of [
      [1, 0],
      [3, 5],
      [10, 2],
    ] as const) {
      const earlier = [...Array<number>(a).fill(0), ...Array<number>(b).fill(1)].map((arm) => ({ arm, levels: {} }));
      const [first] = probabilitiesOf(weightsOf(optimal, earlier, { levels: {} }));
      expect(first).toBeCloseTo(b ** 2 / (a ** 2 + b ** 2), 9);
    }
  });
  it('balances a number that leans', () => {
    const withAge: Optimal = { ...optimal, covariates: ['age'] };
    const earlier = [30, 32, 60, 62].map((age, i) => ({ arm: i < 2 ? 0 : 1, levels: {}, covariates: { age } }));
    const chance = (age: number) => probabilitiesOf(weightsOf(withAge, earlier, { levels: {}, covariates: { age } }))[0]!;
    expect(chance(70)).toBeGreaterThan(0.5);
    expect(chance(25)).toBeLessThan(0.5);
  });
  it('refuses somebody without the number it asks for', () => {
    const withAge: Optimal = { ...optimal, covariates: ['age'] };
    expect(() => weightsOf(withAge, [{ arm: 0, levels: {}, covariates: { age: 1 } }], { levels: {} })).toThrow(
      'The covariate age has no number',
    );
  });
});

describe('a minimised draw', () => {
  const scheme = minimisation('range', [4, 5]) as Scheme & Minimisation;
  const seed = new Uint8Array(32).fill(9);
  const place = { trial: 't', scheme: 's', position: 1 };
  const draw = (own: Uint8Array, at: typeof place, before: readonly Allocated[], profile: Profile) => {
    const drawn = drawLots(own, scheme, { for: 'participant', participant: 'p', stratum: '', ...at, before, profile });
    if ('refused' in drawn) throw new Error(drawn.refused);
    return drawn.lots[0]!;
  };
  it('refuses a history that does not end right before it, an unknown arm and an unknown level', () => {
    const person = { levels: { f: '0', g: '1', h: '0' } };
    expect(() => draw(seed, { ...place, position: 2 }, [], person)).toThrow(RangeError);
    expect(() => draw(seed, { ...place, position: 2 }, [{ ...person, arm: 'C' }], person)).toThrow(
      'No arm of the scheme is called C',
    );
    expect(() => draw(seed, place, [], { levels: { f: '2', g: '1', h: '0' } })).toThrow('The factor f has no level "2"');
  });
  it('is the same for the same seed and history, and goes the preferred way as often as stated', () => {
    const person = { levels: { f: '0', g: '1', h: '0' } };
    const before: Allocated[] = [{ ...person, arm: 'A' }];
    let toB = 0;
    for (let i = 0; i < 2000; i += 1) {
      const own = Uint8Array.from({ length: 32 }, (_, byte) => (i >> (8 * (byte % 2))) & 255);
      const again = () => draw(own, { ...place, position: 2 }, before, person);
      const first = again();
      expect(again()).toEqual(first);
      expect(first.probabilities).toEqual({ A: expect.closeTo(0.2, 12), B: 0.8 });
      if (first.arm === 'B') toB += 1;
    }
    expect(Math.abs(toB / 2000 - 0.8)).toBeLessThan(4 * Math.sqrt(0.16 / 2000));
  });
});
