import bthebPlan from './reference/btheb-plan.json';
import reference from './reference/results/04_ancova.json';
import { analyseCommand } from '#server/commands/analyse';
import type { Report } from '#protocols/model/plan';
import { expectClose, referenceText } from './support/reference';

const data = referenceText('data/btheb_wide.csv');

/** Runs the command on a house of files held in memory. */
async function run(files: Record<string, string>, json = false) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await analyseCommand(
    { plan: 'plan.json', data: 'data.csv', json },
    {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      readFile: (path) =>
        Object.hasOwn(files, path)
          ? Promise.resolve(files[path]!)
          : Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' })),
    },
  );
  return { code, out: out.join('\n'), err };
}

const planWith = (change: object) => JSON.stringify({ ...bthebPlan, ...change });

describe('lodtraek analyse', () => {
  it('prints the worked example as a table for reading', async () => {
    const { code, out, err } = await run({ 'plan.json': planWith({}), 'data.csv': data });
    expect([code, err]).toEqual([0, []]);
    expect(out).toMatch(/^analysed +45 +52 +97$/m);
    expect(out).toMatch(/^primary +-2\.99 +-6\.73 to 0\.76 +0\.117 +97$/m);
    expect(out).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('prints every digit as JSON', async () => {
    const { code, out } = await run({ 'plan.json': planWith({}), 'data.csv': data }, true);
    const report = JSON.parse(out) as Report;
    const result = reference.cases.find((candidate) => candidate.id === 'btheb_2m_ancova_strata')!.result as unknown as {
      hc: { HC3: { term: string; se: number }[] };
    };
    expect(code).toBe(0);
    expectClose(
      'refused' in report.primary ? null : report.primary.standardError,
      result.hc.HC3.find((line) => line.term === 'armBtheB')!.se,
    );
  });

  it('says how the interval stands to the difference that matters', async () => {
    const { out } = await run({ 'plan.json': planWith({ outcome: { ...bthebPlan.outcome, important: 7 } }), 'data.csv': data });
    expect(out).toContain('Important difference 7: the interval rules out an improvement that large.');
  });

  it('ends with 1 when the estimate is refused, and says why', async () => {
    const { code, out } = await run({
      'plan.json': planWith({ arm: { ...bthebPlan.arm, treated: 'elsewhere' } }),
      'data.csv': data,
    });
    expect(code).toBe(1);
    expect(out).toContain('No estimate (one-arm): Nobody in arm “elsewhere” can be analysed, so there is nothing to compare.');
  });

  it.each([
    ['a plan that is not there', {}, 'There is no file plan.json. Check the name and the folder.'],
    ['a plan that is not JSON', { 'plan.json': '{' }, 'plan.json: This is not JSON'],
    [
      'a plan of another shape',
      { 'plan.json': planWith({ model: 'anova' }) },
      'plan.json: “model” must be "ancova" or "anhecova" or "welch" or "mmrm" or "partially-nested".',
    ],
    [
      'a plan with a misspelt key',
      { 'plan.json': planWith({ stratas: [] }) },
      'plan.json: the plan holds “stratas”, which a plan does not have. Remove it or correct its name.',
    ],
    [
      'a plan without an outcome',
      { 'plan.json': planWith({ outcome: undefined }) },
      'plan.json: the plan lacks “outcome”. Add it.',
    ],
    ['data that are not there', { 'plan.json': planWith({}) }, 'There is no file data.csv. Check the name and the folder.'],
    [
      'data with a word for a number',
      { 'plan.json': planWith({}), 'data.csv': data.replace('"TAU",29,', '"TAU",many,') },
      'data.csv: Row 2, column “bdi_pre”: “many” is not a number.',
    ],
    [
      'data without a column of the plan',
      { 'plan.json': planWith({ baseline: 'bdi_0m' }), 'data.csv': data },
      'plan.json: The data have no column “bdi_0m”.',
    ],
  ])('ends with 2 and one sentence for %s', async (_, files, sentence) => {
    const { code, out, err } = await run(files);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toHaveLength(1);
    expect(err[0]).toContain(sentence);
  });
});
