import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import { isRounding } from '../describe/mean';
import { type StructureName, STRUCTURES, structureOf } from '../effect/covariance-structures';
import { modelMatrix, type ModelMatrix, type Part } from '../effect/model-matrix';
import { repeatedMeasures, type RepeatedData } from '../effect/repeated-measures';
import { repeatedSandwich } from '../effect/repeated-sandwich';
import { type LeastSquares, fitLeastSquares } from '../numeric/least-squares';
import { quadraticForm } from '../numeric/matrix';
import { type Combination, fitLikelihood } from '../numeric/restricted-likelihood';
import { accountOf, contrastOf } from './contrast';
import { ADJUSTED, AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { modelRows } from './model-rows';
import { rowsOfMatrix } from './shown';
import { longData, Outcomes } from './visits';

const options = {
  outcome: Outcomes,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  covariance: Type.Optional(Type.Union(STRUCTURES.map((name) => Type.Literal(name)))),
  df: Type.Optional(Type.Union([Type.Literal('kenward-roger'), Type.Literal('satterthwaite')])),
  criterion: Type.Optional(Type.Union([Type.Literal('REML'), Type.Literal('ML')])),
  errors: Type.Optional(Type.Union([Type.Literal('model'), Type.Literal('sandwich')])),
  means: Type.Optional(Type.Union([Type.Literal('proportional'), Type.Literal('equal')])),
  at: AtVisit,
  level: Level,
};

/** The mixed model for repeated measures: each arm against the control at each visit and on average. See methods/mmrm.md. */
export const mmrmMethod = methodOf(options, (asked, given) => {
  const criterion = asked.criterion ?? 'REML';
  const errors = asked.errors ?? 'model';
  const byKenwardRoger =
    (asked.df ?? (criterion === 'REML' && errors === 'model' ? 'kenward-roger' : 'satterthwaite')) === 'kenward-roger';
  if (byKenwardRoger && (criterion === 'ML' || errors === 'sandwich')) {
    return decline(
      'not-supported',
      'Kenward and Roger’s adjustment belongs to REML with model-based errors. Ask for "df": "satterthwaite".',
    );
  }
  const level = asked.level ?? DEFAULT_LEVEL;
  const averaging = asked.means ?? 'proportional';
  const name = (asked.covariance ?? 'unstructured') as StructureName;
  const long = longData(given, asked.outcome);
  if ('refused' in long) return long;
  const { interactions = [['visit', 'arm']], covariates, factors } = asked;
  const found = modelRows(long.data, { outcome: long.outcome, covariates, factors, interactions }, { visit: true });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const outcome = rows.numbers(long.outcome);
  const visitPart = parts.find((part) => part.name === 'visit') as Extract<Part, { kind: 'levels' }>;
  const visits = visitPart.levels;
  if (visits.length < 2)
    return decline('one-visit', `Only visit “${visits[0]}” has outcomes. Analysis of covariance is the method for one.`, rows);
  const main = String(asked.at ?? visits.at(-1));
  if (!visits.includes(main))
    return decline('no-such-visit', `No outcome is of visit “${main}”. Visits are ${visits.join(', ')}.`, rows);
  const ids = new Map([...new Set(rows.participant)].map((id, k) => [id, k]));
  const person = rows.participant.map((id) => ids.get(id)!);
  const twice = firstTwice(person, visitPart.codes, visits.length);
  if (twice !== undefined) {
    return decline(
      'visit-twice',
      `“${rows.participant[twice]}” has two rows at visit “${visits[visitPart.codes[twice]!]}”. Keep one of them.`,
      rows,
    );
  }
  const times = visits.map(Number);
  if (name === 'car1' && times.some((time) => !Number.isFinite(time))) {
    return decline(
      'no-times',
      'The covariance “car1” reads time from the names of the visits, and they are not all numbers.',
      rows,
    );
  }

  const design = modelMatrix(rows.rows, parts, terms);
  if (rows.rows <= design.columns.length)
    return decline('too-few', `${rows.rows} outcomes cannot carry ${design.columns.length} coefficients.`, rows);
  const plain = fitLeastSquares(design.matrix, outcome);
  if ('refused' in plain)
    return decline('not-estimable', `“${design.columns[plain.column]}” cannot be told apart from the columns before it.`, rows);
  const rough = roughCovariance(plain, person, visitPart.codes, visits.length);
  if (rough.variances.some((variance) => isRounding(variance, outcome)))
    return decline('no-variance', 'At one visit the model reproduces every outcome.', rows);

  const structure = structureOf(name, visits, times);
  const data: RepeatedData = { design: design.matrix, outcome, person, visit: visitPart.codes, visits: visits.length };
  const model = repeatedMeasures(data, structure);
  const fit = fitLikelihood(model, structure.start(rough.variances, rough.correlation), criterion);
  if ('refused' in fit) return decline(fit.refused, fit.detail, rows);
  const v = structure.at(fit.theta)!.v;
  const covariance = byKenwardRoger
    ? fit.kenwardRogerCovariance()
    : errors === 'sandwich'
      ? repeatedSandwich(data, v, fit.beta, fit.phi)
      : fit.phi;
  const combine = (row: readonly number[]): Combination => {
    const own = byKenwardRoger ? fit.kenwardRoger(row) : fit.satterthwaite(row);
    return errors === 'sandwich' ? { ...own, standardError: Math.sqrt(quadraticForm(covariance, row)) } : own;
  };

  const contrasts = contrastsOf(design, rows.arms, visits, averaging, combine, level);
  const matrixOf = (element: (i: number, j: number) => number) => visits.map((_, i) => visits.map((__, j) => element(i, j)));
  const cell = (i: number, j: number) => v[j * visits.length + i]!;
  const shown = (row: readonly number[], who: Pick<ArmContrast, 'arm'>) => {
    const own = combine(row);
    return contrastOf(who, own.estimate, own.standardError, own.df, level);
  };
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    main: contrasts.findIndex(({ visit }) => visit === main),
    warnings: constant.map((column) => ({
      code: 'no-variation',
      detail: `“${column}” is the same for everyone analysed and was left out of the model.`,
    })),
    details: {
      model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
      covarianceStructure: name,
      df: byKenwardRoger ? 'kenward-roger' : 'satterthwaite',
      criterion,
      errors,
      means: averaging,
      coefficients: design.columns.map((term, j) => {
        const { estimate, standardError, df, interval, p } = shown(
          design.columns.map((_, k) => (k === j ? 1 : 0)),
          { arm: term },
        );
        return { term, estimate, standardError, df, interval, p };
      }),
      adjustedMeans: rows.arms.flatMap((arm) =>
        visits.map((visit) => {
          const { estimate, standardError, df, interval } = shown(design.rowAt({ arm, visit }, averaging), { arm });
          return { arm, visit, mean: estimate, standardError, df, interval };
        }),
      ),
      covariance: rowsOfMatrix(covariance),
      visits,
      visitCovariance: matrixOf(cell),
      visitCorrelation: matrixOf((i, j) => cell(i, j) / Math.sqrt(cell(i, i) * cell(j, j))),
      varianceComponents: structure.names.map((parameter, k) => ({
        parameter,
        estimate: fit.theta[k]!,
        standardError: fit.thetaErrors[k]!,
      })),
      logLikelihood: fit.logLikelihood,
      aic: -2 * fit.logLikelihood + 2 * (structure.names.length + (criterion === 'ML' ? design.columns.length : 0)),
      turns: fit.turns,
      largestGradient: fit.largestGradient,
      ...accountOf(rows),
    },
  };
});

/** Every arm against the control at every visit, then on the average of the visits. */
function contrastsOf(
  design: ModelMatrix,
  arms: readonly string[],
  visits: readonly string[],
  averaging: 'proportional' | 'equal',
  combine: (row: readonly number[]) => Combination,
  level: number,
): ArmContrast[] {
  const differences = (arm: string) =>
    visits.map((visit) => {
      const control = design.rowAt({ arm: arms[0]!, visit }, averaging);
      return design.rowAt({ arm, visit }, averaging).map((value, j) => value - control[j]!);
    });
  return arms.slice(1).flatMap((arm) => {
    const rows = differences(arm);
    const mean = rows[0]!.map((_, j) => rows.reduce((total, row) => total + row[j]!, 0) / rows.length);
    return [...rows, mean].map((row, k) => {
      const own = combine(row);
      return contrastOf({ arm, visit: visits[k] ?? 'average' }, own.estimate, own.standardError, own.df, level);
    });
  });
}

function firstTwice(person: readonly number[], visit: readonly number[], visits: number): number | undefined {
  const seen = new Set<number>();
  const at = person.findIndex((who, i) => {
    const key = who * visits + visit[i]!;
    return seen.has(key) || !seen.add(key);
  });
  return at < 0 ? undefined : at;
}

/** Variances by visit and one correlation from the residuals of least squares: where the search begins. */
function roughCovariance(
  fit: LeastSquares,
  person: readonly number[],
  visit: readonly number[],
  visits: number,
): { variances: number[]; correlation: number } {
  const squares = new Array<number>(visits).fill(0);
  const counts = new Array<number>(visits).fill(0);
  const last = new Map<number, number>();
  fit.residuals.forEach((residual, i) => {
    squares[visit[i]!]! += residual ** 2;
    counts[visit[i]!]! += 1;
  });
  const variances = squares.map((square, v) => square / counts[v]!);
  let products = 0;
  let pairs = 0;
  fit.residuals.forEach((residual, i) => {
    const standard = residual / Math.sqrt(variances[visit[i]!]!);
    const before = last.get(person[i]!);
    if (before !== undefined) {
      products += before * standard;
      pairs += 1;
    }
    last.set(person[i]!, standard);
  });
  return { variances, correlation: pairs === 0 ? 0 : Math.min(Math.max(products / pairs, 0), 0.9) };
}
