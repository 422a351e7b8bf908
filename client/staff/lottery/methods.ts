import type { Scheme } from '#protocols/model/scheme';

export type Method = Scheme['method'];

/** How a parameter is written: a whole number, a number, a fraction such as 2/3, a row of them, or one of a few words. */
export type Shape =
  | { kind: 'whole'; least: number; most: number; isOptional?: true }
  | { kind: 'number'; least: number; most: number }
  | { kind: 'fraction' }
  | { kind: 'wholes'; least: number; most: number; count: readonly [least: number, most: number] }
  | { kind: 'numbers'; count: readonly [least: number, most: number] }
  | { kind: 'choice'; choices: readonly Choice[] };

export type Choice = 'range' | 'variance' | 'standard-deviation' | 'simple' | 'matched-pairs' | 'constrained';

export type ParameterId =
  | 'sizes'
  | 'length'
  | 'p'
  | 'a'
  | 'w'
  | 'alpha'
  | 'beta'
  | 'rho'
  | 'tolerance'
  | 'lambda'
  | 'balls'
  | 'immigration'
  | 'mass'
  | 'levels'
  | 'measure'
  | 'overall'
  | 'stratum'
  | 'covariates'
  | 'burnIn'
  | 'minimum'
  | 'maximum'
  | 'clusters'
  | 'design'
  | 'numbers'
  | 'share'
  | 'sequences';

export interface Parameter {
  id: ParameterId;
  shape: Shape;
  /** What stands there before anybody has written anything. */
  usual: string;
}

const whole = (id: ParameterId, usual: number, least: number, most: number): Parameter => ({
  id,
  shape: { kind: 'whole', least, most },
  usual: String(usual),
});
const coin: Parameter = { id: 'p', shape: { kind: 'fraction' }, usual: '2/3' };
const tolerance = whole('tolerance', 3, 1, 100);
const length = whole('length', 100, 2, 2000);
const levels: Parameter = { id: 'levels', shape: { kind: 'wholes', least: 1, most: 50, count: [1, 12] }, usual: '5, 2' };
const burnIn = whole('burnIn', 0, 0, 1000);
const measure: Parameter = {
  id: 'measure',
  shape: { kind: 'choice', choices: ['range', 'variance', 'standard-deviation'] },
  usual: 'range',
};

/** The parameters of each method, in the order in which they are asked for; the bounds are those of the protocol's schema. */
export const PARAMETERS: Record<Method, readonly Parameter[]> = {
  simple: [],
  'permuted-blocks': [{ id: 'sizes', shape: { kind: 'wholes', least: 2, most: 200, count: [1, 10] }, usual: '4' }],
  batch: [
    whole('minimum', 12, 2, 400),
    { id: 'maximum', shape: { kind: 'whole', least: 2, most: 400, isOptional: true }, usual: '' },
  ],
  'big-stick': [tolerance],
  minimisation: [levels, measure, { ...coin, usual: '4/5' }, burnIn],
  cluster: [
    { id: 'design', shape: { kind: 'choice', choices: ['simple', 'matched-pairs', 'constrained'] }, usual: 'simple' },
    whole('clusters', 12, 2, 200),
    { id: 'numbers', shape: { kind: 'numbers', count: [0, 200] }, usual: '' },
    { id: 'share', shape: { kind: 'fraction' }, usual: '1/4' },
  ],
  'stepped-wedge': [{ id: 'sequences', shape: { kind: 'wholes', least: 1, most: 50, count: [2, 50] }, usual: '2, 2, 2' }],
  'random-allocation-rule': [length],
  'truncated-binomial': [length],
  efron: [coin],
  'adjustable-coin': [{ id: 'a', shape: { kind: 'number', least: 0, most: 20 }, usual: '2' }],
  'wei-urn': [whole('w', 0, 0, 1000), whole('alpha', 0, 0, 1000), whole('beta', 1, 1, 1000)],
  smith: [{ id: 'rho', shape: { kind: 'number', least: 0, most: 50 }, usual: '2' }],
  chen: [coin, tolerance],
  maximal: [length, tolerance],
  'block-urn': [whole('lambda', 2, 1, 100)],
  ehrenfest: [whole('balls', 10, 1, 1000)],
  'drop-the-loser': [whole('immigration', 1, 1, 100)],
  'mass-weighted-urn': [whole('mass', 4, 1, 100)],
  'brick-tunnel': [],
  'hu-hu': [levels, { ...coin, usual: '4/5' }, whole('overall', 3, 0, 1000), whole('stratum', 1, 0, 1000), burnIn],
  optimal: [{ ...levels, shape: { kind: 'wholes', least: 1, most: 50, count: [0, 12] } }, whole('covariates', 1, 0, 12), burnIn],
};

/** Clusters bring their own number: the participants of the trial say nothing of how they fall. */
export const isOfClusters = (method: Method): boolean => method === 'cluster' || method === 'stepped-wedge';
