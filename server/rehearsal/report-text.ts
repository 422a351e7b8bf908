import type { Language } from '#protocols/model/text';
import type { RehearsalReport } from './report';
import { REHEARSAL_WORDS } from './words';

const WORK = ['introductions', 'draws', 'calls', 'letters'] as const;
/** Strata beyond these say nothing more to a reader; `--json` has them all. */
const SHOWN = 30;

/** The report for a reader at a terminal, warnings first. */
export function rehearsalText(report: RehearsalReport, language: Language): string {
  const words = REHEARSAL_WORDS[language];
  const number = (value: number, digits = 1) =>
    value
      .toFixed(digits)
      .replace('-', '−')
      .replace('.', language === 'da' ? ',' : '.');
  const percent = (share: number | null) => (share === null ? '–' : `${number(100 * share, 0)} %`);
  const { recruitment, balance, effect, power } = report;
  const arms = Object.keys(balance.arms);
  const filled = report.cohorts.filter(({ drawn }) => drawn > 0);
  const parts = [
    [words.title(report.trial, report.version), words.simulated, words.assumed(number(report.assumed.perSiteWeek), report.seed)],
    report.complete ? [] : [words.incomplete(recruitment.drawn, report.asked)],
    report.warnings.length === 0 ? [] : [heading(words.warnings), ...report.warnings.map((one) => `  ${one[language]}`)],
    [
      heading(words.recruitment),
      words.recruited(
        recruitment.drawn,
        recruitment.registered,
        number(recruitment.months),
        recruitment.from ?? '–',
        recruitment.to ?? '–',
      ),
      table([
        [words.site, words.registered, words.drawn, words.months],
        ...recruitment.sites.map((one) => [one.site, `${one.registered}`, `${one.drawn}`, number(one.months)]),
      ]),
    ],
    report.notDrawn.length === 0
      ? []
      : [heading(words.notDrawn), table(report.notDrawn.map(({ at, people }) => [words.endings[at], `${people}`]))],
    [
      heading(words.cohorts),
      words.cohortsIn(
        filled.length,
        filled.filter(({ moved }) => moved).length,
        filled.reduce((sum, { below }) => sum + below.length, 0),
      ),
      table([
        [words.cohort, words.starts, ...arms, ''],
        ...filled.map((one) => [
          one.name,
          one.startsOn,
          ...arms.map((arm) => `${one.byArm[arm]}`),
          [one.moved ? words.movedOn : '', one.below.length > 0 ? words.below : ''].filter((note) => note !== '').join(', '),
        ]),
      ]),
    ],
    [
      heading(words.balance),
      words.largest(number(balance.largest, 0)),
      table([
        [words.stratum, ...arms],
        ...balance.strata.slice(0, SHOWN).map(({ stratum, byArm }) => [stratum, ...arms.map((arm) => `${byArm[arm]}`)]),
      ]),
    ],
    [
      heading(words.waves),
      table([
        [words.wave, words.due, words.handedIn, words.share, words.late, words.begun],
        ...report.waves.map((one) => [
          one.wave,
          `${one.due}`,
          `${one.submitted}`,
          percent(one.share),
          `${one.late}`,
          `${one.begun}`,
        ]),
      ]),
    ],
    report.changes.length === 0
      ? []
      : [heading(words.changes), table(report.changes.map(({ change, people }) => [change, `${people}`]))],
    [heading(words.workload), table(workRows(report, words, number)), ...busiest(report, words)],
    effect === null
      ? []
      : [
          heading(words.effect),
          words.planted(number(effect.planted.difference), number(effect.planted.d, 2)),
          effect.estimate === null || effect.interval === null || effect.p === null
            ? words.noEffect(effect.refused ?? '')
            : words.found(
                number(effect.estimate),
                number(effect.interval.lower),
                number(effect.interval.upper),
                effect.p < 0.001 ? `< ${number(0.001, 3)}` : number(effect.p, 3),
                effect.n,
              ),
        ],
    [
      heading(words.power),
      words.powerIs(number(100 * power.power, 0), number(100 * power.standardError), power.replicates, power.method),
    ],
    Object.keys(report.refused).length === 0
      ? []
      : [heading(words.refused), table(Object.entries(report.refused).map(([code, n]) => [code, `${n}`]))],
  ];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}

const heading = (text: string): string => `— ${text} —`;

function workRows(
  { workload }: RehearsalReport,
  words: (typeof REHEARSAL_WORDS)[Language],
  number: (value: number, digits?: number) => string,
): string[][] {
  const sums = WORK.map((what) => workload.map((week) => week[what]));
  return [
    ['', words.weeks, words.mean, words.most],
    ...WORK.map((what, index) => {
      const values = sums[index]!;
      const all = values.reduce((sum, one) => sum + one, 0);
      return [words[what], `${all}`, number(all / Math.max(1, values.length)), `${Math.max(0, ...values)}`];
    }),
  ];
}

function busiest({ workload }: RehearsalReport, words: (typeof REHEARSAL_WORDS)[Language]): string[] {
  const load = (week: RehearsalReport['workload'][number]) => week.introductions + week.draws + week.calls;
  const most = workload.reduce((best, week) => (best === undefined || load(week) > load(best) ? week : best), workload[0]);
  return most ? [words.busiest(most.week)] : [];
}

/** Columns wide enough for their longest cell; numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      `  ${row.map((cell, column) => (column > 0 && /^[−\d–]/.test(cell) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ')}`.trimEnd(),
    )
    .join('\n');
}
