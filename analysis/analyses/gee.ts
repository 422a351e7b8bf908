import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { leftOutOf } from '../effect/estimate';
import { fitGee, type GeeData, type GeeRefusal } from '../effect/gee';
import { GEE_ERRORS, geeCovariance } from '../effect/gee-covariance';
import { modelMatrix, type Part, sortLevels } from '../effect/model-matrix';
import { type Cluster, WORKING_CORRELATIONS } from '../effect/working-correlation';
import { quadraticForm } from '../numeric/matrix';
import { accountOf } from './contrast';
import { notCounts } from './counts';
import { Event, eventsOf } from './events';
import { ADJUSTED, AtVisit, Column, decline, type Declined, DEFAULT_LEVEL, Level, methodOf } from './method';
import { armContrasts, coefficientsOf } from './model-answer';
import { modelRows } from './model-rows';
import type { Rows } from './rows';
import { rowsOfMatrix } from './shown';

const options = {
  outcome: Column,
  ...ADJUSTED,
  interactions: Type.Optional(Type.Array(Type.Array(Column, { minItems: 2 }))),
  family: Type.Optional(Type.Union((['gaussian', 'binomial', 'poisson'] as const).map((family) => Type.Literal(family)))),
  event: Event,
  correlation: Type.Optional(Type.Union(WORKING_CORRELATIONS.map((kind) => Type.Literal(kind)))),
  cluster: Type.Optional(Column),
  errors: Type.Optional(Type.Union(GEE_ERRORS.map((kind) => Type.Literal(kind)))),
  visits: Type.Optional(Type.Union([Type.Literal('factor'), Type.Literal('none')])),
  at: AtVisit,
  level: Level,
};

const SCALES = { gaussian: 'difference in means', binomial: 'log odds ratio', poisson: 'log ratio of means' } as const;
/** Below the first a plain sandwich is far too small; below the second it is too small. */
const NOT_WITHOUT_CORRECTION = 10;
const FEW_CLUSTERS = 40;

/** Generalised estimating equations: effects on the average of everybody, whatever goes on within clusters. See methods/gee.md. */
export const geeMethod = methodOf(options, (asked, data) => {
  const { layout } = data;
  const level = asked.level ?? DEFAULT_LEVEL;
  const errors = asked.errors ?? 'robust';
  const correlation = asked.correlation ?? 'exchangeable';
  const family = asked.family ?? 'gaussian';
  if (asked.event !== undefined && family !== 'binomial')
    return decline('not-supported', 'An “event” belongs to "family": "binomial". Take one of the two away.');
  const by = asked.cluster ?? layout.participant;
  if (by === undefined) return decline('no-participant', 'Name the column of participants under "data", or say "cluster".');
  const visit = layout.visit !== undefined && (asked.visits ?? 'factor') === 'factor';
  const ordered = correlation === 'ar1' || correlation === 'unstructured';
  if (ordered && layout.visit === undefined)
    return decline('no-visit', `The correlation “${correlation}” needs the column of visits: name it as "visit" under "data".`);
  const { outcome: column, covariates, factors, interactions } = asked;
  const labels = [by, ...(ordered && !visit ? [layout.visit!] : [])];
  const found = modelRows(data, { outcome: column, covariates, factors, interactions }, { visit, labels, repeated: true });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  const values = rows.numbers(column);
  const outcome = family === 'binomial' ? eventsOf(values, asked.event, rows) : values;
  if ('refused' in outcome) return outcome;
  const odd = family === 'poisson' ? notCounts(outcome, column, rows) : null;
  if (odd) return odd;
  if (outcome.every((value) => value === outcome[0]))
    return decline('no-variance', `Every outcome is ${outcome[0]}, so no standard error exists.`, rows);

  const design = modelMatrix(rows.rows, parts, terms);
  const members = clustersOf(rows, by, ordered ? layout.visit! : undefined);
  if ('refused' in members) return members;
  const { clusters, places } = members;
  const few = tooFew(rows, by, clusters, design.columns.length, errors);
  if (few) return few;
  const fit = fitGee({
    design: design.matrix,
    outcome,
    clusters,
    places,
    family: family === 'binomial' ? 'logistic' : family,
    correlation,
  } satisfies GeeData);
  if ('refused' in fit) return decline(...whyNot(fit, design.columns, correlation), rows);
  const covariance = geeCovariance(fit, errors);
  if (covariance === null)
    return decline(
      'too-few-clusters',
      `One cluster of “${by}” alone decides a coefficient, so its error cannot be corrected.`,
      rows,
    );
  const df = errors === 'kauermann-carroll' || errors === 'mancl-derouen' ? clusters.length - design.columns.length : null;
  const answering = {
    design,
    combine: (row: readonly number[]) => ({
      estimate: row.reduce((total, value, j) => total + value * fit.coefficients[j]!, 0),
      standardError: Math.sqrt(quadraticForm(covariance, row)),
      df,
    }),
    level,
    averaging: 'proportional' as const,
  };
  const visits = visit ? (parts.find(({ name }) => name === 'visit') as Extract<Part, { kind: 'levels' }>).levels : [];
  const contrasts = armContrasts(answering, rows.arms, visits);
  const main = visit ? contrasts.findIndex((contrast) => contrast.visit === String(asked.at ?? visits.at(-1))) : 0;
  if (main < 0) return decline('no-such-visit', `No outcome is of visit “${asked.at}”. Visits are ${visits.join(', ')}.`, rows);
  const warnings: Warning[] = leftOutOf(constant);
  if (errors === 'robust' && clusters.length < FEW_CLUSTERS)
    warnings.push({
      code: 'few-clusters',
      detail: `${clusters.length} clusters: robust errors are too small below about ${FEW_CLUSTERS}. Ask for "kauermann-carroll".`,
    });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    main,
    warnings,
    details: {
      model: ['(intercept)', ...terms.map((term) => term.join(' × '))],
      family,
      scale: SCALES[family],
      correlation,
      correlations: Array.from(fit.alpha),
      dispersion: fit.scale,
      errors,
      clusters: clusters.length,
      largestCluster: Math.max(...clusters.map((own) => own.rows.length)),
      coefficients: coefficientsOf(answering),
      covariance: rowsOfMatrix(covariance),
      turns: fit.turns,
      ...accountOf(rows),
    },
  };
});

/** The rows of each cluster in order of time, and how many times there are. */
function clustersOf(rows: Rows, by: string, visit: string | undefined): { clusters: Cluster[]; places: number } | Declined {
  const names = rows.labels(by);
  const visits = visit === undefined ? null : rows.labels(visit);
  const levels = visits === null ? [] : sortLevels([...new Set(visits)]);
  const place = new Map(levels.map((level, k) => [level, k]));
  const own = new Map<string, number[]>();
  names.forEach((name, i) => {
    const members = own.get(name);
    if (members) members.push(i);
    else own.set(name, [i]);
  });
  const clusters: Cluster[] = [];
  for (const [name, members] of own) {
    if (visits) members.sort((a, b) => place.get(visits[a]!)! - place.get(visits[b]!)!);
    const places = members.map((i, k) => (visits ? place.get(visits[i]!)! : k));
    const twice = places.findIndex((at, k) => k > 0 && visits !== null && at === places[k - 1]);
    if (twice >= 0)
      return decline('visit-twice', `“${name}” has two rows at visit “${levels[places[twice]!]}”. Keep one of them.`, rows);
    clusters.push({ rows: members, places });
  }
  return { clusters, places: Math.max(levels.length, ...clusters.map((cluster) => cluster.rows.length)) };
}

function tooFew(rows: Rows, by: string, clusters: readonly Cluster[], columns: number, errors: string): Declined | null {
  const count = clusters.length;
  if (count <= columns)
    return decline(
      'too-few-clusters',
      `${count} clusters of “${by}” cannot carry the ${columns} coefficients. Adjust for less.`,
      rows,
    );
  const alone = rows.arms.find((arm) => clusters.filter((own) => own.rows.some((i) => rows.arm[i] === arm)).length < 2);
  if (alone !== undefined)
    return decline(
      'too-few-clusters',
      `“${alone}” has one cluster of “${by}”: what differs between arms is what differs between clusters.`,
      rows,
    );
  if (errors === 'robust' && count < NOT_WITHOUT_CORRECTION)
    return decline(
      'too-few-clusters',
      `With ${count} clusters a plain sandwich is far too small. Ask for "errors": "kauermann-carroll" or "mancl-derouen".`,
      rows,
    );
  return null;
}

function whyNot(fit: GeeRefusal, columns: readonly string[], correlation: string): [string, string] {
  switch (fit.refused) {
    case 'separation':
      return [
        'separation',
        `“${columns[fit.column]}” tells the events apart without exception, so its coefficient is unbounded. Leave it out or join its levels.`,
      ];
    case 'rank-deficient':
      return ['not-estimable', `“${columns[fit.column]}” cannot be told apart from the columns before it.`];
    case 'no-convergence':
      return ['not-converged', 'The equations found no solution. Ask for "correlation": "independence", or adjust for less.'];
    case 'no-pairs':
      return [
        'no-pairs',
        `The correlation “${correlation}” needs two outcomes of one cluster for each thing it estimates. Ask for "independence" or "exchangeable".`,
      ];
    case 'correlation-not-possible':
      return [
        'correlation-not-possible',
        `The correlations found by “${correlation}” are not possible together. Ask for a simpler one.`,
      ];
    case 'no-variance':
      return ['no-variance', 'The model reproduces every outcome, so no standard error exists.'];
  }
}
