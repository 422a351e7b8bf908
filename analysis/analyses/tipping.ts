import { type Static, Type } from '@sinclair/typebox';
import { findRoot } from '../numeric/find-root';
import { decline, type Declined } from './method';

/** The search for the δ at which a conclusion tips. */
export const Tipping = Type.Optional(
  Type.Object(
    {
      arm: Type.String({ minLength: 1, description: 'Whose drawn values are shifted.' }),
      from: Type.Number(),
      to: Type.Number(),
      steps: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      alpha: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
      at: Type.Optional(Type.String({ minLength: 1, description: 'The one column or visit that is shifted.' })),
    },
    { additionalProperties: false },
  ),
);
export type Tipping = NonNullable<Static<typeof Tipping>>;

/** The estimate and p where drawn values of the arm are shifted so much. */
export interface Tipped {
  readonly delta: number;
  readonly estimate: number;
  readonly p: number;
}

export interface TippingAnswer {
  readonly arm: string;
  readonly alpha: number;
  readonly grid: readonly Tipped[];
  /** Every δ in the range where p crosses α, in order; none where it does not. */
  readonly points: readonly Tipped[];
}

const STEPS = 10;
/** Of the whole range, how close to the crossing the search ends. */
const NEAR = 1e-7;

/** Evaluates a grid of δ and closes in wherever p crosses α between two of its points. */
export function tippingPoints(asked: Tipping, at: (delta: number) => Tipped | Declined): TippingAnswer | Declined {
  const alpha = asked.alpha ?? 0.05;
  const steps = asked.steps ?? STEPS;
  if (!(asked.to > asked.from)) return decline('not-understood', '“tipping” must go from a smaller δ to a larger one.');
  const grid: Tipped[] = [];
  for (let k = 0; k <= steps; k++) {
    const own = at(asked.from + ((asked.to - asked.from) * k) / steps);
    if ('refused' in own) return own;
    grid.push(own);
  }
  const points: Tipped[] = [];
  const side = ({ p }: Tipped) => p >= alpha;
  for (let k = 1; k <= steps; k++) {
    const [a, b] = [grid[k - 1]!, grid[k]!];
    if (side(a) === side(b)) continue;
    let refused: Declined | null = null;
    const beyond = (delta: number) => {
      const own = at(delta);
      if (!('refused' in own)) return own.p - alpha;
      refused = own;
      return 0;
    };
    const found = findRoot(beyond, a.delta, b.delta, NEAR * (asked.to - asked.from));
    if (refused) return refused;
    if ('refused' in found)
      return decline('not-converged', `Between δ ${a.delta} and ${b.delta} the crossing of α was not found.`);
    const own = at(found.root);
    if ('refused' in own) return own;
    points.push(own);
  }
  return { arm: asked.arm, alpha, grid, points };
}
