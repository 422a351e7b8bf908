import type { Scheme } from '#protocols/model/scheme';
import type { ParameterId } from './methods';

/** The parameters of a scheme as they would be written: the other way round from a draft. */
export function fieldsOf(scheme: Scheme): [ParameterId, string][] {
  switch (scheme.method) {
    case 'simple':
    case 'brick-tunnel':
      return [];
    case 'random-allocation-rule':
    case 'truncated-binomial':
      return [['length', String(scheme.n)]];
    case 'permuted-blocks':
      return [['sizes', scheme.sizes.join(', ')]];
    case 'efron':
      return [['p', scheme.p.join('/')]];
    case 'adjustable-coin':
      return [['a', String(scheme.a)]];
    case 'wei-urn':
      return [
        ['w', String(scheme.w)],
        ['alpha', String(scheme.alpha)],
        ['beta', String(scheme.beta)],
      ];
    case 'smith':
      return [['rho', String(scheme.rho)]];
    case 'big-stick':
      return [['tolerance', String(scheme.tolerance)]];
    case 'chen':
      return [
        ['p', scheme.p.join('/')],
        ['tolerance', String(scheme.tolerance)],
      ];
    case 'maximal':
      return [
        ['length', String(scheme.n)],
        ['tolerance', String(scheme.tolerance)],
      ];
    case 'block-urn':
      return [['lambda', String(scheme.lambda)]];
    case 'ehrenfest':
      return [['balls', String(scheme.w)]];
    case 'drop-the-loser':
      return [['immigration', String(scheme.immigration)]];
    case 'mass-weighted-urn':
      return [['mass', String(scheme.alpha)]];
    case 'minimisation':
      return [levelsOf(scheme), ['measure', scheme.measure], ['p', scheme.p.join('/')], ['burnIn', String(scheme.burnIn)]];
    case 'hu-hu':
      return [
        levelsOf(scheme),
        ['p', scheme.p.join('/')],
        ['overall', String(scheme.overall)],
        ['stratum', String(scheme.stratum)],
        ['burnIn', String(scheme.burnIn)],
      ];
    case 'optimal':
      return [levelsOf(scheme), ['covariates', String(scheme.covariates.length)], ['burnIn', String(scheme.burnIn)]];
    case 'batch':
      return [
        ['minimum', String(scheme.minimum)],
        ...(scheme.maximum === undefined ? [] : [['maximum', String(scheme.maximum)] as [ParameterId, string]]),
      ];
    case 'cluster':
      return [['clusters', String(scheme.clusters.length)]];
    case 'stepped-wedge':
      return [['sequences', scheme.sequences.join(', ')]];
  }
}

const levelsOf = ({ factors }: Extract<Scheme, { factors: unknown }>): [ParameterId, string] => [
  'levels',
  factors.map(({ levels }) => levels.length).join(', '),
];
