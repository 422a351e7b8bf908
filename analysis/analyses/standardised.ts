import { Type } from '@sinclair/typebox';
import { isRounding, variance } from '../describe/mean';
import { cohen, glass, pooledOf } from '../effect/standardised';
import { hedgesCorrection } from '../effect/hedges-g';
import { accountOf } from './contrast';
import { eachArm } from './each-arm';
import { decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { samplesOf } from './samples';

const options = {
  ...ONE_WAVE,
  interval: Type.Optional(Type.Union([Type.Literal('noncentral-t'), Type.Literal('large-sample')])),
};

/** Cohen's d and Hedges' g: the difference in pooled standard deviations, each arm against the control. See methods/effect-sizes.md. */
const pooledMethod = (corrected: boolean) =>
  methodOf(options, (asked, data) =>
    eachArm(data, asked, (two, rows) => {
      const own = samplesOf(two, rows);
      if ('refused' in own) return own;
      const kind = asked.interval ?? 'noncentral-t';
      const level = asked.level ?? DEFAULT_LEVEL;
      const { interval, ...found } = cohen(own.treated, own.reference, corrected, kind, level);
      const { df, square, difference } = pooledOf(own.treated, own.reference);
      const details = {
        interval: kind,
        meanDifference: difference,
        pooledSd: Math.sqrt(square),
        correction: hedgesCorrection(df),
        ...accountOf(rows),
      };
      return { contrast: { arm: two.contrast.treated, ...found, interval: { level, ...interval } }, details };
    }),
  );

export const cohenMethod = pooledMethod(false);
export const hedgesMethod = pooledMethod(true);

/** Glass' Δ: the difference in standard deviations of the control arm. See methods/effect-sizes.md. */
export const glassMethod = methodOf({ ...options, corrected: Type.Optional(Type.Boolean()) }, (asked, data) =>
  eachArm(data, asked, (two, rows) => {
    const own = samplesOf(two, rows);
    if ('refused' in own) return own;
    if (isRounding(variance(own.reference), two.outcome)) {
      return decline('no-variance', 'Everyone in the control has the same outcome, so there is no unit to measure in.', rows);
    }
    const kind = asked.interval ?? 'noncentral-t';
    const level = asked.level ?? DEFAULT_LEVEL;
    const corrected = asked.corrected ?? false;
    const { interval, ...found } = glass(own.treated, own.reference, corrected, kind, level);
    const details = {
      interval: kind,
      corrected,
      controlSd: Math.sqrt(variance(own.reference)),
      correction: hedgesCorrection(own.reference.length - 1),
      ...accountOf(rows),
    };
    return { contrast: { arm: two.contrast.treated, ...found, interval: { level, ...interval } }, details };
  }),
);
