import type { Static } from '@sinclair/typebox';
import type { Effect as Promised } from '#contract/staff/results';

export type Effect = Static<typeof Promised>;
export type EffectRow = Effect['rows'][number];
export type ArmMean = Effect['arms'][number];

/** The arm that stands for "as usual", and the one compared with it. */
export function armsOf({ arms }: Effect): { reference: ArmMean | undefined; treated: ArmMean | undefined } {
  return { reference: arms.find(({ reference }) => reference), treated: arms.find(({ reference }) => !reference) };
}
