import type { Reply } from '#contract/endpoint';
import type { readResults } from '#contract/staff/results';

export type Effect = NonNullable<Reply<typeof readResults>['effect']>;
export type EffectRow = Effect['rows'][number];
export type ArmMean = Effect['arms'][number];

/** The arm that stands for "as usual", and the one compared with it. */
export function armsOf({ arms }: Effect): { reference: ArmMean | undefined; treated: ArmMean | undefined } {
  return { reference: arms.find(({ reference }) => reference), treated: arms.find(({ reference }) => !reference) };
}
