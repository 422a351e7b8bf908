import type { Language } from '#protocols/model/text';
import type { Ending } from './report';

/** The report's words, Danish and English. */
export interface RehearsalWords {
  title(trial: string, version: string): string;
  simulated: string;
  assumed(perSiteWeek: string, seed: number): string;
  incomplete(drawn: number, asked: number): string;
  warnings: string;
  recruitment: string;
  recruited(drawn: number, registered: number, months: string, from: string, to: string): string;
  site: string;
  registered: string;
  drawn: string;
  months: string;
  notDrawn: string;
  endings: Record<Ending, string>;
  cohorts: string;
  cohortsIn(cohorts: number, moved: number, below: number): string;
  cohort: string;
  starts: string;
  movedOn: string;
  below: string;
  balance: string;
  largest(people: string): string;
  stratum: string;
  waves: string;
  wave: string;
  due: string;
  handedIn: string;
  share: string;
  late: string;
  begun: string;
  changes: string;
  workload: string;
  busiest(week: string): string;
  introductions: string;
  draws: string;
  calls: string;
  letters: string;
  weeks: string;
  mean: string;
  most: string;
  effect: string;
  planted(difference: string, d: string): string;
  found(estimate: string, lower: string, upper: string, p: string, n: number): string;
  noEffect(reason: string): string;
  power: string;
  powerIs(power: string, error: string, replicates: number, method: string): string;
  refused: string;
}

const da: RehearsalWords = {
  title: (trial, version) => `Prøve på ${trial} ${version}`,
  simulated: 'Ingen af disse mennesker findes. Sådan kan forsøget komme til at gå.',
  assumed: (rate, seed) =>
    `Antaget: ${rate} nye personer om ugen på hvert sted (--per-week). Frø ${seed}. Alle antagelser står i --json.`,
  incomplete: (drawn, asked) =>
    `Rekrutteringen blev ikke færdig: ${drawn} af ${asked} er trukket. Se på kravene, vinduerne og holdene.`,
  warnings: 'Tjek af protokollen',
  recruitment: 'Rekruttering',
  recruited: (drawn, registered, months, from, to) =>
    `${drawn} trukket af ${registered} registrerede på ${months} måneder, fra ${from} til ${to}.`,
  site: 'sted',
  registered: 'registreret',
  drawn: 'trukket',
  months: 'måneder',
  notDrawn: 'Registreret, men ikke trukket',
  endings: {
    information: 'læste ikke videre',
    signing: 'skrev ikke under',
    'not-eligible': 'kunne ikke være med',
    baseline: 'svarede ikke på startskemaet',
    left: 'trak sig før lodtrækningen',
    waiting: 'ventede stadig på et hold',
  },
  cohorts: 'Hold',
  cohortsIn: (cohorts, moved, below) =>
    `${cohorts} hold med deltagere; ${moved} flyttet; ${below} grupper under det mindste antal.`,
  cohort: 'hold',
  starts: 'begynder',
  movedOn: 'flyttet',
  below: 'for lille gruppe',
  balance: 'Lodtrækningens balance',
  largest: (people) => `Største forskel mellem armene i ét lag, regnet efter forholdet: ${people}.`,
  stratum: 'lag',
  waves: 'Spørgeskemaer',
  wave: 'skema',
  due: 'skulle svare',
  handedIn: 'afleveret',
  share: 'andel',
  late: 'for sent',
  begun: 'kun begyndt',
  changes: 'Ændret deltagelse',
  workload: 'Arbejde pr. uge',
  busiest: (week) => `Den travleste uge begynder ${week}.`,
  introductions: 'første samtaler',
  draws: 'lodtrækninger',
  calls: 'opkald til dem, der ikke har svaret',
  letters: 'breve',
  weeks: 'i alt',
  mean: 'pr. uge',
  most: 'højst',
  effect: 'Effekten',
  planted: (difference, d) => `Plantet: ${difference} (d ${d}).`,
  found: (estimate, lower, upper, p, n) => `Fundet: ${estimate} (${lower} til ${upper}), p ${p}, n ${n}.`,
  noEffect: (reason) => `Intet estimat: ${reason}`,
  power: 'Styrke',
  powerIs: (power, error, replicates, method) =>
    `${power} % (usikkerhed ${error} procentpoint) ved ${replicates} hurtige gentagelser af udfaldet på samme design, ${method}.`,
  refused: 'Det sagde systemet nej til undervejs',
};

const en: RehearsalWords = {
  title: (trial, version) => `Rehearsal of ${trial} ${version}`,
  simulated: 'None of these people exist. This is how the trial may come to go.',
  assumed: (rate, seed) =>
    `Assumed: ${rate} new people a week at each site (--per-week). Seed ${seed}. Every assumption is in --json.`,
  incomplete: (drawn, asked) =>
    `Recruitment did not end: ${drawn} of ${asked} were drawn. Look at the criteria, the windows and the cohorts.`,
  warnings: 'Check of the protocol',
  recruitment: 'Recruitment',
  recruited: (drawn, registered, months, from, to) =>
    `${drawn} drawn of ${registered} registered in ${months} months, from ${from} to ${to}.`,
  site: 'site',
  registered: 'registered',
  drawn: 'drawn',
  months: 'months',
  notDrawn: 'Registered but not drawn',
  endings: {
    information: 'read no further',
    signing: 'did not sign',
    'not-eligible': 'could not take part',
    baseline: 'did not answer the first questionnaire',
    left: 'left before the draw',
    waiting: 'still waited for a cohort',
  },
  cohorts: 'Cohorts',
  cohortsIn: (cohorts, moved, below) =>
    `${cohorts} cohorts with people in them; ${moved} moved; ${below} groups below their smallest size.`,
  cohort: 'cohort',
  starts: 'starts',
  movedOn: 'moved',
  below: 'group too small',
  balance: 'Balance of the lottery',
  largest: (people) => `Largest difference between arms within a stratum, by their ratio: ${people}.`,
  stratum: 'stratum',
  waves: 'Questionnaires',
  wave: 'wave',
  due: 'were to answer',
  handedIn: 'handed in',
  share: 'share',
  late: 'late',
  begun: 'only begun',
  changes: 'Changes of taking part',
  workload: 'Work by week',
  busiest: (week) => `The busiest week begins ${week}.`,
  introductions: 'introductions',
  draws: 'draws',
  calls: 'calls to those who have not answered',
  letters: 'letters',
  weeks: 'in all',
  mean: 'a week',
  most: 'at most',
  effect: 'The effect',
  planted: (difference, d) => `Planted: ${difference} (d ${d}).`,
  found: (estimate, lower, upper, p, n) => `Found: ${estimate} (${lower} to ${upper}), p ${p}, n ${n}.`,
  noEffect: (reason) => `No estimate: ${reason}`,
  power: 'Power',
  powerIs: (power, error, replicates, method) =>
    `${power} % (Monte Carlo error ${error} percentage points) over ${replicates} fast repetitions of the outcome on the same design, ${method}.`,
  refused: 'What the services would not do',
};

export const REHEARSAL_WORDS: Record<Language, RehearsalWords> = { da, en };
