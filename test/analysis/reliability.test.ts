import seedrandom from 'seedrandom';
import reference from './reference/results/14_reliability.json';
import errors from './reference/results/14b_reliability_errors.json';
import { normalQuantile } from '#analysis/numeric/distributions';
import type { Found } from '#protocols/model/analyses';
import { csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

const bfi = referenceText('data/bfi.csv');
const judged = referenceText('data/shrout_fleiss.csv');
const caseOf = <T>(id: string, set: { cases: readonly { id: string; result: unknown }[] } = reference) =>
  set.cases.find((candidate) => candidate.id === id)!.result as T;
interface Scale {
  n_complete: number;
  items: string[];
  reversed: string[];
  alpha_raw: number;
  alpha_standardised: number;
  alpha_ci95_feldt: [number, number];
  alpha_ase_vanzyl: number;
  alpha_ci95_vanzyl: [number, number];
  psych_alpha: { avg_r: number; G6: number };
  guttman_lambda2: number;
  guttman_lambda6_smc: number;
  item_total_r_raw: Record<string, number>;
  item_rest_r_corrected: Record<string, number>;
  alpha_if_dropped: number[];
  item_mean: Record<string, number>;
  item_sd: Record<string, number>;
  covariance: { values: number[][] };
  eigenvalues_R: number[];
  omega_total_unidim_unstandardised: number;
  omega_standardised: number;
  cfa_loadings_std_lv: Record<string, number>;
  cfa_residual_var: Record<string, number>;
  cfa_fit: { chisq: number; df: number; pvalue: number };
  sem_of_total: number;
  scale_mean: number;
  scale_sd: number;
}
interface Details {
  alpha: { raw: number; standardised: number; meanCorrelation: number; largeSample: { lower: number; upper: number } };
  omega: { loadings: number[]; residuals: number[]; standardised: number; chiSquare: number; df: number; p: number } | null;
  lambda2: number;
  lambda6: number;
  eigenvalues: number[];
  items: { item: string; mean: number; sd: number; withTotal: number; withRest: number; alphaWithout: number }[];
  covariance: number[][];
  sum: { mean: number; sd: number; standardErrorOfMeasurement: number };
}
const contrast = (own: Found, arm: string) => own.contrasts.find((candidate) => candidate.arm === arm)!;
// lavaan stops at its default tolerance.
const BY_LAVAAN = 1e-5;

describe('reliability agrees with R', () => {
  it.each(['bfi_agreeableness', 'bfi_conscientiousness', 'bfi_neuroticism'])('%s: alpha, omega, items', (id) => {
    const expected = caseOf<Scale>(id);
    const { items, reversed } = expected;
    const own = find(bfi, {}, { method: 'reliability', items, reversed, range: [1, 6] });
    const details = own.details as unknown as Details;
    expect(own.n).toBe(expected.n_complete);
    expectClose(own.estimate, expected.alpha_raw);
    expectClose(own.interval!.lower, expected.alpha_ci95_feldt[0]);
    expectClose(own.interval!.upper, expected.alpha_ci95_feldt[1]);
    expectClose(own.standardError, expected.alpha_ase_vanzyl);
    expectClose(details.alpha.largeSample.lower, expected.alpha_ci95_vanzyl[0]);
    expectClose(details.alpha.standardised, expected.alpha_standardised);
    expectClose(details.alpha.meanCorrelation, expected.psych_alpha.avg_r);
    expectClose(details.lambda2, expected.guttman_lambda2);
    expectClose(details.lambda6, expected.guttman_lambda6_smc);
    expected.eigenvalues_R.forEach((value, i) => expectClose(details.eigenvalues[i], value));
    items.forEach((item, j) => {
      expectClose(details.items[j]!.withTotal, expected.item_total_r_raw[item]!);
      expectClose(details.items[j]!.withRest, expected.item_rest_r_corrected[item]!);
      expectClose(details.items[j]!.alphaWithout, expected.alpha_if_dropped[j]!);
      expectClose(details.items[j]!.mean, expected.item_mean[item]!);
      expectClose(details.items[j]!.sd, expected.item_sd[item]!);
      expectClose(details.omega!.loadings[j], expected.cfa_loadings_std_lv[item]!, BY_LAVAAN);
      expectClose(details.omega!.residuals[j], expected.cfa_residual_var[item]!, BY_LAVAAN);
      details.covariance[j]!.forEach((value, i) => expectClose(value, expected.covariance.values[j]![i]!));
    });
    expectClose(contrast(own, 'omega').estimate, expected.omega_total_unidim_unstandardised, BY_LAVAAN);
    expectClose(details.omega!.standardised, expected.omega_standardised, BY_LAVAAN);
    expectClose(details.omega!.chiSquare, expected.cfa_fit.chisq, BY_LAVAAN);
    expect(details.omega!.df).toBe(expected.cfa_fit.df);
    expectClose(details.sum.standardErrorOfMeasurement, expected.sem_of_total);
    expectClose(details.sum.mean / items.length, expected.scale_mean);
    expectClose(details.sum.sd / items.length, expected.scale_sd);
  });

  it.each([
    ['omega_agreeableness', 'A', ['A1']],
    ['omega_neuroticism', 'N', []],
  ])('%s: its standard error', (id, letter, reversed) => {
    const expected = caseOf<{ omega: number; se: number; chisq: number }>(id, errors);
    const items = [1, 2, 3, 4, 5].map((k) => `${letter}${k}`);
    const own = find(bfi, {}, { method: 'reliability', items, reversed, range: [1, 6] });
    // Numerical derivatives on R's side.
    expectClose(contrast(own, 'omega').estimate, expected.omega, 1e-7);
    expectClose(contrast(own, 'omega').standardError, expected.se, 1e-6);
    expectClose((own.details as unknown as Details).omega!.chiSquare, expected.chisq, 1e-7);
  });

  it('Shrout and Fleiss’s judges, all six forms', () => {
    const expected = caseOf<{
      MSB: number;
      MSW: number;
      MSJ: number;
      MSE: number;
      psych_ICC: {
        type: string;
        ICC: number;
        F: number;
        df1: number;
        df2: number;
        p: number;
        'lower bound': number;
        'upper bound': number;
      }[];
    }>('shrout_fleiss_1979');
    const own = find(judged, {}, { method: 'icc', raters: ['J1', 'J2', 'J3', 'J4'] });
    const { meanSquares, forms } = own.details as unknown as {
      meanSquares: { targets: number; raters: number; within: number; error: number };
      forms: { f: number; df1: number; df2: number }[];
    };
    expectClose(meanSquares.targets, expected.MSB);
    expectClose(meanSquares.within, expected.MSW);
    expectClose(meanSquares.raters, expected.MSJ);
    expectClose(meanSquares.error, expected.MSE);
    expected.psych_ICC.forEach((form, i) => {
      expectClose(own.contrasts[i]!.estimate, form.ICC);
      expectClose(own.contrasts[i]!.interval!.lower, form['lower bound']);
      expectClose(own.contrasts[i]!.interval!.upper, form['upper bound']);
      expectClose(own.contrasts[i]!.p, form.p);
      expectClose(forms[i]!.f, form.F);
      expect([forms[i]!.df1, forms[i]!.df2]).toEqual([form.df1, form.df2]);
    });
    expect(own.estimate).toBe(own.contrasts[1]!.estimate);
    expect(find(judged, {}, { method: 'icc', raters: ['J1', 'J2', 'J3', 'J4'], form: '3,k' }).estimate).toBe(
      own.contrasts[5]!.estimate,
    );
  });

  it('kappa, plain and weighted', () => {
    const expected = caseOf<{ kappa: number; weighted_quadratic: number; var_kappa: number; ci: { values: number[][] } }>(
      'kappa_bfi_items',
    );
    const kappa = (weights: string) => find(bfi, {}, { method: 'kappa', raters: ['N1', 'N2'], weights });
    expectClose(kappa('none').estimate, expected.kappa);
    expectClose(kappa('none').standardError! ** 2, expected.var_kappa);
    expectClose(kappa('none').interval!.lower, expected.ci.values[0]![0]!);
    expectClose(kappa('quadratic').estimate, expected.weighted_quadratic);
    expectClose(kappa('quadratic').interval!.upper, bySlip(kappa('quadratic')), 0.01);
    // psych 2.2.9 takes, for the columns' mean weights, each row's share times its own weights; with that slip its limit follows.
    expectClose(bySlip(kappa('quadratic')), expected.ci.values[1]![2]!);
    const more = caseOf<Record<string, { kappa: number; se: number }>>('kappa_linear', errors);
    for (const [weights, own] of Object.entries(more)) {
      expectClose(kappa(weights).estimate, own.kappa);
      // By numerical derivatives.
      expectClose(kappa(weights).standardError, own.se, 1e-8);
    }
  });

  it('a scale by hand: the mean of four answers of five, and women against men', () => {
    const expected = caseOf<{
      n_complete: number;
      n_80pct: number;
      first20_prorated80: number[];
      welch_female_minus_male: { df: number; p: number; se: number; ci: number[] };
      effect: { cohen_d: number; hedges_g: number; d_ci95_noncentral_t: number[] };
    }>('bfi_scoring_and_sex_difference');
    const [head, ...lines] = bfi
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const scored = lines.map((cells) => {
      const given = [1, 2, 3, 4, 5].flatMap((k) => {
        const cell = cells[head!.findIndex((name) => name.replaceAll('"', '') === `A${k}`)]!;
        return cell === '' || cell === 'NA' ? [] : [k === 1 ? 7 - Number(cell) : Number(cell)];
      });
      const gender = cells[head!.findIndex((name) => name.replaceAll('"', '') === 'gender')]!;
      const y = given.length >= 4 ? given.reduce((total, value) => total + value, 0) / given.length : '';
      return { gender, y, complete: given.length === 5 };
    });
    expect(scored.filter(({ complete }) => complete)).toHaveLength(expected.n_complete);
    expect(scored.filter(({ y }) => y !== '')).toHaveLength(expected.n_80pct);
    expected.first20_prorated80.forEach((value, i) => expectClose(scored[i]!.y as number, value));
    const csv = csvOf(scored.map(({ gender, y }) => ({ gender, y })));
    const layout = { arm: 'gender', control: 1 };
    const welch = find(csv, layout, { method: 'welch', outcome: 'y' });
    expectClose(welch.standardError, expected.welch_female_minus_male.se);
    expectClose(welch.df, expected.welch_female_minus_male.df);
    expectClose(welch.p, expected.welch_female_minus_male.p);
    expectClose(welch.interval!.lower, expected.welch_female_minus_male.ci[0]!);
    const cohen = find(csv, layout, { method: 'cohen', outcome: 'y' });
    expectClose(cohen.estimate, expected.effect.cohen_d);
    expectClose(cohen.interval!.lower, expected.effect.d_ci95_noncentral_t[0]!);
    expectClose(find(csv, layout, { method: 'hedges', outcome: 'y' }).estimate, expected.effect.hedges_g);
  });
});

/** The upper limit of a quadratic kappa as psych computes it. */
function bySlip(own: Found): number {
  const { counts, expected } = own.details as unknown as { counts: number[][]; expected: number };
  const n = sum(counts.flat());
  const rows = counts.map((row) => sum(row) / n);
  const columns = counts.map((_, j) => sum(counts.map((row) => row[j]!)) / n);
  const weight = (i: number, j: number) => 1 - ((i - j) / (counts.length - 1)) ** 2;
  const byRow = rows.map((_, i) => sum(columns.map((value, j) => value * weight(i, j))));
  const slipped = rows.map((value, j) => sum(rows.map((_, i) => value * weight(j, i))));
  const kappa = own.estimate!;
  const cells = counts.flatMap((row, i) =>
    row.map((count, j) => (count / n) * (weight(i, j) - (byRow[i]! + slipped[j]!) * (1 - kappa)) ** 2),
  );
  const square = (sum(cells) - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  return kappa + normalQuantile(0.975) * Math.sqrt(square);
}
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const draw = seedrandom('reliability');
const normal = () => normalQuantile(draw());
const scale = (n: number, k: number, loading = 1) =>
  Array.from({ length: n }, () => {
    const own = normal();
    return Object.fromEntries(Array.from({ length: k }, (_, j) => [`i${j}`, loading * own + normal()]));
  });
const names = (k: number) => Array.from({ length: k }, (_, j) => `i${j}`);

describe('reliability', () => {
  it('does not know the unit, the level or the order of items and rows, and a reversed item is its mirror', () => {
    const rows = scale(60, 4);
    const asked = { method: 'reliability', items: names(4) };
    const own = find(csvOf(rows), {}, asked);
    const moved = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, 3 * value + 20])));
    const turned = [...rows].reverse().map((row) => ({ ...row, i2: -row.i2! }));
    for (const other of [
      find(csvOf(moved), {}, asked),
      find(csvOf(turned), {}, { ...asked, items: [...names(4)].reverse(), reversed: ['i2'], range: [-5, 5] }),
    ]) {
      expectClose(other.estimate, own.estimate!, 1e-9);
      expectClose(contrast(other, 'omega').estimate, contrast(own, 'omega').estimate, 1e-8);
      expectClose(other.interval!.upper, own.interval!.upper, 1e-9);
    }
  });

  it('of two ways to name categories the agreement is the same; of perfect agreement it is 1', () => {
    const pairs = Array.from({ length: 40 }, () => {
      const a = Math.floor(3 * draw());
      return { a, b: draw() < 0.6 ? a : Math.floor(3 * draw()) };
    });
    const asked = { method: 'kappa', raters: ['a', 'b'] };
    const own = find(csvOf(pairs), {}, asked);
    const word = ['low', 'middle', 'high'];
    const named = csvOf(pairs.map(({ a, b }) => ({ a: word[a]!, b: word[b]! })));
    expectClose(find(named, {}, asked).estimate, own.estimate!);
    const weighted = find(csvOf(pairs), {}, { ...asked, weights: 'linear' });
    expectClose(find(named, {}, { ...asked, weights: 'linear', levels: word }).estimate, weighted.estimate!);
    expectClose(
      find(csvOf(pairs.map(({ a, b }) => ({ a: b, b: a }))), {}, { ...asked, weights: 'linear' }).standardError,
      weighted.standardError!,
    );
    expect(find(csvOf(pairs.map(({ a }) => ({ a, b: a }))), {}, asked).estimate).toBe(1);
  });

  it('warns of an item that runs against the others, and of omega where there is none', () => {
    const rows = scale(50, 3).map((row) => ({ ...row, i0: -row.i0! }));
    expect(find(csvOf(rows), {}, { method: 'reliability', items: names(3) }).warnings.map(({ code }) => code)).toContain(
      'item-against-rest',
    );
    expect(find(csvOf(rows), {}, { method: 'reliability', items: ['i1', 'i2'] }).warnings.map(({ code }) => code)).toEqual([
      'no-omega',
    ]);
    // An item that is nearly the sum of two others, which hardly go together, leaves nothing of its own and less.
    const heywood = Array.from({ length: 80 }, () => {
      const [shared, one, other] = [normal(), normal(), normal()];
      const [i1, i2] = [0.6 * shared + one, 0.6 * shared + other];
      return { i0: i1 + i2 + 0.5 * normal(), i1, i2 };
    });
    const own = find(csvOf(heywood), {}, { method: 'reliability', items: names(3) });
    expect(own.warnings).toEqual([expect.objectContaining({ code: 'no-omega', detail: expect.stringMatching(/negative/) })]);
    expect(own.details.omega).toBeNull();
  });

  it('is refused by name', () => {
    const csv = csvOf(
      scale(20, 2).map((row, i) => ({ ...row, same: 3, mirror: -row.i0!, word: i % 2 ? 'yes' : 'no', one: 'yes' })),
    );
    const asked = { method: 'reliability', items: names(2) };
    expect(refusal(csv, {}, { ...asked, items: ['i0'] })).toBe('not-understood');
    expect(refusal(csv, {}, { ...asked, reversed: ['same'], range: [0, 1] })).toBe('not-understood');
    expect(refusal(csv, {}, { ...asked, reversed: ['i0'] })).toBe('not-understood');
    expect(refusal(csv, {}, { ...asked, items: ['i0', 'same'] })).toBe('no-variance');
    expect(refusal(csv, {}, { ...asked, items: ['i0', 'mirror'] })).toBe('no-variance');
    expect(refusal(csvOf(scale(2, 2)), {}, asked)).toBe('too-few');
    expect(refusal(csvOf(scale(2, 2)), {}, { method: 'icc', raters: names(2) })).toBe('too-few');
    expect(refusal(csv, {}, { method: 'icc', raters: ['i0', 'i0b'] })).toBe('no-such-column');
    const exact = csvOf([1, 2, 3, 4].map((a) => ({ a, b: a + 1 })));
    expect(refusal(exact, {}, { method: 'icc', raters: ['a', 'b'] })).toBe('no-variance');
    expect(refusal(csv, {}, { method: 'kappa', raters: ['one', 'one2'] })).toBe('no-such-column');
    expect(refusal(csv, {}, { method: 'kappa', raters: ['word', 'one'], weights: 'linear' })).toBe('not-understood');
    expect(refusal(csv, {}, { method: 'kappa', raters: ['word', 'one'], levels: ['yes', 'maybe'] })).toBe('not-understood');
    expect(refusal(csvOf([1, 2, 3].map(() => ({ a: 'yes', b: 'yes' }))), {}, { method: 'kappa', raters: ['a', 'b'] })).toBe(
      'no-variance',
    );
    expect(refusal(csvOf([{ a: 'yes', b: 'no' }]), {}, { method: 'kappa', raters: ['a', 'b'] })).toBe('too-few');
  });

  it('intervals hold the truth nineteen times in twenty', () => {
    const trials = process.env.LODTRAEK_FULL === undefined ? 200 : 10_000;
    const missed = { alpha: 0, omega: 0, icc: 0, kappa: 0 };
    const misses = (own: Found, arm: string, truth: number) => {
      const { lower, upper } = contrast(own, arm).interval!;
      return truth < lower || truth > upper;
    };
    for (let trial = 0; trial < trials; trial++) {
      // Five items, each with as much of its own as shared: α = ω = 5 · ½ / (1 + 4 · ½), and ICC(3,1) = ½.
      const csv = csvOf(scale(100, 5));
      const own = find(csv, {}, { method: 'reliability', items: names(5) });
      if (misses(own, 'alpha', 5 / 6)) missed.alpha++;
      if (misses(own, 'omega', 5 / 6)) missed.omega++;
      if (misses(find(csv, {}, { method: 'icc', raters: names(5) }), 'ICC(3,1)', 0.5)) missed.icc++;
      // Both raters see the truth 7 times in 10 and guess among three else: κ = 0.49.
      const rated = Array.from({ length: 150 }, () => {
        const truth = Math.floor(3 * draw());
        const see = () => (draw() < 0.7 ? truth : Math.floor(3 * draw()));
        return { a: see(), b: see() };
      });
      if (misses(find(csvOf(rated), {}, { method: 'kappa', raters: ['a', 'b'] }), 'kappa', 0.49)) missed.kappa++;
    }
    if (trials > 1000) process.stdout.write(`${JSON.stringify(missed)} of ${trials}\n`);
    for (const count of Object.values(missed))
      expect(Math.abs(count / trials - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / trials));
  });
});
