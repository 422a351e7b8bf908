import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import { adjust, ADJUSTMENTS, graphFault, graphical } from '../effect/multiplicity';
import { decline, methodOf } from './method';

const Share = Type.Number({ minimum: 0, maximum: 1 });
const options = {
  of: Type.Array(
    Type.Union([
      Type.String({ minLength: 1 }),
      Type.Object(
        { id: Type.String({ minLength: 1 }), arm: Type.Optional(Type.String()), visit: Type.Optional(Type.String()) },
        { additionalProperties: false },
      ),
    ]),
    {
      minItems: 1,
      description: 'Analyses that stand before this one, by id; of one with several contrasts, the arm and the visit meant.',
    },
  ),
  adjustment: Type.Union([...ADJUSTMENTS, 'graphical' as const].map((kind) => Type.Literal(kind))),
  among: Type.Optional(
    Type.Integer({ minimum: 1, description: 'How many were planned, where some have no p-value: they count as 1.' }),
  ),
  alpha: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })),
  weights: Type.Optional(Type.Array(Share)),
  transitions: Type.Optional(Type.Array(Type.Array(Share))),
};

const DEFAULT_ALPHA = 0.05;

/** p-values of analyses before it in the file, adjusted for being several. See methods/multiplicity.md. */
export const multiplicityMethod = methodOf(options, (asked, { earlier = [] }) => {
  const alpha = asked.alpha ?? DEFAULT_ALPHA;
  const byGraph = asked.adjustment === 'graphical';
  if (byGraph && asked.among !== undefined)
    return decline('not-understood', 'A graph has a place for each hypothesis. Leave "among" out.');
  if (byGraph !== (asked.weights !== undefined && asked.transitions !== undefined))
    return decline('not-understood', 'The adjustment “graphical” needs "weights" and "transitions", and no other takes them.');
  const found: { readonly name: string; readonly contrast: ArmContrast; readonly p: number }[] = [];
  let people = 0;
  for (const item of asked.of) {
    const { id, arm, visit } = typeof item === 'string' ? { id: item, arm: undefined, visit: undefined } : item;
    const name = [id, arm, visit].filter((part) => part !== undefined).join(', ');
    const one = earlier.find((answer) => answer.id === id);
    if (!one)
      return decline('no-such-analysis', `No analysis before this one is called “${id}”. Give it that "id", and put it first.`);
    if ('refused' in one)
      return decline('refused-before', `“${id}” was refused (${one.refused}), so there is no p-value to adjust.`);
    const top = one.contrasts.find((own) => own.p === one.p && own.estimate === one.estimate);
    const contrast =
      arm === undefined && visit === undefined
        ? top
        : one.contrasts.find((own) => (arm === undefined || own.arm === arm) && (visit === undefined || own.visit === visit));
    if (!contrast || contrast.p === null) return decline('no-p', `“${name}” has no p-value of a contrast. Ask for one that has.`);
    if (found.some((before) => before.name === name)) return decline('twice', `“${name}” is named twice. Name it once.`);
    found.push({ name, contrast, p: contrast.p });
    people = Math.max(people, one.n);
  }
  const p = found.map((own) => own.p);
  let adjusted: number[];
  if (asked.adjustment === 'graphical') {
    const graph = { weights: asked.weights!, transitions: asked.transitions! };
    const fault = graphFault(graph, p.length);
    if (fault !== null) return decline('not-understood', fault);
    adjusted = graphical(p, graph);
  } else {
    const missing = (asked.among ?? p.length) - p.length;
    if (missing < 0)
      return decline('not-understood', `"among" is ${asked.among} and there are ${p.length}. Say how many there are in all.`);
    adjusted = adjust([...p, ...new Array<number>(missing).fill(1)], asked.adjustment).slice(0, p.length);
  }
  return {
    n: people,
    nByArm: {},
    contrasts: found.map(({ contrast }, i) => ({ ...contrast, interval: null, p: adjusted[i]! })),
    warnings: [],
    details: {
      adjustment: asked.adjustment,
      alpha,
      among: asked.among ?? p.length,
      hypotheses: found.map((own, i) => ({ of: own.name, p: own.p, adjusted: adjusted[i]!, rejected: adjusted[i]! <= alpha })),
    },
  };
});
