import type { Chance } from '../numeric/chance';
import { drawCategories } from './draw-categories';
import { type CannotDraw, drawMatched, drawNormal, type Drawing } from './draw-linear';

/** How a variable is drawn given the others. */
export const IMPUTATION_MODELS = ['normal', 'pmm', 'logistic', 'ordinal'] as const;
export type ImputationModel = (typeof IMPUTATION_MODELS)[number];

/** One variable with blanks; its place among the columns, where it is blank, and the places of the columns it is drawn from. */
export interface Incomplete {
  readonly column: number;
  readonly model: ImputationModel;
  readonly predictors: readonly number[];
}

/** A column that follows from others and is counted anew when they have been drawn, as a scale score from its items. */
export interface Passive {
  readonly column: number;
  /** Filled once all of these have been drawn in a turn. */
  readonly from: readonly number[];
  fill(columns: readonly Float64Array[]): void;
}

/** People of one arm (or of all): columns of equal length, NaN where blank. */
export interface Chain {
  readonly columns: readonly Float64Array[];
  readonly incomplete: readonly Incomplete[];
  readonly passive: readonly Passive[];
}

/** One completed set of columns, and the mean of the drawn values at every turn for each incomplete variable in the order given. */
export interface Filled {
  readonly columns: readonly Float64Array[];
  readonly means: readonly Float64Array[];
}

export interface ChainRefusal extends CannotDraw {
  readonly column: number;
}

/**
 * Multiple imputation by chained equations, one imputation: blanks begin as values seen, then each variable in turn, the fullest
 * first, is drawn from its regression on the others, so many turns.
 * Sources: van Buuren (2007), Statistical Methods in Medical Research 16, 219–242; methods/imputed.md.
 */
export function imputeChain(
  { columns: given, incomplete, passive }: Chain,
  turns: number,
  chance: Chance,
): Filled | ChainRefusal {
  const columns = given.map((column) => column.slice());
  const variables = incomplete.map((own) => ({ ...own, ...partsOf(given[own.column]!) }));
  const order = variables.map((_, v) => v).sort((a, b) => variables[a]!.missing.length - variables[b]!.missing.length);
  for (const { column, observed, missing } of variables) {
    const values = columns[column]!;
    if (observed.length === 0 && missing.length > 0) return { refused: 'too-few', seen: 0, coefficients: 1, column };
    for (const row of missing) values[row] = given[column]![observed[chance.whole(observed.length)]!]!;
  }
  for (const score of passive) score.fill(columns);
  const means = variables.map(() => new Float64Array(turns));
  const last = passive.map(({ from }) => order.findLast((v) => from.includes(variables[v]!.column)));
  for (let turn = 0; turn < turns; turn++) {
    for (const v of order) {
      const { column, model, predictors, observed, missing } = variables[v]!;
      if (missing.length === 0) continue;
      const values = columns[column]!;
      const drawn = draw(model, { predictors: predictors.map((k) => columns[k]!), values, observed, missing }, chance);
      if ('refused' in drawn) return { ...drawn, column };
      missing.forEach((row, i) => (values[row] = drawn[i]!));
      means[v]![turn] = drawn.reduce((total, value) => total + value, 0) / drawn.length;
      passive.forEach((score, k) => {
        if (last[k] === v) score.fill(columns);
      });
    }
  }
  return { columns, means };
}

function draw(model: ImputationModel, drawing: Drawing, chance: Chance): Float64Array | CannotDraw {
  switch (model) {
    case 'normal':
      return drawNormal(drawing, chance);
    case 'pmm':
      return drawMatched(drawing, chance);
    case 'logistic':
    case 'ordinal':
      return drawCategories(drawing, chance);
  }
}

function partsOf(column: Float64Array): { observed: Int32Array; missing: Int32Array } {
  const rows = Array.from(column.keys());
  return {
    observed: Int32Array.from(rows.filter((row) => !Number.isNaN(column[row]!))),
    missing: Int32Array.from(rows.filter((row) => Number.isNaN(column[row]!))),
  };
}

/** How the chains of one variable behave. */
export interface Trace {
  /** Mean of the drawn values over all chains at the last turn. */
  readonly mean: number;
  /** How far that mean has moved in the second half of the turns, in standard errors; null where too short. */
  readonly drift: number | null;
  /** Correlation over chains of the means of the last two turns; near 1 where the chains mix slowly. */
  readonly autocorrelation: number | null;
}

/**
 * What the traces of one variable tell. Chains that have settled hold a mean that no longer moves; many short chains show that better than
 * a ratio within each.
 * @param chains the means of the drawn values at every turn, one row per imputation
 */
export function traceOf(chains: readonly Float64Array[]): Trace {
  const turns = chains[0]!.length;
  const m = chains.length;
  const at = (turn: number) => chains.map((chain) => chain[turn]!);
  const last = at(turns - 1);
  const mean = average(last);
  if (turns < 4) return { mean, drift: null, autocorrelation: null };
  const middle = at(Math.floor(turns / 2) - 1);
  const moved = last.map((value, k) => value - middle[k]!);
  const error = Math.sqrt(covariance(moved, moved) / m);
  const before = at(turns - 2);
  const spread = Math.sqrt(covariance(last, last) * covariance(before, before));
  return {
    mean,
    drift: error > 0 ? average(moved) / error : null,
    autocorrelation: spread > 0 ? covariance(last, before) / spread : null,
  };
}

const average = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [average(a), average(b)];
  return a.reduce((total, value, k) => total + (value - meanA) * (b[k]! - meanB), 0) / (a.length - 1);
}
