import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import {
  kaplanMeier,
  restrictedMean,
  SURVIVAL_INTERVALS,
  type SurvivalCurve,
  survivalAt,
  survivalQuantile,
} from '../effect/kaplan-meier';
import { accountOf, contrastOf } from './contrast';
import { decline, type Declined, DEFAULT_LEVEL, methodOf } from './method';
import type { Rows } from './rows';
import { survivalRows, TIME_TO_EVENT } from './survival-rows';

const options = {
  ...TIME_TO_EVENT,
  times: Type.Optional(Type.Array(Type.Number({ minimum: 0 }), { uniqueItems: true, minItems: 1 })),
  interval: Type.Optional(Type.Union(SURVIVAL_INTERVALS.map((kind) => Type.Literal(kind)))),
};

/** Curves of survival by arm, quartiles of time, and differences in survival at the times asked for. See methods/survival.md. */
export const kaplanMeierMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const kind = asked.interval ?? 'log-log';
  const found = survivalRows(data, asked);
  if ('refused' in found) return found;
  const { rows } = found;
  const curves = curvesOf(found);
  const times = asked.times ?? [];
  for (const time of times) {
    const short = endsBefore(curves, time, rows);
    if (short) return short;
  }
  const shown = curves.map(({ arm, curve }) => ({
    arm,
    events: curve.events.reduce((total, events) => total + events, 0),
    quartiles: [0.25, 0.5, 0.75].map((share) => ({ share, ...survivalQuantile(curve, share, kind, level) })),
    at: times.map((time) => {
      const { interval, ...own } = survivalAt(curve, time, kind, level);
      return { time, ...own, interval: interval === null ? null : { level, ...interval } };
    }),
    curve: Array.from(curve.times, (time, k) => ({
      time,
      atRisk: curve.atRisk[k]!,
      events: curve.events[k]!,
      survival: curve.survival[k]!,
    })),
  }));
  const contrasts = shown.slice(1).flatMap(({ arm, at }) =>
    at.map((own, k): ArmContrast => {
      const control = shown[0]!.at[k]!;
      const who = { arm, visit: String(own.time) };
      const estimate = own.survival - control.survival;
      const error = Math.hypot(own.standardError ?? 0, control.standardError ?? 0);
      if (error === 0) return { ...who, estimate, standardError: null, df: null, interval: null, p: null };
      return contrastOf(who, estimate, error, null, level);
    }),
  );
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings: contrasts.some(({ p }) => p === null)
      ? [{ code: 'no-variance', detail: 'At a time where every curve is at 1 or 0 a difference has no standard error.' }]
      : [],
    details: { interval: kind, arms: shown, ...accountOf(rows) },
  };
});

const meanOptions = { ...TIME_TO_EVENT, until: Type.Optional(Type.Number({ exclusiveMinimum: 0 })) };

/** Mean time without the event up to a horizon, and its difference between arms. See methods/survival.md. */
export const restrictedMeanMethod = methodOf(meanOptions, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const found = survivalRows(data, asked);
  if ('refused' in found) return found;
  const { rows } = found;
  const curves = curvesOf(found);
  const until = asked.until ?? Math.min(...curves.map(({ curve }) => curve.times.at(-1)!));
  const short = endsBefore(curves, until, rows);
  if (short) return short;
  const means = curves.map(({ arm, curve }) => ({ arm, ...restrictedMean(curve, until) }));
  const bare = means.find(({ variance }) => variance === 0);
  if (bare)
    return decline('no-variance', `Nobody in “${bare.arm}” had the event by ${until}, so its mean has no standard error.`, rows);
  const control = means[0]!;
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: means
      .slice(1)
      .map(({ arm, mean, variance }) =>
        contrastOf({ arm }, mean - control.mean, Math.sqrt(variance + control.variance), null, level),
      ),
    warnings: [],
    details: {
      until,
      means: means.map(({ arm, mean, variance }) => {
        const { standardError, interval } = contrastOf({ arm }, mean, Math.sqrt(variance), null, level);
        return { arm, mean, standardError, interval };
      }),
      ...accountOf(rows),
    },
  };
});

interface ArmCurve {
  readonly arm: string;
  readonly curve: SurvivalCurve;
}

function curvesOf({ rows, time, event, arm }: { rows: Rows; time: number[]; event: number[]; arm: number[] }): ArmCurve[] {
  return rows.arms.map((name, k) => {
    const own = arm.flatMap((code, i) => (code === k ? [i] : []));
    const curve = kaplanMeier(
      own.map((i) => time[i]!),
      own.map((i) => event[i]!),
    );
    return { arm: name, curve };
  });
}

/** A curve is known up to the last time somebody was watched, and after it where everybody has had the event. */
function endsBefore(curves: readonly ArmCurve[], time: number, rows: Rows): Declined | null {
  const short = curves.find(({ curve }) => curve.times.at(-1)! < time && curve.survival.at(-1)! > 0);
  if (!short) return null;
  const last = Math.min(...curves.filter(({ curve }) => curve.survival.at(-1)! > 0).map(({ curve }) => curve.times.at(-1)!));
  return decline(
    'beyond-follow-up',
    `Nobody in “${short.arm}” was watched until ${time}. Ask for a time of ${last} or earlier.`,
    rows,
  );
}
