/**
 * What a stratum (or, where factors take the place of strata, the whole scheme) remembers of its earlier draws: as much as the next one needs,
 * and grown by one at a time. The seed is handed in at each step and never kept.
 */
import type { Scheme } from '../model/scheme';
import { covariateMemory } from './covariates/draw-minimised';
import type { Profile } from './covariates/history';
import type { Trace } from './draw';
import { stratumMemory } from './draw-in-stratum';
import { blockMemory } from './permuted-blocks';

/** Somebody allocated before, with the arm they were given. */
export type Allocated = Profile & { arm: string };

export type StratumPlace = { trial: string; scheme: string; stratum: string };

/** A drawn arm, each arm's chance before the draw (arm → probability), and the draw it came from. */
export type StratumDraw = { arm: string; probabilities: Record<string, number>; trace: Trace };

export interface Memory {
  /** The next position, from 1. */
  position(): number;
  /** Draws the arm of the next position; the memory stays as it was. @param seed 32 secret bytes. */
  draw(seed: Uint8Array, profile: Profile): StratumDraw;
  /** Remembers whom the next position went to: what was given, also where it was forced. */
  remember(seed: Uint8Array, given: Allocated): void;
}

/** A stratum that has drawn nobody; undefined for methods that draw many at once. */
export function memoryOf(scheme: Scheme, at: StratumPlace): Memory | undefined {
  switch (scheme.method) {
    case 'batch':
    case 'cluster':
    case 'stepped-wedge':
      return undefined;
    case 'permuted-blocks':
      return blockMemory(scheme, at);
    case 'minimisation':
    case 'hu-hu':
    case 'optimal':
      return covariateMemory(scheme, at);
    default:
      return stratumMemory(scheme, at);
  }
}
