import { Type } from '@sinclair/typebox';
import { isReproduced } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import { structureOf } from '../effect/covariance-structures';
import { levelsPart, modelMatrix, type Part } from '../effect/model-matrix';
import { repeatedMeasures } from '../effect/repeated-measures';
import { fitLeastSquares } from '../numeric/least-squares';
import { fitLikelihood } from '../numeric/restricted-likelihood';
import { accountOf, contrastOf } from './contrast';
import { ADJUSTED, AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { modelRows } from './model-rows';
import { peopleOf } from './rows';
import { rowsOfMatrix } from './shown';

const options = {
  outcome: Column,
  at: AtVisit,
  level: Level,
  ...ADJUSTED,
  dyad: Type.String({ minLength: 1, description: 'Which two belong together.' }),
  predictors: Type.Array(Column, {
    minItems: 1,
    uniqueItems: true,
    description: 'What one brings oneself, and the partner brings.',
  }),
  role: Type.Optional(Type.String({ minLength: 1, description: 'What tells the two apart, such as peer and supporter.' })),
  df: Type.Optional(Type.Union([Type.Literal('kenward-roger'), Type.Literal('satterthwaite')])),
  criterion: Type.Optional(Type.Union([Type.Literal('REML'), Type.Literal('ML')])),
};

/**
 * The actor–partner interdependence model: a person's outcome on what they bring and what their partner brings, the residuals of two partners correlated.
 * With a role each has effects and a variance of its own; without, both are alike. See methods/apim.md.
 */
export const apimMethod = methodOf(options, (asked, data) => {
  const { level = DEFAULT_LEVEL, criterion = 'REML', predictors, role } = asked;
  const byKenwardRoger = (asked.df ?? (criterion === 'REML' ? 'kenward-roger' : 'satterthwaite')) === 'kenward-roger';
  if (byKenwardRoger && criterion === 'ML')
    return decline('not-supported', 'Kenward and Roger’s adjustment belongs to REML. Ask for "df": "satterthwaite".');
  const { outcome: outcomeColumn, at, covariates, factors } = asked;
  const twice = [outcomeColumn, ...(covariates ?? []), ...(factors ?? []), asked.dyad, role].find(
    (name) => name !== undefined && predictors.includes(name),
  );
  if (twice !== undefined)
    return decline('column-in-two-parts', `“${twice}” is a predictor and something else. Remove it from one of them.`);
  const withoutArm = data.layout.arm === undefined;
  const labels = [asked.dyad, ...(role === undefined ? [] : [role])];
  const found = modelRows(data, { outcome: outcomeColumn, at, covariates, factors }, { withoutArm, labels, numbers: predictors });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;

  const dyad = rows.labels(asked.dyad);
  const roles = role === undefined ? null : rows.labels(role);
  const kinds = roles ? [...new Set(roles)].sort() : [];
  if (roles && kinds.length !== 2)
    return decline('two-roles', `“${role}” tells two partners apart and has ${kinds.length} values: ${kinds.join(', ')}.`, rows);
  const pairs = new Map<string, number[]>();
  dyad.forEach((name, i) => pairs.set(name, [...(pairs.get(name) ?? []), i]));
  const crowd = [...pairs].find(([, own]) => own.length > 2);
  if (crowd)
    return decline(
      'not-dyads',
      `“${crowd[0]}” has ${crowd[1].length} people, and a dyad has two. Correct “${asked.dyad}”.`,
      rows,
    );
  const alike = roles && [...pairs].find(([, own]) => own.length === 2 && roles[own[0]!] === roles[own[1]!]);
  if (alike)
    return decline('same-role', `Both in “${alike[0]}” are “${roles[alike[1][0]!]}”. Correct “${role}”, or leave it out.`, rows);
  // Without the partner there is nothing the partner brings: single people are left out and counted.
  const whole = [...pairs.values()].filter((own) => own.length === 2);
  if (whole.length < 3)
    return decline('too-few', `${whole.length} dyads have both partners complete; there must be three or more.`, rows);
  const kept = whole.flat().sort((a, b) => a - b);
  const partner = new Map(whole.flatMap(([a, b]) => [[a!, b!] as const, [b!, a!] as const]));

  const outcome = kept.map((i) => rows.numbers(outcomeColumn)[i]!);
  const rolePart = roles
    ? [
        levelsPart(
          'role',
          kept.map((i) => roles[i]!),
          kinds,
        ),
      ]
    : [];
  const own: Part[] = predictors.flatMap((name): Part[] => {
    const values = rows.numbers(name);
    return [
      { kind: 'number', name: `actor: ${name}`, values: kept.map((i) => values[i]!) },
      { kind: 'number', name: `partner: ${name}`, values: kept.map((i) => values[partner.get(i)!]!) },
    ];
  });
  const others = parts.map((part): Part => {
    return part.kind === 'number'
      ? { ...part, values: kept.map((i) => part.values[i]!) }
      : { ...part, codes: kept.map((i) => part.codes[i]!) };
  });
  const names = own.map(({ name }) => name);
  const model = [
    ...(roles ? [['role']] : []),
    ...terms,
    ...names.map((name) => [name]),
    ...(roles ? names.map((name) => ['role', name]) : []),
  ];
  const design = modelMatrix(kept.length, [...rolePart, ...others, ...own], model);
  if (kept.length <= design.columns.length)
    return decline('too-few', `${kept.length} people in dyads cannot carry ${design.columns.length} coefficients.`, rows);
  const plain = fitLeastSquares(design.matrix, outcome);
  if ('refused' in plain)
    return decline('not-estimable', `“${design.columns[plain.column]}” cannot be told apart from the columns before it.`, rows);
  const spread = plain.residuals.reduce((total, value) => total + value * value, 0) / kept.length;
  if (isReproduced(spread, outcome)) return decline('no-variance', 'The model reproduces every outcome.', rows);

  const index = new Map([...pairs.keys()].map((name, k) => [name, k]));
  const seat = new Map(whole.flatMap(([a, b]) => [[a!, 0] as const, [b!, 1] as const]));
  const structure = structureOf(roles ? 'unstructured' : 'compound-symmetry', ['0', '1'], [0, 1]);
  const fit = fitLikelihood(
    repeatedMeasures(
      {
        design: design.matrix,
        outcome,
        person: kept.map((i) => index.get(dyad[i]!)!),
        visit: kept.map((i) => (roles ? kinds.indexOf(roles[i]!) : seat.get(i)!)),
        visits: 2,
      },
      structure,
    ),
    structure.start([spread, spread], 0),
    criterion,
  );
  if ('refused' in fit) return decline(fit.refused, fit.detail, rows);
  const combine = (row: readonly number[]) => (byKenwardRoger ? fit.kenwardRoger(row) : fit.satterthwaite(row));
  const effects = names.flatMap((name) =>
    (roles ? kinds : [undefined]).map((kind) => {
      const row = design.columns.map((column) =>
        column === name || (kind !== undefined && column === `role: ${kind} × ${name}`) ? 1 : 0,
      );
      const answer = combine(row);
      return contrastOf(
        { arm: kind === undefined ? name : `${name} (${kind})` },
        answer.estimate,
        answer.standardError,
        answer.df,
        level,
      );
    }),
  );
  const v = structure.at(fit.theta)!.v;
  return {
    ...peopleOf(
      kept.map((i) => rows.participant[i]!),
      withoutArm ? [] : kept.map((i) => rows.arm[i]!),
    ),
    contrasts: effects,
    warnings: leftOutOf(constant),
    details: {
      model: ['(intercept)', ...model.map((term) => term.join(' × '))],
      dyads: whole.length,
      withoutPartner: rows.rows - kept.length,
      coefficients: design.columns.map((term, j) => {
        const { estimate, standardError, df } = combine(design.columns.map((_, k) => (k === j ? 1 : 0)));
        return { term, estimate, standardError, df };
      }),
      residual: { roles: kinds, variances: roles ? [v[0]!, v[3]!] : [v[0]!], correlation: v[1]! / Math.sqrt(v[0]! * v[3]!) },
      covariance: rowsOfMatrix(byKenwardRoger ? fit.kenwardRogerCovariance() : fit.phi),
      logLikelihood: fit.logLikelihood,
      df: byKenwardRoger ? 'kenward-roger' : 'satterthwaite',
      criterion,
      ...accountOf(rows),
    },
  };
});
