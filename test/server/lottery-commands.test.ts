import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '#server/commands/main';

const EXAMPLES = join(__dirname, '..', '..', 'protocols', 'randomisation', 'examples');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lodtraek-lottery-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function lodtraek(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await run(argv, { out: (text) => (said.out += text), err: (text) => (said.err += text) });
  return { code, ...said };
}
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const arms = [
  { id: 'A', ratio: 1 },
  { id: 'B', ratio: 1 },
];
const blocks = () => file('blocks.json', { method: 'permuted-blocks', arms, sizes: [4] });

describe('lodtraek scheme characteristics', () => {
  it.each(readdirSync(EXAMPLES))('describes the example %s', async (name) => {
    const { code, out, err } = await lodtraek(
      'scheme',
      'characteristics',
      join(EXAMPLES, name),
      '--n',
      '24',
      '--trials',
      '200',
      '--json',
    );
    expect([code, err]).toEqual([0, '']);
    const found = JSON.parse(out);
    for (const key of ['correctGuessRate', 'forcedRate', 'entropyBits', 'standardError'])
      expect(typeof found[key]).toBe('number');
    expect(['exact', 'simulated']).toContain(found.method);
    const sum = found.imbalance.distribution.reduce(
      (all: number, { probability }: { probability: number }) => all + probability,
      0,
    );
    expect(sum).toBeCloseTo(1, 9);
  });

  it('sets schemes side by side, and warns in words', async () => {
    const stick = file('stick.json', { method: 'big-stick', arms, tolerance: 3 });
    const { code, out } = await lodtraek('scheme', 'characteristics', blocks(), stick, '--n', '100');
    expect(code).toBe(0);
    expect(out).toContain('70.8 %');
    expect(out).toContain('58.1 %');
    expect(out).toContain('Whoever has seen the earlier draws guesses the next right 71 times in 100.');
  });

  it('warns of too many strata, and of a lottery that no test can be sure of', async () => {
    const strata = await lodtraek('scheme', 'characteristics', blocks(), '--n', '40', '--strata', '12', '--json');
    expect(JSON.parse(strata.out).warnings.map(({ code }: { code: string }) => code)).toContain('over-stratified');
    const few = file('few.json', {
      method: 'cluster',
      arms,
      design: 'simple',
      clusters: ['a', 'b', 'c', 'd'].map((id) => ({ id })),
    });
    const clusters = await lodtraek('scheme', 'characteristics', few, '--json');
    expect(JSON.parse(clusters.out)).toMatchObject({ allocations: '6', warnings: [{ code: 'no-test-can-reach-alpha' }] });
  });

  it.each([
    ['no file', () => join(folder, 'none.json'), 'There is no file'],
    ['no JSON', () => file('broken.json', '{"method": '), 'This is not JSON'],
    ['no method', () => file('method.json', { method: 'roulette', arms }), 'The methods are simple, random-allocation-rule'],
    ['a misspelt parameter', () => file('spelling.json', { method: 'permuted-blocks', arms, size: [4] }), 'sizes'],
    [
      'a size that breaks the ratio',
      () => file('size.json', { method: 'permuted-blocks', arms, sizes: [5] }),
      'Choose a multiple of 2',
    ],
    [
      'three arms for a coin',
      () => file('three.json', { method: 'efron', arms: [...arms, { id: 'C', ratio: 1 }], p: [2, 3] }),
      'two arms in equal shares',
    ],
    ['a coin away from balance', () => file('coin.json', { method: 'efron', arms, p: [1, 3] }), 'does not pull towards balance'],
    [
      'clusters that cannot be shared',
      () => file('odd.json', { method: 'cluster', arms, design: 'simple', clusters: ['a', 'b', 'c'].map((id) => ({ id })) }),
      '3 clusters cannot be shared out',
    ],
    [
      'sequences that do not add up',
      () =>
        file('wedge.json', { method: 'stepped-wedge', arms, clusters: ['a', 'b', 'c'].map((id) => ({ id })), sequences: [1, 1] }),
      'hold 2 clusters, and there are 3',
    ],
    [
      'a factor listed twice',
      () =>
        file('factor.json', {
          method: 'minimisation',
          arms,
          measure: 'range',
          p: [4, 5],
          burnIn: 0,
          factors: ['f', 'f'].map((id) => ({ id, levels: ['a', 'b'], weight: 1 })),
        }),
      'A factor is listed twice',
    ],
  ])('refuses %s in one sentence', async (_, path, sentence) => {
    const { code, out, err } = await lodtraek('scheme', 'characteristics', path(), '--n', '20');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });

  it('refuses numbers that are none', async () => {
    expect((await lodtraek('scheme', 'characteristics', blocks())).err).toContain('Say how many participants');
    expect((await lodtraek('scheme', 'characteristics', blocks(), '--n', 'many')).err).toContain('--n is a whole number');
    expect((await lodtraek('scheme', 'characteristics', blocks(), '--n', '20', '--alpha', '2')).err).toContain(
      '--alpha lies between 0 and 1',
    );
  });
});

describe('lodtraek rerandomise', () => {
  const data = () =>
    file('data.csv', 'place,site,arm,y\n2,a,B,9\n1,a,A,12\n3,a,A,14\n4,a,B,8\n5,b,B,6\n6,b,A,11\n7,b,A,10\n8,b,B,7\n');
  const asked = ['--outcome', 'y', '--arm', 'arm'];

  it('gives worked example 1, in the order told', async () => {
    const { code, out } = await lodtraek(
      'rerandomise',
      blocks(),
      data(),
      ...asked,
      '--strata',
      'site',
      '--order',
      'place',
      '--exact',
      '--level',
      '0.9',
      '--json',
    );
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ statistic: 4.25, reference: 36, method: 'exact' });
    expect(found.pTwoSided).toBeCloseTo(2 / 36, 12);
    expect(found.pOneSided).toBeCloseTo(1 / 36, 12);
    expect(found.interval.map((end: number) => Math.round(1e9 * end) / 1e9)).toEqual([3, 6]);
  });

  it('gives worked example 3 from a file with factors, and says that the interval has no end', async () => {
    const factors = ['f1', 'f2'].map((id) => ({ id, levels: ['0', '1'], weight: 1 }));
    const scheme = file('minimise.json', { method: 'minimisation', arms, measure: 'range', p: [4, 5], burnIn: 0, factors });
    const rows = ['00', '10', '01', '00', '11', '10', '01', '11'].map(
      (levels, i) => `${[...levels].join()},${'10001110'[i] === '1' ? 'A' : 'B'},${[7.4, 4.1, 5.0, 4.6, 8.2, 6.9, 7.7, 5.3][i]}`,
    );
    const csv = file('minimised.csv', `f1,f2,arm,y\n${rows.join('\n')}\n`);
    const { out } = await lodtraek(
      'rerandomise',
      scheme,
      csv,
      ...asked,
      '--factors',
      'f1,f2',
      '--exact',
      '--level',
      '0.9',
      '--json',
    );
    expect(JSON.parse(out).pTwoSided).toBeCloseTo(0.131072, 9);
    expect(JSON.parse(out).interval).toEqual([null, null]);
    const text = await lodtraek('rerandomise', scheme, csv, ...asked, '--factors', 'f1,f2', '--level', '0.9');
    expect(text.out).toContain('−∞ to ∞');
    expect(text.out).toContain('least p possible      0.1311');
    expect((await lodtraek('rerandomise', scheme, csv, ...asked)).err).toContain('The scheme uses the factor f1');
  });

  it('compares three arms at once, or two of them, and says what an arm must be', async () => {
    const scheme = file('three.json', { method: 'permuted-blocks', arms: [...arms, { id: 'C', ratio: 1 }], sizes: [3] });
    const csv = file('three.csv', 'arm,y\nA,9\nB,4\nC,6\nC,7\nA,8\nB,3\n');
    const all = JSON.parse((await lodtraek('rerandomise', scheme, csv, ...asked, '--exact', '--json')).out);
    expect(all).toMatchObject({ reference: 36, pOneSided: null, interval: null, intervalRefused: 'several-arms' });
    expect(all.pTwoSided).toBeCloseTo(1 / 6, 12);
    const told = await lodtraek('rerandomise', scheme, csv, ...asked);
    expect(told.out).toMatch(/between the arms +25\.3333\np +0\.1667/);
    const two = JSON.parse((await lodtraek('rerandomise', scheme, csv, ...asked, '--contrast', 'A,B', '--json')).out);
    expect(two.statistic).toBeCloseTo(5, 12);
    expect(two.pTwoSided).toBeCloseTo(2 / 36, 12);
    const wrong = await lodtraek('rerandomise', scheme, csv, ...asked, '--contrast', 'A,D');
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringContaining('--contrast names two of the scheme’s arms, such as A,B'),
    ]);
  });

  it('repeats with the same seed', async () => {
    const once = () => lodtraek('rerandomise', blocks(), data(), ...asked, '--draws', '500', '--seed', '4', '--json');
    const first = await once();
    expect(await once()).toEqual(first);
    expect(JSON.parse(first.out)).toMatchObject({ method: 'monte-carlo', reference: 500 });
  });

  it.each([
    ['an unknown column', ['--outcome', 'z', '--arm', 'arm'], 'There is no column z'],
    ['an arm of another trial', ['--outcome', 'y', '--arm', 'site'], 'The arm "a" is none of the scheme’s'],
    ['too few draws', [...asked, '--draws', '10'], '--draws is a whole number, 99 or more'],
    ['a level beyond one', [...asked, '--level', '95'], '--level lies between 0 and 1'],
  ])('refuses %s in one sentence', async (_, options, sentence) => {
    const { code, err } = await lodtraek('rerandomise', blocks(), data(), ...options);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});
