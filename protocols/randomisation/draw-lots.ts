/** One door to every method: a new one must be answered for here, or the compiler says so. */
import { type BatchPlace, type BatchRefusal, drawBatch, type Unit } from './batch';
import { drawMinimised, type Allocated } from './covariates/draw-minimised';
import type { Profile } from './covariates/history';
import { drawInStratum } from './draw-in-stratum';
import { drawFromBlock, type Place } from './permuted-blocks';
import type { Trace } from './draw';
import type { Scheme } from '../model/scheme';

/**
 * What there is to draw for: one participant at a stratum's position, or a closed cohort. `before` are those whom the scheme drew before
 * (of the stratum; of the whole trial where the method looks at everybody), by position; blocks do without them.
 */
export type Occasion =
  | ({ for: 'participant'; participant: string; profile?: Profile; before?: readonly Allocated[] } & Place)
  | ({ for: 'cohort'; units: readonly Unit[] } & BatchPlace);

/** One participant's lot; `probabilities` (arm → chance before the draw) is for the verifier and the analysis, not for enrollers. */
export type Lot = { participant: string; arm: string; probabilities: Record<string, number> };

/**
 * Draws, or draws again to verify: the same seed, scheme and occasion always give the same lots.
 * @param seed 32 secret bytes.
 * @returns the lots (of a cohort by rank, a unit's members side by side) and the draw they came from, or why there is no draw.
 */
export function drawLots(
  seed: Uint8Array,
  scheme: Scheme,
  occasion: Occasion,
): { lots: Lot[]; trace: Trace } | BatchRefusal | { refused: 'wrong-occasion' } {
  switch (scheme.method) {
    case 'permuted-blocks': {
      if (occasion.for !== 'participant') return { refused: 'wrong-occasion' };
      const { arm, probabilities, trace } = drawFromBlock(seed, scheme, occasion);
      return { lots: [{ participant: occasion.participant, arm, probabilities }], trace };
    }
    case 'minimisation':
    case 'hu-hu':
    case 'optimal': {
      if (occasion.for !== 'participant' || !occasion.profile || !occasion.before) return { refused: 'wrong-occasion' };
      const { arm, probabilities, trace } = drawMinimised(seed, scheme, occasion, occasion.before, occasion.profile);
      return { lots: [{ participant: occasion.participant, arm, probabilities }], trace };
    }
    case 'cluster':
    case 'stepped-wedge':
      return { refused: 'wrong-occasion' };
    case 'batch': {
      if (occasion.for !== 'cohort') return { refused: 'wrong-occasion' };
      const drawn = drawBatch(seed, scheme, occasion, occasion.units);
      if ('refused' in drawn) return drawn;
      return {
        lots: drawn.lots.flatMap(({ members, arm, probabilities }) =>
          members.map((participant) => ({ participant, arm, probabilities })),
        ),
        trace: drawn.trace,
      };
    }
    default: {
      if (occasion.for !== 'participant' || !occasion.before) return { refused: 'wrong-occasion' };
      const given = occasion.before.map(({ arm }) => arm);
      const { arm, probabilities, trace } = drawInStratum(seed, scheme, occasion, given);
      return { lots: [{ participant: occasion.participant, arm, probabilities }], trace };
    }
  }
}
