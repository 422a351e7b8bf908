import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { findRoot } from '../numeric/find-root';
import { studentPower, type Test } from './chances';
import { cannot, designOf, type NotReckoned, type Reckoned, Schema, type Sizes, TWO_ARMS } from './design';
import { bothDrawn, lookingOf, smallest, testOf, TOO_MANY, wholeUp } from './sizing';
import { designEffect, inflated, measurementFactor } from './variances';

const options = {
  ...TWO_ARMS,
  difference: Type.Optional(
    Type.Number({ description: 'Treated less control, benefit upwards; found where “n” and “power” are told.' }),
  ),
  sd: Schema.Positive('Of the outcome within an arm.'),
  baselineCorrelation: Type.Optional(Schema.Correlation),
  measurements: Type.Optional(
    Type.Object(
      {
        followUps: Type.Integer({ minimum: 1 }),
        baselines: Type.Integer({ minimum: 0 }),
        correlation: Schema.Correlation,
        analysis: Type.Union([Type.Literal('post'), Type.Literal('change'), Type.Literal('ancova')]),
      },
      { additionalProperties: false },
    ),
  ),
  groups: Type.Optional(
    Type.Object(
      {
        size: Type.Number({ exclusiveMinimum: 1 }),
        icc: Schema.Correlation,
        variation: Type.Optional(Type.Number({ minimum: 0 })),
      },
      { additionalProperties: false, description: 'Of the treated arm alone (partial nesting).' },
    ),
  ),
};

/** So few clusters or groups that the test is on thin ice. */
const FEW = 10;

/** Two means by a t test, with all that changes their variance. See methods/power.md. */
export const twoMeansDesign = designOf(options, (asked): Reckoned | NotReckoned => {
  const { sd, ratio = 1, clusters, groups, measurements, baselineCorrelation = 0, attrition = 0 } = asked;
  if (clusters && groups)
    return cannot('clusters', 'Clusters are drawn whole, groups are made in one arm after the draw. Take one of the two away.');
  if (measurements && asked.baselineCorrelation !== undefined)
    return cannot('baseline', 'The correlation is told twice: take “baselineCorrelation” away, “measurements” holds its own.');
  const told = [asked.difference, asked.n, asked.power].filter((value) => value !== undefined).length;
  if (told !== 2) return cannot('nothing-to-find', 'Tell two of “difference”, “n” and “power”; the third is found.');
  const test = testOf(asked);
  if ('refused' in test) return test;
  const looking = lookingOf(asked, test);
  if ('refused' in looking) return looking;

  const factor = measurements ? measurementFactor(measurements) : 1 - baselineCorrelation ** 2;
  const adjusted = asked.baselineCorrelation !== undefined || measurements?.analysis === 'ancova' ? 1 : 0;
  const effects = {
    control: clusters ? designEffect(clusters) : 1,
    treated: (clusters ?? groups) ? designEffect((clusters ?? groups)!) : 1,
  };
  const spread = ({ control, treated }: Sizes) => {
    const one = (sd * sd * factor * effects.control) / control;
    const other = (sd * sd * factor * effects.treated) / treated;
    const squares = (one * one) / (control - 1) + (other * other) / (treated / (groups?.size ?? 1) - 1);
    const df = clusters
      ? (control + treated) / clusters.size - 2
      : groups
        ? (one + other) ** 2 / squares
        : control + treated - 2 - adjusted;
    return { standardError: Math.sqrt(one + other), df };
  };
  const powerOf = (sizes: Sizes, difference: number, own: Test = test) => {
    const { standardError, df } = spread(sizes);
    return looking.powerWith(studentPower(own, difference, standardError, df));
  };
  const sizesOf = (control: number): Sizes => ({ control, treated: control * ratio });
  // At least two people or clusters in each arm, and a degree of freedom to test with.
  const unit = { control: clusters?.size ?? 1, treated: clusters?.size ?? groups?.size ?? 1 };
  const least = Math.max(2 * unit.control, (2 * unit.treated) / ratio, (3 + adjusted) / (1 + ratio));

  let exact: number | null = asked.n ?? null;
  let difference = asked.difference;
  if (asked.n !== undefined && asked.n < least)
    return cannot('too-few', `${asked.n} people in the control arm are fewer than two clusters, groups or people in each arm.`);
  if (difference === undefined) {
    const sizes = sizesOf(asked.n!);
    const { standardError } = spread(sizes);
    if (test.goal === 'equivalence')
      return cannot('nothing-to-find', 'Equivalence needs the true “difference” to be told, mostly 0.');
    const found = findRoot((value) => powerOf(sizes, value) - asked.power!, -test.margin, 100 * standardError, 1e-13 * sd);
    if ('refused' in found) return cannot('no-difference', 'No difference of a hundred standard errors gives that power.');
    difference = found.root;
  } else if (asked.n === undefined) {
    const own = difference;
    if (test.goal === 'superiority' ? own === 0 : Math.abs(own) >= test.margin && (test.goal === 'equivalence' || own < 0))
      return cannot(
        'no-size',
        'With that difference no number of people shows what is to be shown. Look at difference and margin.',
      );
    exact = smallest((n) => powerOf(sizesOf(n), test.goal === 'superiority' ? Math.abs(own) : own), asked.power!, least);
    if (exact === null) return TOO_MANY;
  }
  const benefit = test.goal === 'superiority' ? Math.abs(difference) : difference;
  const whole = (n: number, size: number) => size * wholeUp(n / size);
  const sizes =
    asked.n === undefined
      ? { control: whole(exact!, unit.control), treated: whole(exact! * ratio, unit.treated) }
      : sizesOf(asked.n);
  const { standardError, df } = spread(sizes);
  const unadjusted = smallest(
    (n) => studentPower(test, benefit, sd * Math.sqrt((1 + 1 / ratio) / n), n * (1 + ratio) - 2),
    asked.power ?? powerOf(sizes, benefit),
    4 / (1 + ratio),
  );
  const units = clusters ? (sizes.control + sizes.treated) / clusters.size : groups ? sizes.treated / groups.size : null;
  const warnings: Warning[] =
    units !== null && units < FEW
      ? [
          {
            code: 'few-clusters',
            detail: `${units} ${clusters ? 'clusters' : 'groups'}: the power depends on each of them, and on their likeness, which few tell.`,
          },
        ]
      : [];
  return {
    power: powerOf(sizes, benefit),
    analysed: sizes,
    drawn: bothDrawn(sizes, attrition),
    difference,
    details: {
      test,
      standardisedDifference: difference / sd,
      exactControl: exact,
      standardError,
      df,
      varianceFactor: factor,
      designEffect: effects,
      unadjustedControl: unadjusted,
      ...(clusters && unadjusted !== null ? { byInflation: inflated(unadjusted, clusters, baselineCorrelation, attrition) } : {}),
      ...(units === null ? {} : { [clusters ? 'clusters' : 'groups']: units }),
      ...looking.details,
    },
    warnings,
  };
});
