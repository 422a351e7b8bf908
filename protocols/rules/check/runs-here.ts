import type { Protocol } from '../../model/protocol';
import { warning, type Finding } from './finding';

/** The code of these findings: a warning where a protocol is read, a refusal where it is opened. */
export const NOT_RUN_HERE = 'not-run-here';

/** What the language can say and this version cannot yet run: it can be checked and read, and is refused at the opening. */
export function findNotRunHere({ design, analysis, delivery }: Protocol): Finding[] {
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
    ...(analysis.missing !== 'multiple-imputation'
      ? []
      : [
          runs('/analysis/missing', analysis.missing, {
            da: 'Regn den på de udleverede data, og lad "complete-cases" eller "likelihood" være forsøgets egen.',
            en: 'Run it on exported data, and let "complete-cases" or "likelihood" be the trial’s own.',
          }),
        ]),
    ...(analysis.interim === 'none'
      ? []
      : [
          runs('/analysis/interim', analysis.interim.spending, {
            da: 'Regn et kig med "lodtraek analyse" og metoden "interim", og lad "interim" være "none", hvis forsøget skal åbne her.',
            en: 'Reckon a look with "lodtraek analyse" and its method "interim", and let "interim" be "none" if the trial is to open here.',
          }),
        ]),
    ...(analysis.model !== 'partially-nested' || !groupsInReference(delivery, analysis.reference)
      ? []
      : [
          runs('/analysis/model', analysis.model, {
            da: `Modellen regner med, at armen "${analysis.reference}" ikke mødes i grupper. Vælg en anden "reference" eller "ancova".`,
            en: `The model takes it that the arm "${analysis.reference}" does not meet in groups. Choose another "reference" or "ancova".`,
          }),
        ]),
    ...analysis.estimands.flatMap(({ population, events }, n) => [
      ...(population === 'all-randomised'
        ? []
        : [
            runs(`/analysis/estimands/${n}/population`, population, {
              da: 'Spørg om "all-randomised": alle, som der er trukket lod om.',
              en: 'Ask about "all-randomised": everybody drawn.',
            }),
          ]),
      ...Object.entries(events)
        .filter(([, strategy]) => strategy === 'principal-stratum')
        .map(([event, strategy]) =>
          runs(`/analysis/estimands/${n}/events/${event}`, strategy, {
            da: 'Vælg en anden strategi, fx "treatment-policy".',
            en: 'Choose another strategy, such as "treatment-policy".',
          }),
        ),
    ]),
  ];
}

const groupsInReference = (delivery: Protocol['delivery'], reference: string): boolean =>
  delivery.some(({ kind, arm }) => kind === 'group' && arm === reference);
