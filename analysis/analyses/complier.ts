import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { isReproduced, mean } from '../describe/mean';
import { leftOutOf } from '../effect/estimate';
import { instrumentFit } from '../effect/instrument';
import { modelMatrix } from '../effect/model-matrix';
import { studentQuantile, studentTwoSided } from '../numeric/distributions';
import { accountOf, contrastOf } from './contrast';
import { ADJUSTED, Column, decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { modelRows } from './model-rows';

const options = {
  ...ONE_WAVE,
  ...ADJUSTED,
  received: Type.String({ minLength: 1, description: 'What was received: 0 or 1, or how much of it.' }),
  errors: Type.Optional(
    Type.Union([
      ...(['model', 'HC0', 'HC1'] as const).map((kind) => Type.Literal(kind)),
      Type.Object(
        { cluster: Column, type: Type.Union((['CR0', 'CR1', 'CR1S'] as const).map((kind) => Type.Literal(kind))) },
        { additionalProperties: false },
      ),
    ]),
  ),
};

/** Below this F of the first stage the plain interval is not to be relied on. Source: Staiger and Stock (1997). */
const WEAK = 10;
/** Below so many clusters robust errors mislead. */
const FEW_CLUSTERS = 30;

/** What was received does to those who take it up because they were drawn to it. See methods/complier.md. */
export const complierMethod = methodOf(options, (asked, data) => {
  const { level = DEFAULT_LEVEL, errors = 'HC1', received: column } = asked;
  const { outcome: outcomeColumn, at, covariates, factors } = asked;
  const cluster = typeof errors === 'object' ? [errors.cluster] : [];
  if ([outcomeColumn, ...(covariates ?? []), ...(factors ?? [])].includes(column))
    return decline('column-in-two-parts', `“${column}” is what was received; it cannot be outcome or covariate, too.`);
  const found = modelRows(data, { outcome: outcomeColumn, at, covariates, factors }, { numbers: [column], labels: cluster });
  if ('refused' in found) return found;
  const { rows, parts, terms, constant } = found;
  if (rows.arms.length > 2)
    return decline('two-arms', `One draw is the instrument of one thing received, and there are ${rows.arms.length} arms.`, rows);
  const outcome = rows.numbers(outcomeColumn);
  const received = rows.numbers(column);
  if (received.every((value) => value === received[0]))
    return decline('no-variance', `Everybody received the same (“${column}” is ${received[0]}).`, rows);
  const design = modelMatrix(rows.rows, parts, terms);
  if (rows.rows <= design.columns.length)
    return decline('too-few', `${rows.rows} people cannot carry ${design.columns.length} coefficients. Adjust for less.`, rows);
  const clusters = typeof errors === 'object' ? rows.labels(errors.cluster) : null;
  const number = clusters ? new Set(clusters).size : null;
  if (number !== null && number < 2)
    return decline('too-few-clusters', 'There is one cluster; robust errors need several.', rows);
  const kind =
    typeof errors === 'object'
      ? { kind: errors.type, clusters: clusters! }
      : ({ model: 'model', HC0: 'hc0', HC1: 'hc1' } as const)[errors];
  const fit = instrumentFit(design.matrix, 1, received, outcome, kind);
  if ('refused' in fit) {
    if (fit.refused === 'no-first-stage')
      return decline(
        'weak-instrument',
        `Equally much was received in both arms, so the draw tells nothing about what it does.`,
        rows,
      );
    return decline('not-estimable', `“${design.columns[fit.column]}” cannot be told apart from the columns before it.`, rows);
  }
  if (isReproduced(fit.reduced.standardError ** 2 * rows.rows, outcome))
    return decline('no-variance', 'Arm and covariates reproduce every outcome exactly, so no standard error exists.', rows);
  const critical = studentQuantile((1 - level) / 2, fit.df, 'upper');
  const f = fit.first.standardError === 0 ? null : (fit.first.estimate / fit.first.standardError) ** 2;
  if (f !== null && f <= critical * critical)
    return decline(
      'weak-instrument',
      `The arms hardly differ in what was received (F ${f.toFixed(1)}), so no effect, however large, can be excluded. Report the difference between arms as drawn.`,
      rows,
    );

  const arm = rows.arms[1]!;
  const set = fit.andersonRubin(critical);
  const warnings: Warning[] = leftOutOf(constant);
  if (f !== null && f < WEAK)
    warnings.push({
      code: 'weak-instrument',
      detail: `F of the first stage is ${f.toFixed(1)}, below ${WEAK}: read the Anderson–Rubin interval, not the plain one.`,
    });
  if (number !== null && number < FEW_CLUSTERS)
    warnings.push({
      code: 'few-clusters',
      detail: `${number} clusters: robust errors of two stages are too small with few clusters.`,
    });
  const shareIn = (name: string) => mean(received.filter((_, i) => rows.arm[i] === name));
  const binary = received.every((value) => value === 0 || value === 1);
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: [contrastOf({ arm }, fit.estimate, fit.standardError, fit.df, level)],
    warnings,
    details: {
      model: ['(intercept)', column, ...terms.slice(1).map((term) => term.join(' × '))],
      errors,
      coefficients: design.columns.map((term, j) => ({ term: j === 1 ? column : term, estimate: fit.coefficients[j]! })),
      asDrawn: contrastOf({ arm }, fit.reduced.estimate, fit.reduced.standardError, fit.df, level),
      firstStage: { ...fit.first, f, received: { [rows.arms[0]!]: shareIn(rows.arms[0]!), [arm]: shareIn(arm) } },
      andersonRubin: {
        level,
        ...set,
        p: fit.reduced.standardError > 0 ? studentTwoSided(fit.reduced.estimate / fit.reduced.standardError, fit.df) : null,
      },
      // Of those who take what is given: in either arm always, never, or as drawn.
      ...(binary
        ? { takers: { always: shareIn(rows.arms[0]!), never: 1 - shareIn(arm), asDrawn: shareIn(arm) - shareIn(rows.arms[0]!) } }
        : {}),
      ...accountOf(rows),
    },
  };
});
