import type { Protocol } from '../../model/protocol';
import { warning, type Finding } from './finding';

/** The code of these findings: a warning where a protocol is read, a refusal where it is opened. */
export const NOT_RUN_HERE = 'not-run-here';

/** What the language can say and this version cannot yet run: it can be checked and read, and is refused at the opening. */
export function findNotRunHere({ design, analysis }: Protocol): Finding[] {
  const runs = (pointer: string, value: string, words: { da: string; en: string }): Finding =>
    warning(
      pointer,
      NOT_RUN_HERE,
      `"${value}" kan beskrives og læses, men denne udgave kan ikke åbne det. ${words.da}`,
      `"${value}" can be described and read, but this version cannot open it. ${words.en}`,
    );
  return [
    ...(design === 'parallel' || design === 'waitlist' || design === 'cluster'
      ? []
      : [
          runs('/design', design, {
            da: 'Vælg "parallel" eller "waitlist", hvis forsøget skal åbne her.',
            en: 'Choose "parallel" or "waitlist" if the trial is to open here.',
          }),
        ]),
    ...(analysis.model === 'ancova'
      ? []
      : [
          runs('/analysis/model', analysis.model, {
            da: 'Regn den på de udleverede data med "lodtraek analyse", og lad "ancova" være forsøgets egen model.',
            en: 'Run it on exported data with "lodtraek analyse", and let "ancova" be the trial’s own model.',
          }),
        ]),
    ...(analysis.missing === 'complete-cases'
      ? []
      : [
          runs('/analysis/missing', analysis.missing, {
            da: 'Regn den på de udleverede data med "lodtraek analyse", og lad "complete-cases" være forsøgets egen.',
            en: 'Run it on exported data with "lodtraek analyse", and let "complete-cases" be the trial’s own.',
          }),
        ]),
  ];
}
