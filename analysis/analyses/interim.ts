import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import { conditionalPower, predictivePower, stagewise } from '../effect/conditional-power';
import { boundariesOf, type Boundary, sequentialFault } from '../effect/group-sequential';
import { SPENDINGS } from '../effect/spending';
import { normalQuantile, studentQuantile } from '../numeric/distributions';
import { ancovaMethod, Errors } from './ancova';
import { ADJUSTED, decline, methodOf, ONE_WAVE } from './method';

const Share = Type.Number({ exclusiveMinimum: 0, description: 'A share of the planned information.' });
const options = {
  outcome: ONE_WAVE.outcome,
  at: ONE_WAVE.at,
  ...ADJUSTED,
  errors: Type.Optional(Errors),
  planned: Type.Integer({ minimum: 2, description: 'People with an outcome when the trial ends as planned, all arms together.' }),
  fraction: Type.Optional(Share),
  before: Type.Optional(Type.Array(Share, { description: 'The shares at the looks that were passed.' })),
  ahead: Type.Optional(Type.Array(Share, { description: 'The shares at the looks to come; the end alone where left out.' })),
  last: Type.Optional(Type.Boolean({ description: 'This look is the last: all that is left of alpha is spent.' })),
  spending: Type.Union(SPENDINGS.map((name) => Type.Literal(name))),
  alpha: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 0.5 })),
  sides: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)])),
  better: Type.Union([Type.Literal('higher'), Type.Literal('lower')]),
  effect: Type.Number({ exclusiveMinimum: 0, description: 'The size of the planned benefit, in the unit of the outcome.' }),
  prior: Type.Optional(
    Type.Object(
      { mean: Type.Number(), sd: Type.Number({ exclusiveMinimum: 0 }) },
      { additionalProperties: false, description: 'Of the benefit, in the unit of the outcome.' },
    ),
  ),
};

/** Level of the interval after a stop. */
const LEVEL = 0.95;

/**
 * A look at a trial that is going on: the adjusted difference against its boundary, and how likely the trial is to succeed yet. For a monitoring
 * committee that sees arms. See methods/group-sequential.md.
 */
export const interimMethod = methodOf(options, (asked, data) => {
  const { alpha = 0.05, sides = 2, before = [], last = false } = asked;
  const { outcome, at, covariates, factors, errors } = asked;
  const found = ancovaMethod.run({ method: 'ancova', outcome, at, covariates, factors, errors }, data);
  if ('refused' in found) return found;
  if (found.contrasts.length > 1)
    return decline('two-arms', 'A look compares two arms, and there are more. Look at each pair in a file of its own.', found);
  const own = found.contrasts[0]!;

  const fraction = asked.fraction ?? found.n / asked.planned;
  const over = last || fraction >= 1;
  const ahead = over ? [] : (asked.ahead ?? [1]);
  const plan = { spending: asked.spending, alpha, sides };
  const fractions = [...before, fraction, ...ahead];
  const fault = sequentialFault(plan, fractions);
  if (fault !== null) return decline('looks', fault, found);
  if (over && asked.ahead !== undefined && asked.ahead.length > 0)
    return decline('looks', 'This look is the last, and “ahead” names more. Remove “ahead”.', found);
  const boundaries = boundariesOf(plan, fractions, last);
  const here = boundaries[before.length]!;

  const direction = asked.better === 'higher' ? 1 : -1;
  const z = direction * standardised(own);
  // One drift is so much of the outcome: its standard error when all of the information is in.
  const unit = own.standardError! * Math.sqrt(fraction);
  const standing = { z, fraction, ahead: boundaries.slice(before.length + 1), sides };
  const crossed = here.z !== null && (z >= here.z || (sides === 2 && z <= -here.z));
  const prior = asked.prior ? { mean: asked.prior.mean / unit, sd: asked.prior.sd / unit } : null;
  const powers =
    standing.ahead.length === 0
      ? null
      : {
          planned: conditionalPower(standing, asked.effect / unit),
          seen: conditionalPower(standing, z / Math.sqrt(fraction)),
          none: conditionalPower(standing, 0),
          predictive: predictivePower(standing, null),
          ...(prior ? { predictiveWithPrior: predictivePower(standing, prior) } : {}),
        };
  const decision = crossed ? (z > 0 ? 'stop-for-benefit' : 'stop-for-harm') : over ? 'ended' : 'go-on';
  const told = sentenceOf({ look: before.length + 1, fraction, z, boundary: here.z, decision, powers });
  return {
    ...found,
    warnings: [...found.warnings, { code: 'look', detail: told }],
    contrasts: [{ ...own, interval: repeatedInterval(own, here, sides) }],
    details: {
      look: before.length + 1,
      fraction,
      z,
      boundary: here,
      boundaries,
      decision,
      power: powers,
      stopped: crossed || over ? inUnits(boundaries.slice(0, before.length), { z, fraction, sides }, unit * direction) : null,
      model: found.details.model,
      rows: found.details.rows,
      excluded: found.details.excluded,
    },
  };
});

type Decision = 'stop-for-benefit' | 'stop-for-harm' | 'ended' | 'go-on';

const SAID: Readonly<Record<Decision, string>> = {
  'stop-for-benefit': 'The boundary for benefit is reached.',
  'stop-for-harm': 'The boundary for harm is reached.',
  ended: 'The trial ends without reaching a boundary.',
  'go-on': 'No boundary is reached.',
};

/** What a committee reads first. */
function sentenceOf(own: {
  look: number;
  fraction: number;
  z: number;
  boundary: number | null;
  decision: Decision;
  powers: { planned: number; seen: number; predictive: number } | null;
}): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const stop = own.boundary === null ? 'no stopping yet' : `boundary ${own.boundary.toFixed(3)}`;
  const ahead = own.powers
    ? ` Chance of success yet: ${percent(own.powers.planned)} by the plan, ${percent(own.powers.seen)} by what is seen, ${percent(own.powers.predictive)} predicted.`
    : '';
  return `Look ${own.look} at ${percent(own.fraction)} of the information, z ${own.z.toFixed(3)} towards benefit, ${stop}. ${SAID[own.decision]}${ahead}`;
}

/** The normal deviate with the p-value of a t statistic, and its sign. */
function standardised({ estimate, standardError, p }: ArmContrast): number {
  return Math.sign(estimate) * (p! > 0 ? normalQuantile(p! / 2, 'upper') : Math.abs(estimate / standardError!));
}

/** The interval that holds the truth at all looks together: as far out as the boundary of this look. */
function repeatedInterval({ estimate, standardError, df }: ArmContrast, { p }: Boundary, sides: 1 | 2): ArmContrast['interval'] {
  if (p === null) return null;
  const reach = studentQuantile(p / sides, df!, 'upper') * standardError!;
  return { level: 1 - (2 * p) / sides, lower: estimate - reach, upper: estimate + reach };
}

/** What a stopped trial may say, in the unit of the outcome and the direction of the difference. */
function inUnits(passed: readonly Boundary[], standing: { z: number; fraction: number; sides: 1 | 2 }, unit: number) {
  const { p, estimate, interval } = stagewise(passed, standing, LEVEL);
  const ends = [interval.lower * unit, interval.upper * unit].sort((a, b) => a - b) as [number, number];
  return { p, medianUnbiased: estimate * unit, interval: { level: LEVEL, lower: ends[0], upper: ends[1] } };
}
