import { Type } from '@sinclair/typebox';
import { isReproduced } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import { type StructureName, STRUCTURES, structureOf } from '../effect/covariance-structures';
import { modelMatrix, type Part } from '../effect/model-matrix';
import { repeatedMeasures, type RepeatedData } from '../effect/repeated-measures';
import { repeatedSandwich } from '../effect/repeated-sandwich';
import { type LeastSquares, fitLeastSquares } from '../numeric/least-squares';
import { quadraticForm } from '../numeric/matrix';
import { type Combination, fitLikelihood } from '../numeric/restricted-likelihood';
import { accountOf } from './contrast';
import { ADJUSTED, AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { armContrasts, coefficientsOf, meansOf } from './model-answer';
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
  if (rough.variances.some((variance) => isReproduced(variance, outcome)))
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

  const answering = { design, combine, level, averaging };
  const contrasts = armContrasts(answering, rows.arms, visits);
  const matrixOf = (element: (i: number, j: number) => number) => visits.map((_, i) => visits.map((__, j) => element(i, j)));
  const cell = (i: number, j: number) => v[j * visits.length + i]!;
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    main: contrasts.findIndex(({ visit }) => visit === main),
    warnings: leftOutOf(constant),
    details: {
      model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
      covarianceStructure: name,
      df: byKenwardRoger ? 'kenward-roger' : 'satterthwaite',
      criterion,
      errors,
      means: averaging,
      coefficients: coefficientsOf(answering),
      adjustedMeans: meansOf(answering, rows.arms, visits),
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
