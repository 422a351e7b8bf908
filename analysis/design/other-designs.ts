import { Type } from '@sinclair/typebox';
import { correlationPower, normalPower, onewayPower, studentPower } from './chances';
import { cannot, COMMON, designOf, type NotReckoned, type Reckoned, Schema, TWO_ARMS } from './design';
import { askedFor, bothDrawn, drawnFor, lookingOf, smallest, testOf, TOO_MANY, wholeUp } from './sizing';
import { designEffect, eventShare } from './variances';

const { Positive, Share } = Schema;

/** Two risks, by the normal distribution with the pooled error under no difference. */
export const proportionsDesign = designOf(
  {
    ...TWO_ARMS,
    control: Share('The risk in the control arm.'),
    treated: Share('The risk in the treated arm.'),
    better: Type.Optional(Type.Union([Type.Literal('higher'), Type.Literal('lower')])),
  },
  (asked): Reckoned | NotReckoned => {
    const { control: p0, treated: p1, ratio = 1, clusters, better = 'higher' } = asked;
    const wanted = askedFor(asked);
    if (typeof wanted === 'object') return wanted;
    const test = testOf(asked);
    if ('refused' in test) return test;
    const looking = lookingOf(asked, test);
    if ('refused' in looking) return looking;
    const own = (better === 'higher' ? 1 : -1) * (p1 - p0);
    const benefit = test.goal === 'superiority' ? Math.abs(own) : own;
    if (
      test.goal === 'superiority'
        ? benefit === 0
        : benefit <= -test.margin || (test.goal === 'equivalence' && benefit >= test.margin)
    )
      return cannot('no-size', 'With these risks no number of people shows what is to be shown. Look at risks and margin.');
    const effect = clusters ? designEffect(clusters) : 1;
    const pooled = (p0 + ratio * p1) / (1 + ratio);
    const powerAt = (n: number) => {
      const none = Math.sqrt((pooled * (1 - pooled) * (1 + 1 / ratio) * effect) / n);
      const truth = Math.sqrt(((p0 * (1 - p0) + (p1 * (1 - p1)) / ratio) * effect) / n);
      return looking.powerWith(normalPower(test, benefit, { none, truth }));
    };
    const size = clusters?.size ?? 1;
    const exact = wanted === 'size' ? smallest(powerAt, asked.power!, 2 * size) : asked.n!;
    if (exact === null) return TOO_MANY;
    const whole = (n: number) => (wanted === 'size' ? size * wholeUp(n / size) : n);
    const sizes = { control: whole(exact), treated: whole(exact * ratio) };
    return {
      power: powerAt(sizes.control),
      analysed: sizes,
      drawn: bothDrawn(sizes, asked.attrition),
      difference: p1 - p0,
      details: { test, exactControl: exact, designEffect: effect, ...looking.details },
      warnings: [],
    };
  },
);

/** Time to an event by the log-rank test: the events it takes, and the people who bring them. */
export const survivalDesign = designOf(
  {
    ...TWO_ARMS,
    clusters: Type.Optional(Type.Never()),
    hazardRatio: Positive('Treated over control; below 1 is fewer events.'),
    eventFree: Type.Object(
      { share: Share('Without the event'), at: Positive('at this time, in the control arm.') },
      { additionalProperties: false },
    ),
    accrual: Type.Number({ minimum: 0, description: 'How long people are taken in, evenly.' }),
    followUp: Positive('How long after the last is taken in.'),
  },
  (asked): Reckoned | NotReckoned => {
    const { hazardRatio, ratio = 1, accrual, followUp, eventFree } = asked;
    const wanted = askedFor(asked);
    if (typeof wanted === 'object') return wanted;
    if (asked.goal === 'equivalence')
      return cannot('goal', 'Equivalence of hazards is not reckoned here. Take non-inferiority with a ratio as “margin”.');
    if (asked.margin !== undefined && asked.margin <= 1)
      return cannot('margin', 'The margin of a hazard ratio is above 1: how many times more events would still do.');
    const told = testOf(asked);
    if ('refused' in told) return told;
    const test = { ...told, margin: Math.log(asked.margin ?? 1) };
    const looking = lookingOf(asked, test);
    if ('refused' in looking) return looking;
    const own = -Math.log(hazardRatio);
    const benefit = test.goal === 'superiority' ? Math.abs(own) : own;
    if (benefit + test.margin <= 0)
      return cannot('no-size', 'With that hazard ratio no number of people shows what is to be shown. Look at ratio and margin.');
    const share = 1 / (1 + ratio);
    const powerOf = (events: number) => {
      const error = 1 / Math.sqrt(events * share * (1 - share));
      return looking.powerWith(normalPower(test, benefit, { none: error, truth: error }));
    };
    const hazard = -Math.log(eventFree.share) / eventFree.at;
    const shares = {
      control: eventShare(hazard, accrual, followUp),
      treated: eventShare(hazard * hazardRatio, accrual, followUp),
    };
    const perControl = shares.control + ratio * shares.treated;
    const exact = wanted === 'size' ? smallest((n) => powerOf(n * perControl), asked.power!, 1) : asked.n!;
    if (exact === null) return TOO_MANY;
    const sizes =
      wanted === 'size'
        ? { control: wholeUp(exact), treated: wholeUp(exact * ratio) }
        : { control: exact, treated: exact * ratio };
    const events = sizes.control * shares.control + sizes.treated * shares.treated;
    return {
      power: powerOf(events),
      analysed: sizes,
      drawn: bothDrawn(sizes, asked.attrition),
      difference: Math.log(hazardRatio),
      details: { test, exactControl: exact, exactEvents: exact * perControl, events, eventShare: shares, ...looking.details },
      warnings: [],
    };
  },
);

/** The same people twice: one t test of their differences. */
export const pairedDesign = designOf(
  { ...COMMON, difference: Type.Number(), sd: Positive('Of the differences.') },
  (asked): Reckoned | NotReckoned => {
    const wanted = askedFor(asked);
    if (typeof wanted === 'object') return wanted;
    const test = testOf(asked);
    if ('refused' in test) return test;
    if (asked.difference === 0) return cannot('no-size', 'A difference of 0 is not to be found by any number of people.');
    const powerAt = (n: number) => studentPower(test, Math.abs(asked.difference), asked.sd / Math.sqrt(n), n - 1);
    return oneSize(wanted, asked, powerAt, 2, 1, asked.difference);
  },
);

/** Several arms by one-way analysis; f is the spread of their means over that within. */
export const onewayDesign = designOf(
  {
    ...COMMON,
    sides: Type.Optional(Type.Never()),
    arms: Type.Integer({ minimum: 2 }),
    f: Positive('Spread of the means over that within.'),
  },
  (asked): Reckoned | NotReckoned => {
    const wanted = askedFor(asked);
    if (typeof wanted === 'object') return wanted;
    return oneSize(wanted, asked, (n) => onewayPower(asked.arms, n, asked.f, asked.alpha ?? 0.05), 2, asked.arms, null);
  },
);

/** A correlation, by its t test. */
export const correlationDesign = designOf(
  { ...COMMON, sides: Type.Optional(Type.Never()), r: Share('The correlation that is to be found.') },
  (asked): Reckoned | NotReckoned => {
    const wanted = askedFor(asked);
    if (typeof wanted === 'object') return wanted;
    if (asked.n !== undefined && asked.n < 5) return cannot('too-few', 'A correlation needs five people or more.');
    return oneSize(wanted, asked, (n) => correlationPower(n, asked.r, asked.alpha ?? 0.05), 5, 1, null);
  },
);

function oneSize(
  wanted: 'size' | 'power',
  asked: { n?: number; power?: number; attrition?: number },
  powerAt: (n: number) => number,
  least: number,
  arms: number,
  difference: number | null,
): Reckoned | NotReckoned {
  const exact = wanted === 'size' ? smallest(powerAt, asked.power!, least) : asked.n!;
  if (exact === null) return TOO_MANY;
  const n = wanted === 'size' ? wholeUp(exact) : exact;
  return {
    power: powerAt(n),
    analysed: { each: n, arms },
    drawn: { each: drawnFor(n, asked.attrition), arms },
    difference,
    details: { exact },
    warnings: [],
  };
}
