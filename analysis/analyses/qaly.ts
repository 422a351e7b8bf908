import { Type } from '@sinclair/typebox';
import { extended } from '../data/extended';
import { ancovaMethod } from './ancova';
import { misunderstood } from './checked';
import { ADJUSTED, decline, type Declined, type Finding, Level, methodOf } from './method';
import { DiscountRate, lifeYearsOf, Utilities, valueSetSource } from './utilities';

const options = {
  utilities: Utilities,
  ...ADJUSTED,
  rate: DiscountRate,
  errors: Type.Optional(Type.Union((['model', 'HC0', 'HC1', 'HC2', 'HC3', 'HC4'] as const).map((kind) => Type.Literal(kind)))),
  level: Level,
};

/** What the made columns are called. */
export const YEARS = '(quality-adjusted life years)';
export const AT_START = '(utility at start)';

/**
 * Quality-adjusted life years by the area under the curve, each arm against the control, adjusted for the utility at the start: arms never
 * begin quite alike, and the area carries that with it. See methods/economics.md.
 */
export const qalyMethod = methodOf(options, (asked, data): Finding | Declined => {
  const { utilities, covariates = [], factors, errors, level } = asked;
  const found = lifeYearsOf(data.frame, utilities, asked.rate ?? 0);
  if ('refused' in found) return found;
  if (data.layout.visit !== undefined)
    return decline('long-and-wide', 'Life years are counted from a column for each time. Give a wide file, one row each.');
  const frame = extended(
    data.frame,
    new Map([
      [YEARS, found.years],
      [AT_START, found.atStart],
    ]),
  );
  const question = {
    method: 'ancova',
    outcome: YEARS,
    covariates: [AT_START, ...covariates],
    ...(factors ? { factors } : {}),
    ...(errors ? { errors } : {}),
    ...(level === undefined ? {} : { level }),
  };
  const answer = misunderstood(ancovaMethod, question) ?? ancovaMethod.run(question, { ...data, frame });
  if ('refused' in answer) return answer;
  const horizon = found.times.at(-1)!;
  return {
    ...answer,
    warnings: [
      ...answer.warnings,
      ...(horizon > 1 && asked.rate === undefined
        ? [
            {
              code: 'not-discounted',
              detail: `Over ${horizon} years nothing is discounted. Say a “rate” a year, 0 if none is meant.`,
            },
          ]
        : []),
    ],
    details: {
      ...answer.details,
      times: found.times,
      rate: asked.rate ?? 0,
      ...(Object.values(utilities).some((from) => typeof from !== 'string') ? { valueSet: valueSetSource() } : {}),
    },
  };
});
