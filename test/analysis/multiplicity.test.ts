import seedrandom from 'seedrandom';
import reference from './reference/results/12_multiplicity.json';
import { adjust, type Adjustment, graphFault, graphical } from '#analysis/effect/multiplicity';
import { expectClose } from './support/reference';

type Line = Record<'p' | 'bonferroni' | 'holm' | 'hochberg' | 'hommel' | 'BH' | 'BY', number>;
const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const KINDS: [Adjustment, keyof Line][] = [
  ['bonferroni', 'bonferroni'],
  ['holm', 'holm'],
  ['hochberg', 'hochberg'],
  ['hommel', 'hommel'],
  ['bh', 'BH'],
  ['by', 'BY'],
];

describe('adjusted p-values', () => {
  it.each(['textbook', 'ties_ones_tiny', 'westfall_wolfinger10'])('agree with R: %s', (id) => {
    const lines = caseOf<Line[]>(id);
    for (const [kind, name] of KINDS)
      adjust(
        lines.map(({ p }) => p),
        kind,
      ).forEach((own, i) => expectClose(own, lines[i]![name]));
  });

  it.each(['textbook', 'ties_ones_tiny', 'westfall_wolfinger10'])(
    'Šidák’s agree with R, which loses what is below 1e-16: %s',
    (id) => {
      const lines = caseOf<(Line & { sidak: number })[]>(id);
      adjust(
        lines.map(({ p }) => p),
        'sidak',
      ).forEach((own, i) => expect(Math.abs(own - lines[i]!.sidak)).toBeLessThan(1e-14));
    },
  );

  it('agree with R where missing ones are left out, and for one alone', () => {
    const { omit_na_n3: lines } = caseOf<{ omit_na_n3: Record<'holm' | 'hommel' | 'BH', number | null>[] }>('with_missing');
    const { n5 } = caseOf<{ n5: Record<'holm' | 'BH' | 'bonferroni', number>[] }>('with_missing');
    // Two of five without a p-value count as 1.
    for (const [kind, name] of [
      ['holm', 'holm'],
      ['bh', 'BH'],
      ['bonferroni', 'bonferroni'],
    ] as const)
      n5.forEach((line, i) => expectClose(adjust([0.01, 0.04, 0.2, 1, 1], kind)[i], line[name]));
    const kept = lines.filter(({ holm }) => holm !== null);
    adjust([0.01, 0.04, 0.2], 'holm').forEach((own, i) => expectClose(own, kept[i]!.holm!));
    adjust([0.01, 0.04, 0.2], 'hommel').forEach((own, i) => expectClose(own, kept[i]!.hommel!));
    adjust([0.01, 0.04, 0.2], 'bh').forEach((own, i) => expectClose(own, kept[i]!.BH!));
    for (const { p, m, sidak } of caseOf<{ p: number; m: number; sidak: number }[]>('single')) {
      for (const [kind] of KINDS) expectClose(adjust([p], kind)[0], m);
      expectClose(adjust([p], 'sidak')[0], sidak);
    }
  });

  it('keep their order whatever the order given, never fall below p, and grow weaker from Hommel to Bonferroni', () => {
    const draw = seedrandom('multiplicity');
    for (let k = 0; k < 200; k++) {
      const p = Array.from({ length: 7 }, () => draw() ** 2);
      const order = p.map((_, i) => i).sort(() => draw() - 0.5);
      const by = Object.fromEntries(KINDS.map(([kind]) => [kind, adjust(p, kind)])) as Record<Adjustment, number[]>;
      for (const [kind] of KINDS)
        adjust(
          order.map((i) => p[i]!),
          kind,
        ).forEach((own, at) => expectClose(own, by[kind][order[at]!]!));
      p.forEach((own, i) => {
        const line = [own, by.hommel[i]!, by.hochberg[i]!, by.holm[i]!, by.bonferroni[i]!];
        for (let j = 1; j < line.length; j++) expect(line[j]! + 1e-12).toBeGreaterThanOrEqual(line[j - 1]!);
      });
    }
  });

  it('in a fixed order stop at the first that fails', () => {
    expect(adjust([0.01, 0.2, 0.001], 'fixed-sequence')).toEqual([0.01, 0.2, 0.2]);
  });

  it('by a graph are Holm’s where all share alike, the fixed sequence where all goes to the next', () => {
    const draw = seedrandom('graph');
    for (let k = 0; k < 100; k++) {
      const p = Array.from({ length: 4 }, () => draw() ** 3);
      const alike = { weights: p.map(() => 1 / 4), transitions: p.map((_, i) => p.map((__, j) => (i === j ? 0 : 1 / 3))) };
      const holm = adjust(p, 'holm');
      graphical(p, alike).forEach((own, i) => expectClose(own, holm[i]!));
      const line = { weights: [1, 0, 0, 0], transitions: p.map((_, i) => p.map((__, j) => (j === i + 1 ? 1 : 0))) };
      expect(graphical(p, line)).toEqual(adjust(p, 'fixed-sequence'));
    }
    // Two primaries, each handing on to its own secondary, secondaries to the other primary: worked by hand.
    const gate = {
      weights: [0.5, 0.5, 0, 0],
      transitions: [
        [0, 0.5, 0.5, 0],
        [0.5, 0, 0, 0.5],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
      ],
    };
    const own = graphical([0.01, 0.04, 0.02, 0.5], gate);
    [0.02, 4 / 75, 4 / 75, 0.5].forEach((value, i) => expectClose(own[i], value));
  });

  it('refuse what is no p-value and no graph', () => {
    expect(() => adjust([0.1, 1.2], 'holm')).toThrow(RangeError);
    expect(() => adjust([Number.NaN], 'bh')).toThrow(RangeError);
    const row = [0, 1];
    expect(graphFault({ weights: [0.7, 0.7], transitions: [row, [1, 0]] }, 2)).toMatch('weights');
    expect(graphFault({ weights: [0.5, 0.5], transitions: [[1, 0], row] }, 2)).toMatch('transitions');
    expect(() => graphical([0.1], { weights: [0.5, 0.5], transitions: [row, [1, 0]] })).toThrow(RangeError);
  });
});
