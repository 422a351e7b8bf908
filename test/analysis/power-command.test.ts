import { readFileSync } from 'node:fs';
import path from 'node:path';
import { powerByProtocol } from '#analysis/design/by-protocol';
import type { Protocol } from '#protocols/model/protocol';
import { powerCommand, type PowerOptions } from '#server/commands/power';

const root = path.join(__dirname, '..', '..');
const textOf = (...parts: string[]) => readFileSync(path.join(root, ...parts), 'utf8');
const example = textOf('analysis', 'examples', 'designs', 'power.json');
const simulated = textOf('protocols', 'trials', 'peer-simulated', '1.0.0.json');

async function run(text: string, options: Partial<PowerOptions> = {}) {
  const said = { out: '', err: '' };
  const io = {
    out: (line: string) => void (said.out += `${line}\n`),
    err: (line: string) => void (said.err += `${line}\n`),
    readFile: () => Promise.resolve(text),
  };
  const usual = { file: 'file.json', replicates: '100', seed: '1', baselineCorrelation: '0.5', json: false };
  return { code: await powerCommand({ ...usual, ...options }, io), ...said };
}

interface ByProtocol {
  power: { share: number; monteCarloError: number };
  falseAlarm: { share: number; monteCarloError: number };
  meanEstimate: number;
  withoutEstimate: number;
}
const changedProtocol = (change: (own: { target: { assumptions?: object }; analysis: { model: string } }) => void): string => {
  const own = JSON.parse(simulated) as Parameters<typeof change>[0];
  change(own);
  return JSON.stringify(own);
};

describe('lodtraek power', () => {
  it('reckons every design of the example, in words and in full', async () => {
    const read = await run(example);
    expect(read).toMatchObject({ code: 0, err: '' });
    expect(read.out).toContain('with outcome 286: control 143, treated 143');
    expect(read.out).toMatch(/look 1, 50\.0 % of the information: stop at z 2\.963/);
    const { designs } = JSON.parse((await run(example, { json: true })).out) as { designs: object[] };
    expect(designs).toHaveLength(14);
    expect(designs.filter((own) => 'refused' in own)).toEqual([]);
  });

  it('refuses one design beside the others', async () => {
    const own = await run(
      JSON.stringify({
        designs: [
          { design: 'oneway', arms: 3, f: 0.2 },
          { design: 'oneway', arms: 3, f: 0.2, n: 60 },
        ],
      }),
    );
    expect(own.code).toBe(1);
    expect(own.out).toMatch(/Not reckoned \(nothing-to-find\): .*\n\noneway-2/);
  });

  it('simulates the trial of a protocol near what the formula says, with its error, and the same again', async () => {
    const first = await run(simulated, { json: true, replicates: '200' });
    expect(first.code).toBe(0);
    const own = JSON.parse(first.out) as ByProtocol;
    // A fit of few groups may find no greatest likelihood; such a trial counts as not found.
    expect(own.withoutEstimate).toBeLessThanOrEqual(4);
    expect(own.power.monteCarloError).toBe(Math.sqrt((own.power.share * (1 - own.power.share)) / 200));
    const designs = [{ design: 'two-means', difference: 7, sd: 12, n: 48, baselineCorrelation: 0.5 }];
    const formula = JSON.parse((await run(JSON.stringify({ designs }), { json: true })).out) as { designs: { power: number }[] };
    expect(Math.abs(own.power.share - formula.designs[0]!.power)).toBeLessThan(4 * own.power.monteCarloError);
    expect(Math.abs(own.falseAlarm.share - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 200));
    expect(Math.abs(own.meanEstimate - 7)).toBeLessThan(0.5);
    expect((await run(simulated, { json: true, replicates: '200' })).out).toBe(first.out);
    expect((await run(simulated, { json: true, replicates: '200', seed: '2' })).out).not.toBe(first.out);
    expect((await run(simulated)).out).toMatch(/power +\d+\.\d % ± \d\.\d % \(Monte Carlo error\)/);
  });

  it('shows what ignoring groups costs, and what loss costs', async () => {
    const alike = (model: string) =>
      changedProtocol((own) => {
        own.analysis.model = model;
        Object.assign(own.target, {
          assumptions: { difference: 7, standardDeviation: 12, power: 0.8, intraclassCorrelation: 0.3, attrition: 0.3 },
        });
      });
    const alarms = async (model: string) =>
      (JSON.parse((await run(alike(model), { json: true })).out) as ByProtocol).falseAlarm.share;
    expect(await alarms('ancova')).toBeGreaterThan(0.09);
    expect(await alarms('partially-nested')).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 100));
    const lost = changedProtocol((one) =>
      Object.assign(one.target, { assumptions: { difference: 7, standardDeviation: 12, power: 0.8, attrition: 0.5 } }),
    );
    expect((JSON.parse((await run(lost, { json: true })).out) as ByProtocol).power.share).toBeLessThan(0.75);
  });

  it('says in words what it cannot use', async () => {
    const refusal = async (text: string, options: Partial<PowerOptions> = {}) => {
      const own = await run(text, options);
      expect(own.code).toBe(2);
      expect(own.out).toBe('');
      return own.err;
    };
    expect(await refusal('{"designs": []}')).toMatch(/designs/);
    expect(await refusal('{')).toMatch(/Here goes a name/);
    expect(await refusal('{"designs": [')).toMatch(/not JSON/);
    expect(await refusal('{}')).toMatch(/is no protocol that holds.*lodtraek check/);
    expect(await refusal(simulated, { participants: 'many' })).toMatch(/--participants/);
    expect(await refusal(simulated, { replicates: '5' })).toMatch(/--replicates/);
    expect(await refusal(simulated, { seed: 'x' })).toMatch(/--seed/);
    expect(await refusal(simulated, { baselineCorrelation: '1.5' })).toMatch(/--baseline-correlation/);
    const silent = changedProtocol((own) => delete own.target.assumptions);
    expect(await refusal(silent)).toMatch(/Add “assumptions”/);
    const repeated = JSON.parse(simulated) as Protocol;
    repeated.analysis.model = 'mmrm';
    const wish = { participants: 96, replicates: 10, seed: 1, baselineCorrelation: 0.5 };
    expect(powerByProtocol(repeated, wish)).toMatchObject({ refused: 'model' });
  });
});
