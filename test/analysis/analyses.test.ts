import { analyseCommand } from '#server/commands/analyse';
import { METHOD_NAMES, type Estimates } from '#protocols/model/analyses';
import { ask, changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

const wide = referenceText('data/btheb_wide.csv');
const long = referenceText('data/btheb_long.csv');
const data = { participant: 'id', arm: 'treatment', control: 'TAU' };
const welch = { id: 'w', method: 'welch', outcome: 'bdi_3m' };

async function run(file: unknown, csv: string, json = true) {
  const out: string[] = [];
  const err: string[] = [];
  const files: Record<string, string> = { 'plan.json': typeof file === 'string' ? file : JSON.stringify(file), 'data.csv': csv };
  const code = await analyseCommand(
    { plan: 'plan.json', data: 'data.csv', json },
    { out: (text) => out.push(text), err: (text) => err.push(text), readFile: (path) => Promise.resolve(files[path]!) },
  );
  return { code, out: out.join('\n'), err };
}

describe('a file of analyses', () => {
  it('is answered one estimate for each, in the order asked, every digit as JSON', async () => {
    const { code, out, err } = await run({ data, analyses: [welch, { method: 'pooled', outcome: 'bdi_3m' }] }, wide);
    const { estimates } = JSON.parse(out) as Estimates;
    expect([code, err]).toEqual([0, []]);
    expect(estimates.map(({ id }) => id)).toEqual(['w', 'pooled-2']);
    expect(estimates[0]).toMatchObject({ method: 'welch', n: 73, nByArm: { BtheB: 37, TAU: 36 }, warnings: [] });
    const first = estimates[0]!;
    if ('refused' in first) throw new Error(first.detail);
    const [own] = first.contrasts;
    expect(own).toEqual({
      arm: 'BtheB',
      estimate: first.estimate,
      standardError: first.standardError,
      df: first.df,
      interval: first.interval,
      p: first.p,
    });
  });

  it('is answered as a table for reading without --json', async () => {
    const { out } = await run({ data, analyses: [welch] }, wide, false);
    expect(out).toMatch(/^w \(welch\), 73 people: BtheB 37, TAU 36$/m);
    expect(out).toMatch(/^BtheB +-5\.64 +2\.71 +67\.6 +-11\.05 to -0\.227 +0\.041$/m);
  });

  it('answers the others where one is refused, and ends with 1', async () => {
    const file = { data, analyses: [{ method: 'welsh' }, { ...welch, outcom: 'x' }, { ...welch, outcome: 'bdi_9m' }, welch] };
    const { code, out } = await run(file, wide);
    const { estimates } = JSON.parse(out) as Estimates;
    expect(code).toBe(1);
    expect(estimates.map((one) => ('refused' in one ? one.refused : 'answered'))).toEqual([
      'unknown-method',
      'not-understood',
      'no-such-column',
      'answered',
    ]);
    expect(estimates[1]).toMatchObject({
      detail: 'The analysis holds “outcom”, which this method does not know. Remove it or correct its name.',
    });
    expect(estimates[0]).toMatchObject({ detail: `There is no method “welsh”. There are ${METHOD_NAMES.join(', ')}.` });
  });

  it.each([
    ['without analyses to make', { data, analyses: [] }, 'plan.json: “analyses” must NOT have fewer than 1 items.'],
    ['whose data hold a word it does not know', { data: { ...data, arms: 'x' }, analyses: [welch] }, 'holds “arms”'],
    ['that does not say what the columns are', { analyses: [welch] }, 'plan.json: the plan lacks “data”. Add it.'],
  ])('%s ends with 2 and one sentence', async (_, file, sentence) => {
    const { code, out, err } = await run(file, wide);
    expect([code, out]).toEqual([2, '']);
    expect(err).toHaveLength(1);
    expect(err[0]).toContain(sentence);
  });

  it('compares every arm with the control where there are several', () => {
    const three = find(
      referenceText('data/anorexia.csv'),
      { arm: 'Treat', control: 'Cont' },
      { method: 'welch', outcome: 'Postwt' },
    );
    expect(three.contrasts.map(({ arm }) => arm)).toEqual(['CBT', 'FT']);
    expect(three.estimate).toBe(three.contrasts[0]!.estimate);
    expect(three.nByArm).toEqual({ CBT: 29, Cont: 26, FT: 17 });
  });

  it('takes one visit of a long file, the same numbers as the wide one', () => {
    const layout = { ...data, visit: 'month' };
    const one = find(long, layout, { method: 'welch', outcome: 'bdi', at: 3 });
    const other = find(wide, data, welch);
    expect([one.estimate, one.standardError, one.n]).toEqual([other.estimate, other.standardError, other.n]);
    expect(ask(long, layout, { method: 'welch', outcome: 'bdi' })).toMatchObject({
      refused: 'participant-twice',
      detail: '“1” has several rows, and this method takes one each. Here say "at" which visit.',
    });
  });
});

describe('decimal commas', () => {
  const rows = (write: (value: number) => string) =>
    ['id;arm;y', ...[1.5, 2.25, 3.125, 7.5, 8.25, 9.75].map((y, i) => `${i};${i < 3 ? 'a' : 'b'};${write(y)}`)].join('\n');
  const layout = { arm: 'arm', control: 'a' };
  const asked = { method: 'welch', outcome: 'y' };
  const point = find(rows(String), layout, asked);
  const comma = (value: number) => String(value).replace('.', ',');

  it('are found in the column that has them, or taken at the file’s word', () => {
    expect(find(rows(comma), layout, asked).estimate).toBe(point.estimate);
    expect(find(rows(comma), { ...layout, decimal: 'comma' }, asked).estimate).toBe(point.estimate);
  });

  it('are refused where the file says point, where a column mixes both, and where they may part thousands', () => {
    expect(refusal(rows(comma), { ...layout, decimal: 'point' }, asked)).toBe('not-a-number');
    expect(
      refusal(
        rows((y) => (y > 9 ? String(y) : comma(y))),
        layout,
        asked,
      ),
    ).toBe('not-a-number');
    const thousands = 'arm,y\na,"1,250"\na,"2,000"\nb,"3,125"\nb,"4,500"\n';
    expect(ask(thousands, layout, asked)).toMatchObject({
      refused: 'decimal-unclear',
      detail:
        'Row 2, column “y”: “1,250” may hold a decimal comma or part thousands. Say "decimal": "comma" under "data" if it does, or take the commas out if it does not.',
    });
    expectClose(find(thousands, { ...layout, decimal: 'comma' }, asked).estimate, 2.1875);
  });
});

describe('every method on arms', () => {
  const layout = { arm: 'arm', control: 'usual' };
  const asked = { method: 'pooled', outcome: 'y' };

  it('refuses a file without a control, a control nobody is in, one arm, nobody, and one person in an arm', () => {
    const both = csvOf([
      { arm: 'usual', y: 1 },
      { arm: 'usual', y: 2 },
      { arm: 'peer', y: 4 },
      { arm: 'peer', y: 7 },
    ]);
    expect(refusal(both, { arm: 'arm' }, asked)).toBe('no-control');
    expect(refusal(both, { arm: 'arm', control: 'care' }, asked)).toBe('one-arm');
    expect(refusal(both.split('\n').slice(0, 3).join('\n'), layout, asked)).toBe('one-arm');
    expect(refusal(both.split('\n').slice(0, 4).join('\n'), layout, asked)).toBe('too-few');
    expect(refusal('arm,y\nusual,\npeer,\n', layout, asked)).toBe('no-data');
    expect(refusal(csvOf([...'aabb'].map((name) => ({ arm: name === 'a' ? 'usual' : 'peer', y: 5 }))), layout, asked)).toBe(
      'no-variance',
    );
    expect(refusal(both, layout, { ...asked, at: 3 })).toBe('no-visit');
  });

  it('takes arms coded as numbers, the control written as a number or as a label', () => {
    const coded = changed('btheb_wide.csv', (row) => ({ ...row, treatment: row.treatment === 'TAU' ? '0' : '1' }));
    const own = find(coded, { ...data, control: 0 }, welch);
    expect(own.estimate).toBe(find(wide, data, welch).estimate);
    expect(find(coded, { ...data, control: '0' }, welch).nByArm).toEqual({ 0: 36, 1: 37 });
  });

  it('leaves out rows with an empty cell and says which column', () => {
    const own = find(wide, data, { method: 'ancova', outcome: 'bdi_8m', covariates: ['bdi_pre'] });
    expect(own.n).toBe(52);
    expect(own.details).toMatchObject({ rows: 52, excluded: [{ column: 'bdi_8m', rows: 48 }] });
    const holes = changed('btheb_wide.csv', (row, i) => (i < 3 ? { ...row, bdi_pre: '' } : row));
    expect(find(holes, data, { method: 'ancova', outcome: 'bdi_2m', covariates: ['bdi_pre'] }).n).toBe(94);
  });
});
