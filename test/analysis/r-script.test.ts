import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bthebPlan from './reference/btheb-plan.json';
import { analyseCommand } from '#server/commands/analyse';
import type { Estimates, Found } from '#protocols/model/analyses';
import type { Report } from '#protocols/model/plan';
import { referenceText } from './support/reference';

const wide = referenceText('data/btheb_wide.csv');
const nested = referenceText('data/sim_partial_nested_a.csv');

async function run(plan: unknown, data: string, how: { json?: boolean; r?: boolean }): Promise<string> {
  const out: string[] = [];
  const files: Record<string, string> = { 'plan.json': JSON.stringify(plan), 'data.csv': data };
  const code = await analyseCommand(
    { plan: 'plan.json', data: 'data.csv', json: how.json ?? false, r: how.r ?? false },
    { out: (text) => out.push(text), err: (text) => out.push(text), readFile: (path) => Promise.resolve(files[path]!) },
  );
  if (code !== 0) throw new Error(out.join('\n'));
  return out.join('\n');
}

const hasR = ((): boolean => {
  // Asking is the only way to know.
  try {
    execFileSync(
      'Rscript',
      ['-e', 'for (p in c("nlme", "sandwich", "clubSandwich", "emmeans")) library(p, character.only = TRUE)'],
      { stdio: 'ignore' },
    );
    return true;
  } catch {
    return false;
  }
})();

interface Line {
  id: string;
  contrast: string;
  [number: string]: number | string | null;
}

/** What R says to a script, by line. */
function inR(script: string, data: string): Line[] {
  const folder = mkdtempSync(join(tmpdir(), 'lodtraek-r-'));
  try {
    writeFileSync(join(folder, 'data.csv'), data);
    writeFileSync(join(folder, 'script.R'), script);
    const said = execFileSync('Rscript', ['--vanilla', 'script.R'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [head, ...lines] = said.trim().split('\n');
    const names = head!.split(',');
    return lines.map((line) => {
      const cells = line.split(',');
      return Object.fromEntries(
        names.map((name, k) => [name, k < 2 ? cells[k]! : cells[k] === 'NA' ? null : Number(cells[k])]),
      ) as Line;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const adjusted = { covariates: ['bdi_pre'], factors: ['drug', 'length'] };
const at2 = { outcome: 'bdi_2m' };
const below = { event: { below: 14 } };
const FILE = {
  data: { arm: 'treatment', control: 'TAU' },
  analyses: [
    { id: 'plain', method: 'ancova', ...at2, ...adjusted },
    { id: 'robust', method: 'ancova', ...at2, ...adjusted, errors: 'HC3' },
    { id: 'clustered', method: 'ancova', ...at2, covariates: ['bdi_pre'], errors: { cluster: 'length', type: 'CR2' } },
    { id: 'slopes', method: 'ancova', ...at2, ...adjusted, interactions: [['arm', 'bdi_pre']], errors: 'HC2' },
    { id: 'welch', method: 'welch', ...at2 },
    { id: 'pooled', method: 'pooled', ...at2, level: 0.9 },
    { id: 'cohen', method: 'cohen', ...at2 },
    { id: 'hedges', method: 'hedges', ...at2 },
    { id: 'risk', method: 'binary', ...at2, ...below },
    { id: 'odds', method: 'binary', ...at2, ...below, measure: 'odds-ratio' },
    { id: 'logistic', method: 'logistic', ...at2, ...below, ...adjusted },
    { id: 'standardised', method: 'g-computation', ...at2, ...below, ...adjusted },
    {
      id: 'repeated',
      method: 'mmrm',
      outcome: { '2m': 'bdi_2m', '3m': 'bdi_3m', '5m': 'bdi_5m', '8m': 'bdi_8m' },
      ...adjusted,
    },
    { id: 'ranks', method: 'ranks', ...at2 },
  ],
};

/** How near R comes: exactly where both compute; where both search, to where gls stops, which is early. */
const NEAR: Record<string, number> = { repeated: 1e-4, logistic: 1e-7, standardised: 1e-7 };

describe('the R script', () => {
  it('names an analysis that R is not asked about, and begins with how the file is written', async () => {
    const script = await run(FILE, wide, { r: true });
    expect(script).toContain('# ranks: ranks has no R here');
    expect(script).toContain('read.table("data.csv", header = TRUE, sep = ",", dec = "."');
    const danish = await run({ ...FILE, data: { ...FILE.data, decimal: 'comma' } }, wide.replaceAll(',', ';'), { r: true });
    expect(danish).toContain('sep = ";", dec = ","');
  });

  it('cannot be broken out of by a column’s name', async () => {
    const name = 'x"); system("false") #`';
    const file = { data: { arm: name, control: 'a"b' }, analyses: [{ method: 'welch', outcome: 'y\\' }] };
    const script = await run(file, `${name.replaceAll('"', '')},y\\\na,1`, { r: true });
    expect(script).toContain('d[["x\\"); system(\\"false\\") #`"]]');
    expect(script).toContain('ref = "a\\"b"');
    expect(script).toContain('rows[["y\\\\"]]');
  });

  const says = hasR
    ? it
    : (title: string) => it(`${title} (R is not installed here, so nothing was compared)`, () => expect(hasR).toBe(false));

  says('recomputes every number that the command prints', async () => {
    const { estimates } = JSON.parse(await run(FILE, wide, { json: true })) as Estimates;
    const lines = inR(await run(FILE, wide, { r: true }), wide);
    const asked = FILE.analyses.map(({ id }) => id).filter((id) => id !== 'ranks');
    expect([...new Set(lines.map(({ id }) => id))]).toEqual(asked);
    for (const line of lines) {
      const own = estimates.find(({ id }) => id === line.id) as Found;
      const contrast = own.contrasts.find(({ arm, visit }) => [arm, `${arm} ${visit}`].includes(line.contrast))!;
      expectLine(line, contrast, NEAR[line.id] ?? 1e-9);
    }
  });

  says('recomputes a trial’s own plan, with groups in one arm and with risks', async () => {
    const plan = {
      lodtraek: 1,
      title: 'Groups in one arm',
      outcome: { column: 'y', better: 'higher' },
      baseline: 'baseline',
      arm: { column: 'arm', reference: 'control', treated: 'group' },
      strata: [],
      covariates: [],
      group: 'group',
      model: 'partially-nested',
      standardErrors: 'hc3',
      alpha: 0.05,
      missing: 'complete-cases',
    };
    for (const [own, data, near] of [
      [plan, nested, 1e-5],
      [bthebPlan, wide, 1e-9],
      [{ ...bthebPlan, summary: 'risk-difference', threshold: { below: 14 } }, wide, 1e-7],
    ] as const) {
      const { primary } = JSON.parse(await run(own, data, { json: true })) as Report;
      const lines = inR(await run(own, data, { r: true }), data);
      expect(lines).toHaveLength(1);
      expectLine(lines[0]!, primary as Found, near);
    }
  });

  function expectLine(line: Line, own: Pick<Found, 'estimate' | 'standardError' | 'df' | 'interval' | 'p'>, near: number): void {
    const pairs: [string, number | null | undefined][] = [
      ['estimate', own.estimate],
      ['standardError', own.standardError],
      ['df', own.df],
      ['lower', own.interval?.lower],
      ['upper', own.interval?.upper],
      ['p', own.p],
    ];
    for (const [name, value] of pairs) {
      const said = line[name] as number | null;
      if (said === null) continue;
      const off = Math.abs(said - value!);
      if (off > near * Math.max(1, Math.abs(said)))
        throw new Error(`${line.id} ${line.contrast}: ${name} is ${value}, R says ${said}`);
    }
  }
});
