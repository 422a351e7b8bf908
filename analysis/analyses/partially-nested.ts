import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { isReproduced } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import type { GroupedData, RandomTerm } from '../effect/grouped-blocks';
import { fitMixed } from '../effect/mixed-model';
import { modelMatrix } from '../effect/model-matrix';
import { residualVariance } from '../numeric/coefficient-covariance';
import { fitLeastSquares } from '../numeric/least-squares';
import { accountOf } from './contrast';
import { intraclass } from './intraclass';
import { ADJUSTED, Column, decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { armContrasts, coefficientsOf, meansOf } from './model-answer';
import { modelRows } from './model-rows';
import { rowsOfMatrix } from './shown';

const options = {
  ...ONE_WAVE,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  group: Column,
  residual: Type.Optional(Type.Union([Type.Literal('by-arm'), Type.Literal('common')])),
  boundary: Type.Optional(Type.Union([Type.Literal('free'), Type.Literal('zero')])),
  df: Type.Optional(Type.Union([Type.Literal('kenward-roger'), Type.Literal('satterthwaite')])),
  means: Type.Optional(Type.Union([Type.Literal('proportional'), Type.Literal('equal')])),
};

/** Fewer groups than this leave their variance hardly known. */
const FEW_GROUPS = 8;

/**
 * The partially nested model: people of every arm but the control met in groups, which share a random effect; controls, and people who
 * were never placed, are groups of one. See methods/partially-nested.md.
 */
export const partiallyNestedMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const byArm = (asked.residual ?? 'by-arm') === 'by-arm';
  const free = (asked.boundary ?? 'free') === 'free';
  const byKenwardRoger = (asked.df ?? 'kenward-roger') === 'kenward-roger';
  const found = modelRows(data, asked, { optional: [asked.group] });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const outcome = rows.numbers(asked.outcome);
  const control = rows.arms[0]!;
  const design = modelMatrix(rows.rows, parts, terms);
  if (rows.rows <= design.columns.length)
    return decline('too-few', `${rows.rows} people cannot carry ${design.columns.length} coefficients.`, rows);
  const plain = fitLeastSquares(design.matrix, outcome);
  if ('refused' in plain)
    return decline('not-estimable', `“${design.columns[plain.column]}” cannot be told apart from the columns before it.`, rows);
  const spread = residualVariance(plain);
  if (isReproduced(spread, outcome)) return decline('no-variance', 'The model reproduces every outcome.', rows);

  const named = rows.optional(asked.group);
  const at = new Map<string, number>();
  const sizes: number[] = [];
  const group = rows.arm.map((arm, i) => {
    if (arm === control) return -1;
    const key = named[i] === null ? `alone ${i}` : `${arm}\n${named[i]}`;
    const place = at.get(key) ?? at.size;
    at.set(key, place);
    sizes[place] = (sizes[place] ?? 0) + 1;
    return place;
  });
  const shared = sizes.filter((size) => size > 1).length;
  if (shared < 2)
    return decline(
      'too-few-groups',
      `${shared} groups of “${asked.group}” have two people or more; their variance needs at least two such groups.`,
      rows,
    );
  const alone = rows.arms.find((arm) => rows.arm.filter((name) => name === arm).length < 2);
  if (alone !== undefined)
    return decline('too-few', `Arm “${alone}” has one person; a spread needs at least two in each arm.`, rows);

  const term: RandomTerm = {
    name: asked.group,
    group,
    effects: [{ name: '(intercept)', values: outcome.map(() => 1) }],
    correlated: true,
  };
  const residual = rows.arm.map((arm) => (byArm ? rows.arms.indexOf(arm) : 0));
  const base: GroupedData = {
    design: design.matrix,
    outcome,
    random: [term],
    residual,
    residuals: byArm ? rows.arms.length : 1,
    negative: free,
  };
  const fitted = fitMixed(base, spread, 'REML');
  if ('refused' in fitted) return decline(fitted.refused, fitted.detail, rows);
  const ignoring = fitMixed({ ...base, random: [] }, spread, 'REML');
  if ('refused' in ignoring) return decline(ignoring.refused, ignoring.detail, rows);
  const { fit } = fitted;
  const combine = byKenwardRoger ? fit.kenwardRoger : fit.satterthwaite;
  const answering = { design, combine, level, averaging: asked.means ?? 'proportional' };
  const contrasts = armContrasts(answering, rows.arms, []);
  const without = armContrasts({ ...answering, combine: ignoring.fit.satterthwaite }, rows.arms, [])[0]!;
  const dropped = fitted.atZero.length > 0;
  const between = dropped ? 0 : fit.theta[0]!;
  const grouped = sizes.filter((size) => size > 0);
  const weightedSize = grouped.reduce((total, size) => total + size * size, 0) / grouped.reduce((total, size) => total + size, 0);
  const warnings: Warning[] = leftOutOf(constant);
  if (dropped)
    warnings.push({
      code: 'variance-at-zero',
      detail: 'The variance between groups is estimated as 0; the model is fitted without it.',
    });
  else if (between <= 0) {
    const detail =
      'The variance between groups is estimated below 0: people of one group differ no less than people of different groups. It is kept so, because setting it to 0 makes intervals too short.';
    warnings.push({ code: 'variance-at-zero', detail });
  }
  if (shared < FEW_GROUPS)
    warnings.push({
      code: 'few-groups',
      detail: `${shared} groups: the variance between them is hardly known. Plan for at least ${FEW_GROUPS}.`,
    });
  const residualNames = byArm ? rows.arms.map((arm) => `residual ${arm}`) : ['residual'];
  const parameters = dropped ? residualNames : ['between groups', ...residualNames];
  const intraclassOf = rows.arms.slice(1).map((arm, k) => {
    if (dropped) return { arm, estimate: 0, standardError: null, interval: null };
    return { arm, ...intraclass(fit.theta, fit.thetaCovariance, 0, [0, byArm ? k + 2 : 1], level) };
  });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings,
    details: {
      model: ['(intercept)', ...terms.map((names) => names.join(' × '))],
      residual: byArm ? 'by-arm' : 'common',
      boundary: free ? 'free' : 'zero',
      df: byKenwardRoger ? 'kenward-roger' : 'satterthwaite',
      coefficients: coefficientsOf(answering),
      adjustedMeans: meansOf(answering, rows.arms, []),
      covariance: rowsOfMatrix(byKenwardRoger ? fit.kenwardRogerCovariance() : fit.phi),
      varianceComponents: parameters.map((parameter, k) => ({
        parameter,
        estimate: fit.theta[k]!,
        standardError: fit.thetaErrors[k]!,
      })),
      intraclass: intraclassOf,
      groups: {
        shared,
        alone: sizes.filter((size) => size === 1).length,
        meanSize: grouped.reduce((total, size) => total + size, 0) / grouped.length,
        weightedSize,
      },
      designEffect: 1 + (weightedSize - 1) * intraclassOf[0]!.estimate,
      ignoringGroups: { ...without, errorRatio: contrasts[0]!.standardError! / without.standardError! },
      logLikelihood: fit.logLikelihood,
      turns: fit.turns,
      largestGradient: fit.largestGradient,
      ...accountOf(rows),
    },
  };
});
