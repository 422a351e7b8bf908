import type { ArmContrast } from '#protocols/model/analyses';
import type { FactorWeights, ModelMatrix } from '../effect/model-matrix';
import { contrastOf } from './contrast';

/** How a model answers for a linear combination of its coefficients. */
export interface Answering {
  readonly design: ModelMatrix;
  /** df is null where the normal distribution is used. */
  readonly combine: (row: readonly number[]) => {
    readonly estimate: number;
    readonly standardError: number;
    readonly df: number | null;
  };
  readonly level: number;
  readonly averaging: FactorWeights;
}

/** Every coefficient with its error, degrees of freedom, interval and p. */
export function coefficientsOf({ design, combine, level }: Answering) {
  return design.columns.map((term, j) => {
    const own = combine(design.columns.map((_, k) => (k === j ? 1 : 0)));
    const { estimate, standardError, df, interval, p } = contrastOf(
      { arm: term },
      own.estimate,
      own.standardError,
      own.df,
      level,
    );
    return { term, estimate, standardError, df, interval, p };
  });
}

/** The mean of each arm, at each visit where there are several, everything else averaged. */
export function meansOf({ design, combine, level, averaging }: Answering, arms: readonly string[], visits: readonly string[]) {
  return arms.flatMap((arm) =>
    (visits.length > 0 ? visits : [undefined]).map((visit) => {
      const own = combine(design.rowAt(visit === undefined ? { arm } : { arm, visit }, averaging));
      const { interval } = contrastOf({ arm }, own.estimate, own.standardError, own.df, level);
      return {
        arm,
        ...(visit === undefined ? {} : { visit }),
        mean: own.estimate,
        standardError: own.standardError,
        df: own.df,
        interval,
      };
    }),
  );
}

/** Every arm against the first; where there are visits at each of them, then on their plain average. */
export function armContrasts(
  { design, combine, level, averaging }: Answering,
  arms: readonly string[],
  visits: readonly string[],
): ArmContrast[] {
  const difference = (arm: string, visit: string | undefined) => {
    const at: Record<string, string> = visit === undefined ? {} : { visit };
    const control = design.rowAt({ arm: arms[0]!, ...at }, averaging);
    return design.rowAt({ arm, ...at }, averaging).map((value, j) => value - control[j]!);
  };
  return arms.slice(1).flatMap((arm) => {
    if (visits.length === 0) {
      const own = combine(difference(arm, undefined));
      return [contrastOf({ arm }, own.estimate, own.standardError, own.df, level)];
    }
    const rows = visits.map((visit) => difference(arm, visit));
    const mean = rows[0]!.map((_, j) => rows.reduce((total, row) => total + row[j]!, 0) / rows.length);
    return [...rows, mean].map((row, k) => {
      const own = combine(row);
      return contrastOf({ arm, visit: visits[k] ?? 'average' }, own.estimate, own.standardError, own.df, level);
    });
  });
}
