import { readCsv } from '#analysis/data/read-csv';
import { columnOf, type Table } from '#analysis/data/table';
import type { Scheme } from '#protocols/model/scheme';
import type { Profile } from '#protocols/randomisation/covariates/history';
import {
  rerandomise,
  type Observed,
  type Rerandomised,
  type RerandomisationRefusal,
} from '#protocols/randomisation/inference/rerandomise';
import type { ExitCode, Io } from './io';
import { readScheme } from './read-scheme';
import { readText, type Reader } from './read-text';

export interface RerandomiseOptions {
  scheme: string;
  data: string;
  outcome: string;
  arm: string;
  strata?: string;
  order?: string;
  factors?: string;
  covariates?: string;
  contrast?: string;
  exact?: boolean;
  draws?: string;
  seed: string;
  level: string;
  json: boolean;
}

/**
 * `lodtraek rerandomise <scheme.json> <data.csv>`: the test that replays the lottery, on anybody's file.
 * @returns 0 with an answer, a refused interval included; 2, with one sentence, where there is none.
 */
export async function rerandomiseCommand(options: RerandomiseOptions, io: Io & Reader): Promise<ExitCode> {
  const found = await answer(options, io);
  if ('problem' in found) {
    io.err(found.problem);
    return 2;
  }
  io.out(options.json ? JSON.stringify(found.result) : describe(found.result, options));
  return 0;
}

async function answer(options: RerandomiseOptions, io: Reader): Promise<{ result: Rerandomised } | { problem: string }> {
  const [draws, seed, level] = [options.draws, options.seed, options.level].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  if (draws !== undefined && !(Number.isInteger(draws) && draws >= 99))
    return { problem: '--draws is a whole number, 99 or more.' };
  if (!Number.isInteger(seed)) return { problem: '--seed is a whole number.' };
  if (!(level! > 0 && level! < 1)) return { problem: '--level lies between 0 and 1, such as 0.95.' };
  const read = await readScheme(options.scheme, io);
  if ('problem' in read) return read;
  const text = await readText(options.data, io);
  if ('problem' in text) return text;
  const { scheme } = read;
  const table = readCsv(text.text, kindsOf(scheme, options));
  if ('problems' in table) return { problem: `${options.data}: ${table.problems.map(({ detail }) => detail).join(' ')}` };
  const observed = observedIn(scheme, table, options);
  if ('problem' in observed) return { problem: `${options.data}: ${observed.problem}` };
  const contrast = contrastOf(scheme, options.contrast);
  if (contrast && 'problem' in contrast) return contrast;
  const mode = options.exact ? 'exact' : draws === undefined ? 'auto' : 'draws';
  const result = rerandomise(scheme, observed, {
    ...{ mode, draws: draws ?? 0, seed: seed!, level: level! },
    ...(contrast && { contrast }),
  });
  return 'refused' in result ? { problem: WORDS[result.refused] } : { result };
}

const WORDS: Record<RerandomisationRefusal['refused'], string> = {
  'no-single-comparison': 'A stepped wedge has no single comparison of arms. Analyse it with a model of its steps.',
  'no-outcome': 'Nobody has an outcome. Name the right column with --outcome.',
  'one-arm': 'An arm that is to be compared has nobody with an outcome. There is nothing to compare.',
  'too-many-to-list': 'The lottery could have come out in more than a million ways. Take --draws instead of --exact.',
  'singular-covariates': 'A covariate is the same for everybody, or follows from the others. Leave it out.',
};

/** The two arms of `--contrast`, as places in the scheme; undefined where it is left out. */
function contrastOf({ arms }: Scheme, text: string | undefined): readonly [number, number] | { problem: string } | undefined {
  if (text === undefined) return undefined;
  const ids = arms.map(({ id }) => id);
  const [first, second, ...more] = listOf(text).map((id) => ids.indexOf(id));
  const isPair = first !== undefined && second !== undefined && more.length === 0 && first !== second;
  return isPair && first >= 0 && second >= 0
    ? [first, second]
    : { problem: `--contrast names two of the scheme’s arms, such as ${ids.slice(0, 2).join(',')}: the first minus the second.` };
}

const listOf = (text: string | undefined): string[] => (text ?? '').split(',').filter((name) => name !== '');

function kindsOf(scheme: Scheme, { outcome, arm, strata, order, factors, covariates }: RerandomiseOptions) {
  const numbers = [
    outcome,
    ...(order ? [order] : []),
    ...listOf(covariates),
    ...(scheme.method === 'optimal' ? scheme.covariates : []),
  ];
  const texts = [arm, ...listOf(strata), ...listOf(factors), ...('factors' in scheme ? scheme.factors.map(({ id }) => id) : [])];
  return Object.fromEntries([
    ...numbers.map((name) => [name, 'number'] as const),
    ...texts.map((name) => [name, 'text'] as const),
  ]);
}

function observedIn(scheme: Scheme, table: Table, options: RerandomiseOptions): Observed | { problem: string } {
  const levels = listOf(options.factors);
  const wanted = 'factors' in scheme ? scheme.factors.map(({ id }) => id) : [];
  const lacking = wanted.find((id) => !levels.includes(id));
  if (lacking !== undefined) return { problem: `The scheme uses the factor ${lacking}. Name it: --factors ${wanted.join(',')}.` };
  const names = [
    options.outcome,
    options.arm,
    ...listOf(options.strata),
    ...listOf(options.covariates),
    ...levels,
    ...(options.order ? [options.order] : []),
  ];
  const unknown = names.find((name) => !columnOf(table, name));
  if (unknown !== undefined)
    return { problem: `There is no column ${unknown}. The columns are ${table.columns.map(({ name }) => name).join(', ')}.` };

  const order = options.order ? orderOf(column(table, options.order)) : Array.from({ length: table.rows }, (_, row) => row);
  if (!Array.isArray(order)) return order;
  const arms = order.map((row) => column(table, options.arm)[row]);
  const strange = arms.find((arm) => !scheme.arms.some(({ id }) => id === arm));
  if (strange !== undefined)
    return {
      problem: `The arm ${JSON.stringify(strange)} is none of the scheme’s: ${scheme.arms.map(({ id }) => id).join(', ')}.`,
    };
  const profiles = order.map((row) => profileOf(scheme, table, row));
  const badLevel = levelProblem(scheme, profiles);
  if (badLevel) return { problem: badLevel };
  const covariates = listOf(options.covariates).map((name) =>
    Float64Array.from(order, (row) => Number(column(table, name)[row] ?? NaN)),
  );
  if (covariates.some((values) => values.some(Number.isNaN)))
    return { problem: 'A covariate is missing for somebody. Fill it in, or leave the covariate out.' };
  const { stratum, strata } = strataOf(scheme, table, order, listOf(options.strata));
  return {
    stratum,
    strata,
    profiles,
    arms: Uint8Array.from(arms, (arm) => scheme.arms.findIndex(({ id }) => id === arm)),
    outcome: Float64Array.from(order, (row) => (column(table, options.outcome)[row] as number | null) ?? NaN),
    covariates,
  };
}

const column = (table: Table, name: string): readonly (string | number | null)[] => columnOf(table, name)!.values;

function orderOf(values: readonly (string | number | null)[]): number[] | { problem: string } {
  const missing = values.indexOf(null);
  if (missing >= 0) return { problem: `Row ${missing + 2} has no place in the order. Fill it in.` };
  return values.map((_, row) => row).sort((a, b) => Number(values[a]) - Number(values[b]));
}

function profileOf(scheme: Scheme, table: Table, row: number): Profile {
  if (!('factors' in scheme)) return { levels: {} };
  const levels = Object.fromEntries(scheme.factors.map(({ id }) => [id, String(column(table, id)[row] ?? '')]));
  if (scheme.method !== 'optimal') return { levels };
  return {
    levels,
    covariates: Object.fromEntries(scheme.covariates.map((id) => [id, Number(columnOf(table, id)?.values[row] ?? NaN)])),
  };
}

function levelProblem(scheme: Scheme, profiles: readonly Profile[]): string | null {
  if (!('factors' in scheme)) return null;
  for (const [index, { levels }] of profiles.entries())
    for (const factor of scheme.factors)
      if (!factor.levels.includes(levels[factor.id]!))
        return `Person ${index + 1} has the level ${JSON.stringify(levels[factor.id])} in ${factor.id}, which has ${factor.levels.join(', ')}.`;
  return null;
}

function strataOf(scheme: Scheme, table: Table, order: readonly number[], names: readonly string[]) {
  const places = new Map<string, number>();
  // A cluster design is compared as a whole, whatever it was drawn within.
  const used = scheme.method === 'cluster' ? [] : names;
  const stratum = Int32Array.from(order, (row) => {
    const key = JSON.stringify(used.map((name) => column(table, name)[row]));
    const known = places.get(key) ?? places.size;
    places.set(key, known);
    return known;
  });
  return { stratum, strata: Math.max(places.size, 1) };
}

const WHY_NONE: Record<NonNullable<Rerandomised['intervalRefused']>, string> = {
  'missing-differs-by-arm': 'more outcomes are missing in one arm than in the other',
  'several-arms': 'with more than two arms a constant effect of one says nothing of those in a third',
};

function describe(result: Rerandomised, { level }: RerandomiseOptions): string {
  const { statistic, pTwoSided, pOneSided, interval, intervalRefused, reference, method, standardError, leastP } = result;
  const end = (value: number | null, sign: string) => (value === null ? `${sign}∞` : value.toPrecision(6));
  return [
    `${pOneSided === null ? 'between the arms     ' : 'difference           '} ${statistic.toPrecision(6)}`,
    `${pOneSided === null ? 'p                    ' : 'p, two-sided         '} ${pTwoSided.toPrecision(4)}${method === 'monte-carlo' ? `  (± ${standardError.toPrecision(2)})` : ''}`,
    ...(pOneSided === null ? [] : [`p, one-sided          ${pOneSided.toPrecision(4)}`]),
    interval
      ? `${(100 * Number(level)).toFixed(0)} % interval         ${end(interval[0], '−')} to ${end(interval[1], '')}`
      : `interval              none: ${intervalRefused === null ? '' : WHY_NONE[intervalRefused]}`,
    `compared with         ${reference} ${method === 'exact' ? 'allocations, all there are' : 'allocations drawn'}`,
    ...(leastP === null ? [] : [`least p possible      ${leastP.toPrecision(4)}`]),
    'Of the sharp null hypothesis: nobody’s outcome depends on their arm.',
  ].join('\n');
}
