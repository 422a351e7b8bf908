import { welch } from '../effect/welch';
import { accountOf, contrastFrom, declinedFrom } from './contrast';
import { DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { eachArm } from './each-arm';

/** Welch's difference in means, each arm against the control. See methods/welch.md. */
export const welchMethod = methodOf(ONE_WAVE, (asked, data) =>
  eachArm(data, asked, (two, rows) => {
    const own = welch({ ...two, level: asked.level ?? DEFAULT_LEVEL });
    return 'refused' in own ? declinedFrom(own, rows) : { contrast: contrastFrom(own), details: accountOf(rows) };
  }),
);
