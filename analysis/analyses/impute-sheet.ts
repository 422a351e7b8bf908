import type { Warning } from '#protocols/model/estimate';
import {
  type Chain,
  imputeChain,
  type ImputationModel,
  type Incomplete,
  traceOf,
  type Passive,
} from '../effect/chained-equations';
import type { Chances } from '../numeric/chance';
import type { Completed, CompletedSets } from './completed';
import { type Fixed, fixedColumns } from './fixed-columns';
import { decline, type Declined } from './method';
import { type PassiveScore, passiveScores, type Scores } from './passive-scores';
import type { Sheet } from './sheet';

/** What is imputed, from what, how often. */
export interface ImputeAsked {
  readonly impute: Readonly<Record<string, ImputationModel>>;
  readonly covariates: readonly string[];
  readonly factors: readonly string[];
  readonly scores: Scores;
  readonly byArm: boolean;
  readonly imputations: number;
  readonly turns: number;
}

/** A mean that moved by more standard errors than this has not settled; more correlated than this, chains hardly forget where they began. */
const DRIFTING = 4;
const STICKY = 0.9;

/** One column to be completed: a column of the file at one visit. */
interface Cell {
  readonly name: string;
  readonly visit: number;
  readonly values: Float64Array;
}

/** Completes a sheet by chained equations, in each arm by itself. See methods/imputed.md. */
export function imputeSheet(sheet: Sheet, asked: ImputeAsked, chances: Chances): CompletedSets | Declined {
  const scores = passiveScores(asked.scores);
  if ('refused' in scores) return scores;
  const people = sheet.people.length;
  const cells: Cell[] = [];
  const read = (name: string): Declined | null => {
    const values = sheet.numbers(name);
    if ('refused' in values) return values as Declined;
    values.forEach((own, visit) => {
      const column = Float64Array.from(own, (value) => value ?? NaN);
      if (!column.every(Number.isNaN)) cells.push({ name, visit, values: column });
    });
    return null;
  };
  for (const name of Object.keys(asked.impute)) {
    const refused = read(name) ?? notOfItsKind(sheet, name, asked.impute[name]!);
    if (refused) return refused;
  }
  for (const { name, items } of scores) {
    for (const item of items) {
      if (asked.impute[item] === 'normal')
        return decline('items', `“${item}” is an item of “${name}”, whose answers are codes. Impute it as "pmm" or "ordinal".`);
      if (asked.impute[item] !== undefined) continue;
      const values = sheet.numbers(item);
      if ('refused' in values) return values as Declined;
      if (values.some((own) => own.includes(null)))
        return decline('not-imputed', `“${item}”, an item of “${name}”, has blanks. Name it under “impute”, too.`);
      read(item);
    }
  }
  const fixed = fixedColumns(sheet, asked.covariates, asked.factors, !asked.byArm);
  if ('refused' in fixed) return fixed;
  if (cells.length === 0) return decline('no-data', 'No column to impute holds a value.', sheet.counts);

  const arms = asked.byArm ? sheet.arms : [null];
  const rowsOf = arms.map((arm) => sheet.people.flatMap((_, k) => (arm === null || sheet.arm[k] === arm ? [k] : [])));
  const counted = scores.flatMap((score) => sheet.visits.map((_, visit) => ({ score, visit })));
  const scored = counted
    .map(({ score, visit }) => ({
      score,
      visit,
      from: score.items.map((item) => cells.findIndex((cell) => cell.name === item && cell.visit === visit)),
    }))
    .filter(({ from }) => !from.includes(-1));
  const plans = rowsOf.map((rows) => planOf(rows, cells, fixed, scored, asked));
  const means = plans.map(({ chain }) => chain.incomplete.map((): Float64Array[] => []));
  const sets: Completed[] = [];
  for (let k = 0; k < asked.imputations; k++) {
    const whole = new Map<string, Float64Array[]>();
    const into = (name: string, visit: number) => {
      const own = whole.get(name) ?? sheet.visits.map(() => new Float64Array(people).fill(NaN));
      whole.set(name, own);
      return own[visit]!;
    };
    for (const [a, { chain, rows }] of plans.entries()) {
      const filled = imputeChain(chain, asked.turns, chances(k, a));
      if ('refused' in filled) return refusalOf(filled, cells, sheet, arms[a] ?? null, rows.length);
      cells.forEach(({ name, visit }, j) => {
        const values = into(name, visit);
        rows.forEach((person, i) => (values[person] = filled.columns[j]![i]!));
      });
      scored.forEach(({ score, visit }, j) => {
        const values = into(score.name, visit);
        rows.forEach((person, i) => (values[person] = filled.columns[cells.length + j]![i]!));
      });
      filled.means.forEach((trace, v) => means[a]![v]!.push(trace));
    }
    sets.push(whole);
  }

  const blank = new Map(cells.map(({ name, visit, values }) => [`${visit} ${name}`, values]));
  const imputed = plans.flatMap(({ chain, rows }, a) =>
    chain.incomplete.flatMap(({ column, model }, v) => {
      const { name, visit, values } = cells[column]!;
      const missing = rows.filter((person) => Number.isNaN(values[person]!)).length;
      if (missing === 0) return [];
      const trace = traceOf(means[a]![v]!);
      const own = { column: name, ...(sheet.visits.length > 1 ? { visit: sheet.visits[visit] } : {}) };
      return [{ ...own, ...(arms[a] === null ? {} : { arm: arms[a] }), model, missing, seen: rows.length - missing, ...trace }];
    }),
  );
  return {
    sheet,
    sets,
    drawn: (name, visit, person) => {
      const items = scores.find((score) => score.name === name)?.items ?? [name];
      return items.some((item) => Number.isNaN(blank.get(`${visit} ${item}`)?.[person] ?? 0));
    },
    warnings: warningsOf(imputed, asked),
    details: { imputed, turns: asked.turns, byArm: asked.byArm },
  };
}

function warningsOf(
  imputed: readonly { column: string; drift: number | null; autocorrelation: number | null }[],
  { turns }: ImputeAsked,
): Warning[] {
  if (imputed.length === 0)
    return [{ code: 'nothing-missing', detail: 'No value was missing: every completed dataset is the file.' }];
  const unsettled = imputed.filter(
    ({ drift, autocorrelation }) => Math.abs(drift ?? 0) > DRIFTING || (autocorrelation ?? 0) > STICKY,
  );
  if (unsettled.length === 0) return [];
  const names = [...new Set(unsettled.map(({ column }) => `“${column}”`))].join(', ');
  return [{ code: 'not-settled', detail: `After ${turns} turns the chains of ${names} have not settled. Ask for more "turns".` }];
}

/** The chain of the people in `rows`: the cells, the scores, then the fixed columns. */
function planOf(
  rows: readonly number[],
  cells: readonly Cell[],
  fixed: readonly Fixed[],
  scored: readonly { score: PassiveScore; visit: number; from: readonly number[] }[],
  asked: ImputeAsked,
): { rows: readonly number[]; chain: Chain } {
  const own = (values: Float64Array) => Float64Array.from(rows, (person) => values[person]!);
  const mine = cells.map(({ values }) => own(values));
  const passive = scored.map(({ score, from }, k): Passive => {
    const at = cells.length + k;
    const blank = rows.flatMap((_, i) => (from.some((j) => Number.isNaN(mine[j]![i]!)) ? [i] : []));
    return {
      column: at,
      from,
      fill(columns) {
        for (const i of blank) columns[at]![i] = score.count(from.map((j) => columns[j]![i]!));
      },
    };
  });
  const counted = scored.map(({ score, from }) => Float64Array.from(rows, (_, i) => score.count(from.map((j) => mine[j]![i]!))));
  const itemAt = new Set(scored.flatMap(({ from }) => from));
  const behind = Array.from({ length: fixed.length }, (_, k) => cells.length + scored.length + k);
  const incomplete = cells.flatMap(({ name }, column): Incomplete[] => {
    const model = asked.impute[name];
    if (model === undefined) return [];
    const holding = scored.filter(({ from }) => from.includes(column));
    const siblings = [...new Set(holding.flatMap(({ from }) => from))].filter((j) => j !== column);
    const others = cells.flatMap((_, j) => (j !== column && !itemAt.has(j) ? [j] : []));
    const scales = scored.flatMap(({ from }, k) => (from.includes(column) ? [] : [cells.length + k]));
    return [{ column, model, predictors: [...behind, ...others, ...scales, ...siblings] }];
  });
  return { rows, chain: { columns: [...mine, ...counted, ...fixed.map(({ values }) => own(values))], incomplete, passive } };
}

/** Refuses a logistic column that is not 0 and 1, and an ordinal one that is not whole. */
function notOfItsKind(sheet: Sheet, name: string, model: ImputationModel): Declined | null {
  const values = sheet.numbers(name) as readonly (readonly (number | null)[])[];
  const seen = values.flatMap((own) => own.filter((value) => value !== null));
  const odd = seen.find((value) =>
    model === 'logistic' ? value !== 0 && value !== 1 : model === 'ordinal' && !Number.isInteger(value),
  );
  if (odd === undefined) return null;
  return model === 'logistic'
    ? decline('not-binary', `“${name}” holds ${odd}. A logistic model draws 0 and 1; take "ordinal", "pmm" or "normal".`)
    : decline('not-ordinal', `“${name}” holds ${odd}. An ordinal model draws whole numbers; take "pmm" or "normal".`);
}

function refusalOf(
  { refused, column, seen, coefficients }: { refused: string; column: number; seen: number; coefficients: number },
  cells: readonly Cell[],
  sheet: Sheet,
  arm: string | null,
  people: number,
): Declined {
  const { name, visit } = cells[column]!;
  const what = sheet.visits.length > 1 ? `“${name}” at visit “${sheet.visits[visit]}”` : `“${name}”`;
  const where = arm === null ? 'Among all' : `In arm “${arm}”`;
  switch (refused) {
    case 'no-variance':
      return decline(
        'no-variance',
        `${where} everyone seen has the same ${what}, so no normal regression can be drawn. Take "pmm".`,
        sheet.counts,
      );
    case 'not-converged':
      return decline(
        'not-converged',
        `${where} the categories of ${what} found no maximum. Draw from fewer columns, or take "pmm".`,
        sheet.counts,
      );
    default:
      return decline(
        'too-few',
        `${where} ${seen} of ${people} people have ${what}, and drawing it takes ${coefficients} coefficients. Draw from fewer columns, or from both arms together ("byArm": false).`,
        sheet.counts,
      );
  }
}
