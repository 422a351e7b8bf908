import type { Scheme } from '#protocols/model/scheme';
import { PARAMETERS, type Choice, type Method, type ParameterId } from './methods';

/** A scheme as it is being written: every field as text, so that it can stand in the address and half-typed. */
export interface Draft {
  method: Method;
  ratio: string;
  fields: Partial<Record<ParameterId, string>>;
}

export type Wrong = ParameterId | 'ratio';

const isMethod = (name: string | null): name is Method => name !== null && name in PARAMETERS;

export const usualDraft = (method: Method, ratio = '1:1'): Draft => ({
  method,
  ratio,
  fields: Object.fromEntries(PARAMETERS[method].map(({ id, usual }) => [id, usual])),
});

/** A draft in one part of an address. */
export function writeDraft({ method, ratio, fields }: Draft): string {
  return new URLSearchParams({ method, ratio, ...fields }).toString();
}

/** The draft that part of an address stands for; nothing where it names no method. What it does not say is as usual. */
export function readDraft(part: string): Draft | undefined {
  const said = new URLSearchParams(part);
  const method = said.get('method');
  if (!isMethod(method)) return undefined;
  const usual = usualDraft(method, said.get('ratio') ?? undefined);
  const fields = PARAMETERS[method].map(({ id }) => [id, said.get(id) ?? usual.fields[id]]);
  return { ...usual, fields: Object.fromEntries(fields) as Draft['fields'] };
}

/** The scheme that a draft says, or the fields that cannot be read. */
export function schemeOfDraft(draft: Draft): { scheme: Scheme } | { wrong: Wrong[] } {
  const wrong: Wrong[] = [];
  const scheme = build(draft, reading(draft, wrong));
  return wrong.length > 0 ? { wrong } : { scheme };
}

const partsOf = (text: string): string[] => text.split(/[\s,;:]+/).filter((part) => part !== '');
// Danes write 0,5; a comma between two parts of a row is no decimal.
const numberIn = (text: string): number => (text.trim() === '' ? NaN : Number(text.trim().replace(',', '.')));

interface Reading {
  arms: Scheme['arms'];
  whole: (id: ParameterId) => number;
  given: (id: ParameterId) => number | undefined;
  fraction: (id: ParameterId) => [number, number];
  row: (id: ParameterId) => number[];
  choice: <C extends Choice>(id: ParameterId, ...choices: C[]) => C;
}

function reading({ method, ratio, fields }: Draft, wrong: Wrong[]): Reading {
  const textOf = (id: ParameterId): string => fields[id] ?? '';
  const shapeOf = (id: ParameterId) => PARAMETERS[method].find((one) => one.id === id)!.shape;
  const refuse = <T>(id: Wrong, instead: T): T => {
    wrong.push(id);
    return instead;
  };
  const shares = partsOf(ratio).map(Number);
  const isRatio = shares.length >= 2 && shares.length <= 10 && shares.every((one) => isWholeIn(one, 1, 100));
  const whole = (id: ParameterId): number => {
    const shape = shapeOf(id);
    const value = numberIn(textOf(id));
    if (shape.kind === 'whole') return isWholeIn(value, shape.least, shape.most) ? value : refuse(id, 0);
    if (shape.kind === 'number') return value >= shape.least && value <= shape.most ? value : refuse(id, 0);
    return refuse(id, 0);
  };
  return {
    arms: (isRatio ? shares : refuse('ratio', [1, 1])).map((share, index) => ({ id: 'ABCDEFGHIJ'[index]!, ratio: share })),
    whole,
    given: (id) => (textOf(id).trim() === '' ? undefined : whole(id)),
    fraction: (id) => {
      const [r = NaN, s = NaN, ...rest] = textOf(id).split('/').map(numberIn);
      const isFraction = rest.length === 0 && isWholeIn(r, 0, 10_000) && isWholeIn(s, 1, 10_000) && r <= s;
      return isFraction ? [r, s] : refuse(id, [1, 2]);
    },
    row: (id) => {
      const shape = shapeOf(id);
      const values = partsOf(textOf(id)).map(Number);
      if (shape.kind !== 'wholes' && shape.kind !== 'numbers') return refuse(id, []);
      const [fewest, most] = shape.count;
      const fits = (one: number) => (shape.kind === 'wholes' ? isWholeIn(one, shape.least, shape.most) : Number.isFinite(one));
      return values.length >= fewest && values.length <= most && values.every(fits) ? values : refuse(id, []);
    },
    choice: (id, ...choices) => choices.find((one) => one === textOf(id)) ?? refuse(id, choices[0]!),
  };
}

const isWholeIn = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const factorsOf = (levels: readonly number[]) =>
  levels.map((count, index) => ({
    id: `f${index + 1}`,
    levels: Array.from({ length: count }, (_, level) => String(level + 1)),
    weight: 1,
  }));

function build({ method }: Draft, read: Reading): Scheme {
  const { arms } = read;
  switch (method) {
    case 'simple':
    case 'brick-tunnel':
      return { method, arms };
    case 'random-allocation-rule':
    case 'truncated-binomial':
      return { method, arms, n: read.whole('length') };
    case 'permuted-blocks':
      return { method, arms, sizes: read.row('sizes') };
    case 'efron':
      return { method, arms, p: read.fraction('p') };
    case 'adjustable-coin':
      return { method, arms, a: read.whole('a') };
    case 'wei-urn':
      return { method, arms, w: read.whole('w'), alpha: read.whole('alpha'), beta: read.whole('beta') };
    case 'smith':
      return { method, arms, rho: read.whole('rho') };
    case 'big-stick':
      return { method, arms, tolerance: read.whole('tolerance') };
    case 'chen':
      return { method, arms, p: read.fraction('p'), tolerance: read.whole('tolerance') };
    case 'maximal':
      return { method, arms, n: read.whole('length'), tolerance: read.whole('tolerance') };
    case 'block-urn':
      return { method, arms, lambda: read.whole('lambda') };
    case 'ehrenfest':
      return { method, arms, w: read.whole('balls') };
    case 'drop-the-loser':
      return { method, arms, immigration: read.whole('immigration') };
    case 'mass-weighted-urn':
      return { method, arms, alpha: read.whole('mass') };
    case 'minimisation': {
      const measure = read.choice('measure', 'range', 'variance', 'standard-deviation');
      return {
        method,
        arms,
        factors: factorsOf(read.row('levels')),
        measure,
        p: read.fraction('p'),
        burnIn: read.whole('burnIn'),
      };
    }
    case 'hu-hu': {
      const weights = { overall: read.whole('overall'), stratum: read.whole('stratum') };
      return {
        method,
        arms,
        factors: factorsOf(read.row('levels')),
        p: read.fraction('p'),
        ...weights,
        burnIn: read.whole('burnIn'),
      };
    }
    case 'optimal': {
      const covariates = Array.from({ length: read.whole('covariates') }, (_, index) => `x${index + 1}`);
      return { method, arms, factors: factorsOf(read.row('levels')), covariates, burnIn: read.whole('burnIn') };
    }
    case 'batch': {
      const maximum = read.given('maximum');
      return { method, arms, minimum: read.whole('minimum'), ...(maximum !== undefined && { maximum }) };
    }
    case 'cluster':
      return clustersOf(arms, read);
    case 'stepped-wedge': {
      const sequences = read.row('sequences');
      return { method, arms, clusters: named(sequences.reduce((sum, one) => sum + one, 0)), sequences };
    }
  }
}

const named = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `c${index + 1}` }));

function clustersOf(arms: Scheme['arms'], read: Reading): Scheme {
  const method = 'cluster';
  const design = read.choice('design', 'simple', 'matched-pairs', 'constrained');
  const numbers = read.row('numbers');
  const share = read.fraction('share');
  const clusters = named(read.whole('clusters'));
  if (design === 'simple') return { method, arms, design, clusters };
  if (design === 'matched-pairs')
    return { method, arms, design, clusters: clusters.map((one, index) => ({ ...one, pair: `p${Math.floor(index / 2) + 1}` })) };
  // Each cluster's own number, in which the arms are to be alike.
  return {
    method,
    arms,
    design,
    clusters: named(numbers.length).map((one, index) => ({ ...one, covariates: { x: numbers[index]! } })),
    constraint: { covariates: [{ id: 'x', weight: 1 }], keep: { share } },
  };
}
