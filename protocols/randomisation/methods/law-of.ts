import type { ArmShare, StratumScheme } from '../../model/scheme';
import { adjustableCoin, bigStick, chen, efron, ehrenfest } from './biased-coin';
import { blocks } from './blocks';
import { brickTunnel } from './brick-tunnel';
import { byEqualParts } from './equal-parts';
import type { Branch, Law, Weights } from './law';
import { maximal } from './maximal';
import { simple } from './simple';
import { truncatedBinomial } from './truncated-binomial';
import { blockUrn, dropTheLoser, massWeightedUrn, smith, weiUrn } from './urns';

/** The law of a scheme's strata. The scheme has no faults (`findSchemeFaults`). */
export function lawOf(scheme: StratumScheme): Law<unknown> {
  switch (scheme.method) {
    case 'simple':
      return opaque(simple(scheme.arms));
    case 'random-allocation-rule':
      return opaque(blocks(scheme.arms, [scheme.n]));
    case 'permuted-blocks':
      return opaque(blocks(scheme.arms, scheme.sizes));
    case 'truncated-binomial':
      return opaque(truncatedBinomial(scheme.n));
    case 'efron':
      return opaque(efron(scheme.p));
    case 'adjustable-coin':
      return opaque(adjustableCoin(scheme.a));
    case 'wei-urn':
      return opaque(weiUrn(scheme.w, scheme.alpha, scheme.beta));
    case 'smith':
      return opaque(smith(scheme.rho));
    case 'big-stick':
      return opaque(bigStick(scheme.tolerance));
    case 'chen':
      return opaque(chen(scheme.p, scheme.tolerance));
    case 'maximal':
      return opaque(maximal(scheme.n, scheme.tolerance));
    case 'block-urn':
      return opaque(byEqualParts(inLowestTerms(scheme.arms), (parts) => blockUrn(parts, scheme.lambda)));
    case 'ehrenfest':
      return opaque(ehrenfest(scheme.w));
    case 'drop-the-loser':
      return opaque(dropTheLoser(inLowestTerms(scheme.arms), scheme.immigration));
    case 'mass-weighted-urn':
      return opaque(byEqualParts(inLowestTerms(scheme.arms), (parts) => massWeightedUrn(parts, scheme.alpha)));
    case 'brick-tunnel':
      return opaque(brickTunnel(inLowestTerms(scheme.arms)));
  }
}

/** Hides what a state is from those who only carry it about. */
function opaque<S>(law: Law<S>): Law<unknown> {
  return {
    start: law.start,
    weights: (state): Weights => law.weights(state as S),
    next: (state, arm): readonly Branch<unknown>[] => law.next(state as S, arm),
    key: (state) => law.key(state as S),
    tally: (state) => law.tally(state as S),
  };
}

/** 4 : 2 as 2 : 1. */
export function inLowestTerms(arms: readonly ArmShare[]): ArmShare[] {
  const divisor = arms.reduce((common, { ratio }) => commonDivisor(common, ratio), 0);
  return arms.map(({ id, ratio }) => ({ id, ratio: ratio / divisor }));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
