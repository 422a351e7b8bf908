import { Ajv } from 'ajv';
import { Scheme } from '#protocols/model/scheme';
import { characteristicsOf } from '#protocols/randomisation/characteristics/characteristics';
import { findSchemeFaults } from '#protocols/randomisation/scheme';
import { askOf, fairShare } from '../../client/staff/lottery/compared';
import { readDraft, schemeOfDraft, usualDraft, writeDraft } from '../../client/staff/lottery/draft';
import { barsOf, reachOf } from '../../client/staff/lottery/histogram';
import { PARAMETERS, type Method } from '../../client/staff/lottery/methods';
import { fieldsOf } from '../../client/staff/lottery/scheme-fields';

/** Schemes as the researcher writes them: each method's form says a scheme that can be reckoned, and nothing half-typed becomes another. */
const METHODS = Object.keys(PARAMETERS) as Method[];
const check = new Ajv().compile(Scheme);

const read = (method: Method, fields: object = {}, ratio = '1:1') => {
  const draft = usualDraft(method, ratio);
  return schemeOfDraft({ ...draft, fields: { ...draft.fields, ...fields } });
};
const schemeOf = (...asked: Parameters<typeof read>): Scheme => {
  const said = read(...asked);
  if ('wrong' in said) throw new Error(said.wrong.join());
  return said.scheme;
};

describe('a draft', () => {
  it('knows every method that there is', () => {
    expect([...METHODS].sort()).toEqual(Scheme.anyOf.map(({ properties }) => properties.method.const).sort());
  });

  it.each(METHODS)('of %s says as usual a scheme that fits the schema, has no fault and can be reckoned', (method) => {
    const scheme = schemeOf(method);
    expect([check(scheme), check.errors]).toEqual([true, null]);
    expect(findSchemeFaults(scheme)).toEqual([]);
    const { question } = askOf(scheme, { n: 24, strata: 1, alpha: 0.05 });
    const found = characteristicsOf(scheme, { ...question, trials: 100 });
    expect(found.correctGuessRate).toBeGreaterThan(0.4);
  });

  it.each(METHODS)('of %s comes back from the address, and its scheme back as it was written', (method) => {
    const draft = usualDraft(method);
    expect(readDraft(writeDraft(draft))).toEqual(draft);
    const fields = Object.fromEntries(fieldsOf(schemeOf(method)));
    for (const [id, value] of Object.entries(fields))
      if (id !== 'clusters') expect([id, value]).toEqual([id, draft.fields[id as never]]);
  });

  it('of no method that we know is none, and what it leaves out is as usual', () => {
    expect(readDraft('method=guess')).toBeUndefined();
    expect(readDraft('')).toBeUndefined();
    expect(readDraft('method=big-stick&sizes=9')).toEqual(usualDraft('big-stick'));
  });

  it.each([
    ['permuted-blocks', { sizes: '' }, ['sizes']],
    ['permuted-blocks', { sizes: '4, x' }, ['sizes']],
    ['permuted-blocks', { sizes: '201' }, ['sizes']],
    ['big-stick', { tolerance: '' }, ['tolerance']],
    ['big-stick', { tolerance: '2.5' }, ['tolerance']],
    ['big-stick', { tolerance: '0' }, ['tolerance']],
    ['efron', { p: '3/2' }, ['p']],
    ['efron', { p: '2' }, ['p']],
    ['chen', { p: 'x', tolerance: '-1' }, ['p', 'tolerance']],
    ['smith', { rho: '51' }, ['rho']],
    ['batch', { maximum: 'many' }, ['maximum']],
  ] as const)('of %s with %p names the fields that cannot be read', (method, fields, wrong) => {
    expect(read(method, fields)).toEqual({ wrong });
  });

  it('takes rows with any separator, a Danish decimal, a batch without an end, and any ratio', () => {
    expect(schemeOf('permuted-blocks', { sizes: '4; 6 8' })).toMatchObject({ sizes: [4, 6, 8] });
    expect(schemeOf('smith', { rho: '0,5' })).toMatchObject({ rho: 0.5 });
    expect(schemeOf('batch')).not.toHaveProperty('maximum');
    expect(schemeOf('simple', {}, '2:1:1').arms.map(({ ratio }) => ratio)).toEqual([2, 1, 1]);
    expect(read('simple', {}, '1')).toEqual({ wrong: ['ratio'] });
    expect(fairShare(schemeOf('simple', {}, '2:1:1'))).toBe(0.5);
  });

  it('of clusters says pairs and numbers as they are needed', () => {
    expect(schemeOf('cluster', { design: 'matched-pairs', clusters: '4' })).toMatchObject({
      clusters: [{ pair: 'p1' }, { pair: 'p1' }, { pair: 'p2' }, { pair: 'p2' }],
    });
    const constrained = schemeOf('cluster', { design: 'constrained', numbers: '10 12 15 18 20 23 25 31', share: '1/4' });
    expect(findSchemeFaults(constrained)).toEqual([]);
    expect(askOf(constrained, { n: 284, strata: 5, alpha: 0.05 }).question.n).toBe(8);
  });
});

describe('the picture of an imbalance', () => {
  const imbalance = (distribution: [number, number][], bound = 100) => ({
    mean: 0,
    variance: 0,
    bound,
    distribution: distribution.map(([value, probability]) => ({ imbalance: value, probability })),
  });

  it('gives each value a bar that touches its neighbours, and puts values together where bars were too thin', () => {
    const even = imbalance([
      [-2, 0.25],
      [0, 0.5],
      [2, 0.25],
    ]);
    expect(barsOf(even, 0.1)).toEqual([
      { from: -3, to: -1, height: 0.5 },
      { from: -1, to: 1, height: 1 },
      { from: 1, to: 3, height: 0.5 },
    ]);
    expect(barsOf(even, 5)).toHaveLength(1);
    expect(barsOf(imbalance([[0, 1]]), 0.1)).toEqual([{ from: -0.5, to: 0.5, height: 1 }]);
  });

  it('reaches as far as anything happens, and to a limit that is near', () => {
    const rare = imbalance([
      [-40, 0.0001],
      [-4, 0.2],
      [0, 0.5999],
      [4, 0.2],
    ]);
    expect(reachOf([rare])).toBe(4.5);
    expect(reachOf([{ ...rare, bound: 6 }])).toBe(6.5);
  });
});
