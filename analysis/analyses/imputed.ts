import { Type } from '@sinclair/typebox';
import type { Frame } from '../data/frame';
import type { DataProblem } from '../data/table';
import { IMPUTATION_MODELS } from '../effect/chained-equations';
import { seededChances } from '../numeric/chance';
import { Delta } from './adjusted-sets';
import { analyseFrames, analyseSets, Inner, type MethodNamed } from './analyse-sets';
import { imputeSheet } from './impute-sheet';
import { Column, decline, type Declined, type Finding, type Method, methodOf } from './method';
import { Scores } from './passive-scores';
import { problemOf, sheetOf } from './sheet';
import { Tipping } from './tipping';

export const Seed = Type.Integer({ minimum: 0, description: 'The same seed gives the same imputations.' });
export const Imputations = Type.Optional(Type.Integer({ minimum: 2, maximum: 1000, description: '20 where left out.' }));

const options = {
  analysis: Inner,
  impute: Type.Optional(
    Type.Record(Type.String(), Type.Union(IMPUTATION_MODELS.map((name) => Type.Literal(name))), { minProperties: 1 }),
  ),
  covariates: Type.Optional(Type.Array(Column, { uniqueItems: true })),
  factors: Type.Optional(Type.Array(Column, { uniqueItems: true })),
  scores: Scores,
  byArm: Type.Optional(Type.Boolean()),
  seed: Type.Optional(Seed),
  imputations: Imputations,
  turns: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: '10 where left out.' })),
  delta: Delta,
  tipping: Tipping,
  completed: Type.Optional(
    Type.String({ minLength: 1, description: 'Of a file that holds completed datasets: the column that numbers them.' }),
  ),
};

const IMPUTATIONS = 20;
const TURNS = 10;

/**
 * Multiple imputation: blanks drawn by chained equations in each arm by itself, the analysis run on every completed dataset, the
 * answers brought together by Rubin's rules. See methods/imputed.md.
 */
export function imputedMethod(methodNamed: MethodNamed): Method {
  return methodOf(options, (asked, data): Finding | Declined => {
    const { impute, completed, seed, scores } = asked;
    const analysis = asked.analysis as Inner;
    if ((impute === undefined) === (completed === undefined))
      return decline(
        'not-understood',
        'Say either what to “impute”, or which column numbers datasets that are “completed” already.',
      );
    if (completed !== undefined) {
      const frames = partsBy(data.frame, completed);
      if ('refused' in frames) return frames;
      if (frames.length < 2) return decline('too-few', 'There is one completed dataset, and pooling takes at least two.');
      return analyseFrames(frames, data.layout, analysis, methodNamed);
    }
    if (seed === undefined)
      return decline('no-seed', 'Imputation draws by chance. Choose a “seed”, a whole number, so that it can be repeated.');
    const sheet = sheetOf(data);
    if ('refused' in sheet) return sheet;
    const byArm = asked.byArm ?? data.layout.arm !== undefined;
    const sets = imputeSheet(
      sheet,
      {
        impute: impute!,
        covariates: asked.covariates ?? [],
        factors: asked.factors ?? [],
        scores,
        byArm,
        imputations: asked.imputations ?? IMPUTATIONS,
        turns: asked.turns ?? TURNS,
      },
      seededChances(seed),
    );
    if ('refused' in sets) return sets;
    const items = new Set(Object.values(scores ?? {}).flatMap((own) => own.items));
    const numbers = Object.entries(impute!).filter(
      ([name, model]) => !items.has(name) && (model === 'normal' || model === 'pmm'),
    );
    const shiftable = [...numbers.map(([name]) => name), ...Object.keys(scores ?? {})];
    const answer = analyseSets(
      sets,
      data.layout,
      { analysis, delta: asked.delta, tipping: asked.tipping, shiftable },
      methodNamed,
    );
    return 'refused' in answer ? answer : { ...answer, details: { seed, ...answer.details } };
  });
}

/** A file of completed datasets one under the other, as one frame each, in the order of their numbers. */
function partsBy(frame: Frame, column: string): Frame[] | Declined {
  const labels = frame.labels(column);
  if (!Array.isArray(labels)) return problemOf(labels as DataProblem);
  const rowsOf = new Map<string, number[]>();
  (labels as readonly (string | null)[]).forEach((label, i) => {
    if (label === null) return;
    const own = rowsOf.get(label);
    if (own) own.push(i);
    else rowsOf.set(label, [i]);
  });
  return [...rowsOf.values()].map((rows) => {
    const pick = <T>(values: readonly T[] | DataProblem) =>
      Array.isArray(values) ? rows.map((i) => (values as readonly T[])[i]!) : (values as DataProblem);
    return {
      rows: rows.length,
      names: frame.names,
      numbers: (name) => pick(frame.numbers(name)),
      labels: (name) => pick(frame.labels(name)),
    };
  });
}
