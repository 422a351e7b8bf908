/** One door to every method: a new one must be answered for here, or the compiler says so. */
import { type BatchPlace, type BatchRefusal, drawBatch, type Unit } from './batch';
import type { Profile } from './covariates/history';
import { memoryOf, type Allocated, type Memory } from './memory';
import { drawFromBlock, type Place } from './permuted-blocks';
import type { Trace } from './draw';
import type { Scheme } from '../model/scheme';

/**
 * What there is to draw for: one participant at a stratum's position, or a closed cohort. `before` are those whom the scheme drew before
 * (of the stratum; of the whole trial where the method looks at everybody), by position, or what is remembered of them; blocks do without.
 */
export type Occasion =
  | ({ for: 'participant'; participant: string; profile?: Profile; before?: readonly Allocated[] | Memory } & Place)
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
      if (occasion.for !== 'participant') return { refused: 'wrong-occasion' };
      const drawn = drawNext(seed, scheme, occasion);
      if (!drawn) return { refused: 'wrong-occasion' };
      const { arm, probabilities, trace } = drawn;
      return { lots: [{ participant: occasion.participant, arm, probabilities }], trace };
    }
  }
}

/**
 * The draw of a participant's position.
 * @returns undefined where the method asks for more than it is given.
 * @throws RangeError where those before do not end right before the position, or hold an arm or a level that the scheme does not have.
 */
function drawNext(seed: Uint8Array, scheme: Scheme, { before, profile, ...at }: Extract<Occasion, { for: 'participant' }>) {
  if (scheme.method === 'permuted-blocks' && !before) return drawFromBlock(seed, scheme, at);
  if (!before || ('factors' in scheme && !profile)) return undefined;
  const memory = 'remember' in before ? before : rememberAll(seed, scheme, at, before);
  if (memory?.position() !== at.position) throw new RangeError('The earlier draws must all be given');
  return memory.draw(seed, profile ?? { levels: {} });
}

function rememberAll(seed: Uint8Array, scheme: Scheme, at: Place, before: readonly Allocated[]): Memory | undefined {
  const memory = memoryOf(scheme, at);
  for (const one of before) memory?.remember(seed, one);
  return memory;
}
