import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { isReproduced } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import { effectPairs, type RandomTerm, widthOf } from '../effect/grouped-blocks';
import { fitMixed } from '../effect/mixed-model';
import { modelMatrix, type Part } from '../effect/model-matrix';
import { residualVariance } from '../numeric/coefficient-covariance';
import { fitLeastSquares } from '../numeric/least-squares';
import { accountOf } from './contrast';
import { intraclass } from './intraclass';
import { ADJUSTED, AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { armContrasts, coefficientsOf, meansOf } from './model-answer';
import { modelRows } from './model-rows';
import type { Rows } from './rows';
import { rowsOfMatrix } from './shown';

const Random = Type.Object(
  {
    group: Type.Union([Column, Type.Array(Column, { minItems: 2 })], {
      description: 'A column, or several that together name a group within a group.',
    }),
    slopes: Type.Optional(Type.Array(Column)),
    correlated: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const options = {
  outcome: Column,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  random: Type.Array(Random, { minItems: 1 }),
  visits: Type.Optional(Type.Union([Type.Literal('factor'), Type.Literal('none')])),
  df: Type.Optional(Type.Union([Type.Literal('kenward-roger'), Type.Literal('satterthwaite')])),
  criterion: Type.Optional(Type.Union([Type.Literal('REML'), Type.Literal('ML')])),
  means: Type.Optional(Type.Union([Type.Literal('proportional'), Type.Literal('equal')])),
  at: AtVisit,
  level: Level,
};

/** So few groups that a variance between them is hardly estimated. */
const FEW_GROUPS = 8;

/** The linear mixed model: random intercepts and slopes, nested or crossed groups. See methods/mixed.md. */
export const mixedMethod = methodOf(options, (asked, data) => {
  const criterion = asked.criterion ?? 'REML';
  const byKenwardRoger = (asked.df ?? (criterion === 'REML' ? 'kenward-roger' : 'satterthwaite')) === 'kenward-roger';
  if (byKenwardRoger && criterion === 'ML') {
    return decline('not-supported', 'Kenward and Roger’s adjustment belongs to REML. Ask for "df": "satterthwaite".');
  }
  const level = asked.level ?? DEFAULT_LEVEL;
  const visit = data.layout.visit !== undefined && (asked.visits ?? 'factor') === 'factor';
  const withoutArm = data.layout.arm === undefined;
  const groups = [...new Set(asked.random.flatMap(({ group }) => group))];
  const slopes = [...new Set(asked.random.flatMap((term) => term.slopes ?? []))];
  const { outcome: outcomeColumn, covariates, factors, interactions } = asked;
  const model = { outcome: outcomeColumn, covariates, factors, interactions };
  const found = modelRows(data, model, { visit, withoutArm, labels: groups, numbers: slopes, repeated: true });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const outcome = rows.numbers(outcomeColumn);
  const visits = visit ? (parts.find((part) => part.name === 'visit') as Extract<Part, { kind: 'levels' }>).levels : [];
  const design = modelMatrix(rows.rows, parts, terms);
  if (rows.rows <= design.columns.length)
    return decline('too-few', `${rows.rows} outcomes cannot carry ${design.columns.length} coefficients.`, rows);
  const plain = fitLeastSquares(design.matrix, outcome);
  if ('refused' in plain)
    return decline('not-estimable', `“${design.columns[plain.column]}” cannot be told apart from the columns before it.`, rows);
  const spread = residualVariance(plain);
  if (isReproduced(spread, outcome)) return decline('no-variance', 'The model reproduces every outcome.', rows);

  const random = asked.random.map((term) => randomTerm(rows, term));
  for (const { name, group } of random) {
    const levels = new Set(group).size;
    if (levels < 2) return decline('too-few-groups', `There is one group of “${name}”, so nothing varies between groups.`, rows);
    if (levels === rows.rows)
      return decline(
        'not-identified',
        `Every row is a group of its own by “${name}”: the variance between groups is the residual one.`,
        rows,
      );
  }
  const fitted = fitMixed(
    { design: design.matrix, outcome, random, residual: outcome.map(() => 0), residuals: 1 },
    spread,
    criterion,
  );
  if ('refused' in fitted) return decline(fitted.refused, fitted.detail, rows);
  const { fit, atZero } = fitted;
  const kept = fitted.random;
  const answering = {
    design,
    combine: byKenwardRoger ? fit.kenwardRoger : fit.satterthwaite,
    level,
    averaging: asked.means ?? 'proportional',
  };
  const contrasts = withoutArm ? [] : armContrasts(answering, rows.arms, visits);
  const main = visit ? contrasts.findIndex((contrast) => contrast.visit === String(asked.at ?? visits.at(-1))) : 0;
  if (main < 0 && !withoutArm)
    return decline('no-such-visit', `No outcome is of visit “${asked.at}”. Visits are ${visits.join(', ')}.`, rows);

  const warnings: Warning[] = [
    ...leftOutOf(constant),
    ...atZero.map((name) => ({
      code: 'variance-at-zero',
      detail: `The variance between groups of “${name}” is estimated as 0; the model is fitted without it.`,
    })),
    ...random.flatMap(({ name, group }) => {
      const levels = new Set(group).size;
      return levels < FEW_GROUPS
        ? [{ code: 'few-groups', detail: `${levels} groups of “${name}”: the variance between them is hardly known.` }]
        : [];
    }),
  ];
  const components = kept.flatMap((term) =>
    effectPairs(term).map(([a, b]) => ({ group: term.name, effects: [term.effects[a]!.name, term.effects[b]!.name] })),
  );
  const starts = kept.map((_, t) => kept.slice(0, t).reduce((total, term) => total + widthOf(term), 0));
  const intercepts = kept.flatMap((term, t) =>
    term.effects.length === 1 && term.effects[0]!.name === '(intercept)' ? [{ name: term.name, at: starts[t]! }] : [],
  );
  const residualAt = components.length;
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    main,
    warnings,
    details: {
      model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
      random: asked.random,
      criterion,
      df: byKenwardRoger ? 'kenward-roger' : 'satterthwaite',
      coefficients: coefficientsOf(answering),
      adjustedMeans: withoutArm ? [] : meansOf(answering, rows.arms, visits),
      covariance: rowsOfMatrix(byKenwardRoger ? fit.kenwardRogerCovariance() : fit.phi),
      varianceComponents: [
        ...components.map((component, k) => ({ ...component, estimate: fit.theta[k]!, standardError: fit.thetaErrors[k]! })),
        { group: 'residual', estimate: fit.theta[residualAt]!, standardError: fit.thetaErrors[residualAt]! },
      ],
      ...(intercepts.length === kept.length && kept.length > 0
        ? {
            intraclass: intercepts.map(({ name, at }) => ({
              group: name,
              ...intraclass(fit.theta, fit.thetaCovariance, at, [...intercepts.map((one) => one.at), residualAt], level),
            })),
          }
        : {}),
      logLikelihood: fit.logLikelihood,
      aic: -2 * fit.logLikelihood + 2 * (fit.theta.length + design.columns.length),
      turns: fit.turns,
      largestGradient: fit.largestGradient,
      ...accountOf(rows),
    },
  };
});

function randomTerm(
  rows: Rows,
  asked: { group: string | readonly string[]; slopes?: readonly string[]; correlated?: boolean },
): RandomTerm {
  const columns = typeof asked.group === 'string' ? [asked.group] : asked.group;
  const labels = columns.map((column) => rows.labels(column));
  const keys = labels[0]!.map((_, i) => labels.map((own) => own[i]!).join(' / '));
  const at = new Map([...new Set(keys)].map((key, k) => [key, k]));
  return {
    name: columns.join(' / '),
    group: keys.map((key) => at.get(key)!),
    effects: [
      { name: '(intercept)', values: keys.map(() => 1) },
      ...(asked.slopes ?? []).map((name) => ({ name, values: rows.numbers(name) })),
    ],
    correlated: asked.correlated ?? true,
  };
}
