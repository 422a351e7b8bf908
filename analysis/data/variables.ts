import type { Instrument, Item, ScoreDefinition, Wording } from '#protocols/model/instrument';
import { randomisationOf } from '#protocols/rules/lottery-of';
import type { Protocol, Wave } from '#protocols/model/protocol';
import { inLanguage, type Language, type Text } from '#protocols/model/text';
import { wordingOf } from '#protocols/instruments/registry';
import { codesOf, scaleOf } from '#protocols/rules/score';
import { answersKey, collected, MISSING_REASONS, type Dataset, type MissingReason, type Person } from './dataset';
import { plain, scoreColumn, screeningColumn, strataOf } from './protocol-plan';
import { eventColumn, RECORDED_EVENTS } from './recorded-events';
import { quantitiesAsked } from './screening-columns';
import { CHANGE_WORDS, EVENT_WORDS, MISHAP_WORDS, MISSING_WORDS, NO, UNBLINDED_WORDS, YES } from './variable-words';
import { tableOf, type Column, type Table } from './table';

/** A column of the dataset and what a codebook says of it. */
export interface Variable {
  readonly column: Column;
  readonly label: Text;
  readonly codes: readonly { code: string; label: Text }[];
  readonly range: readonly [number, number] | null;
  /** What an empty cell means. */
  readonly empty: Text | null;
  readonly source: string;
}

/** What stands in the file for a person, a site, a cohort, a group and a household: never the ids that the database knows them by. */
export interface FileNames {
  participant(id: string): string;
  site(id: string): string;
  cohort(id: string): string;
  group(id: string): string;
  household(id: string): string;
}

/** The dataset as a table, for a plan. */
export function tableFrom(variables: readonly Variable[]): Table {
  return tableOf(variables.map(({ column }) => column));
}

/** The columns in the order of the file: who and where, then wave by wave when, then answers and scores. Rows are ordered by the file's own names for people. */
export function variablesOf(dataset: Dataset, protocol: Protocol, names: FileNames): Variable[] {
  const people = dataset.people
    .map((person) => ({ person, name: names.participant(person.participant) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = people.map(({ person }) => person);
  return [
    {
      ...bare,
      column: { kind: 'text', name: 'participant', values: people.map(({ name }) => name) },
      label: { da: 'Deltager; koden gælder kun i denne fil', en: 'Participant; the code holds in this file only' },
    },
    {
      ...bare,
      column: texts('arm', rows, ({ arm }) => arm),
      label: { da: 'Arm ved lodtrækningen', en: 'Arm as drawn' },
      codes: protocol.arms.map(({ id, name }) => ({ code: id, label: name })),
    },
    {
      ...bare,
      column: texts('site', rows, ({ site }) => names.site(site)),
      label: { da: 'Sted ved lodtrækningen, som kode', en: 'Site as drawn, as a code' },
    },
    ...(strataOf(protocol).includes('cohort')
      ? [
          {
            ...bare,
            column: texts('cohort', rows, ({ cohort }) => names.cohort(cohort)),
            label: {
              da: 'Hold, som blev trukket samlet; koden gælder kun i denne fil',
              en: 'Cohort drawn as a whole; the code holds in this file only',
            },
          },
        ]
      : []),
    ...(randomisationOf(protocol).unit === 'household'
      ? [
          {
            ...bare,
            column: texts('household', rows, ({ household }) => names.household(household)),
            label: {
              da: 'Husstand, som fik ét lod; koden gælder kun i denne fil',
              en: 'Household that got one lot; the code holds in this file only',
            },
          },
        ]
      : []),
    ...screeningVariables(protocol, rows),
    ...choiceVariables(protocol, rows),
    ...(protocol.delivery.some(({ kind }) => kind === 'group')
      ? [
          {
            ...bare,
            column: texts('group', rows, ({ group }) => (group === null ? null : names.group(group))),
            label: {
              da: 'Gruppe, som personen blev sat i; koden gælder kun i denne fil',
              en: 'Group the person was assigned to; the code holds in this file only',
            },
            empty: { da: 'Ikke i en gruppe', en: 'In no group' },
          },
        ]
      : []),
    ...protocol.waves.flatMap((wave) => waveVariables(wave, rows)),
    ...changeVariables(rows),
    ...eventVariables(rows),
    ...collected(protocol).flatMap(({ wave, instrument }) => answerVariables(wave, instrument, rows)),
  ];
}

const bare = { codes: [], range: null, empty: null, source: 'Lodtræk' } as const;

const texts = (name: string, rows: readonly Person[], value: (person: Person) => string | null): Column => {
  return { kind: 'text', name, values: rows.map(value) };
};
const numbers = (name: string, rows: readonly Person[], value: (person: Person) => number | null): Column => {
  return { kind: 'number', name, values: rows.map(value) };
};
const bit = (value: boolean | null): number | null => (value === null ? null : Number(value));
const at = (of: (language: Language) => string): Text => ({ da: of('da'), en: of('en') });

/** The screening's numbers, such as age. A yes that everybody had to give tells nobody apart and is left out. */
function screeningVariables(protocol: Protocol, rows: readonly Person[]): Variable[] {
  return quantitiesAsked(protocol).map(({ item, question }) => ({
    ...bare,
    column: numbers(screeningColumn(item), rows, ({ screening }) => numberIn(screening[item])),
    label: {
      da: `Ved indgangen: ${inLanguage(question, 'da')}`,
      en: `At screening: ${inLanguage(question, 'en')}`,
    },
    empty: { da: 'Ikke besvaret', en: 'Not answered' },
  }));
}

const numberIn = (answer: unknown): number | null => (typeof answer === 'number' ? answer : null);

/** Choices made at screening. */
function choiceVariables(protocol: Protocol, rows: readonly Person[]): Variable[] {
  return (protocol.screening ?? []).map(({ id, question, choices }) => ({
    ...bare,
    column: texts(screeningColumn(id), rows, ({ screening }) => choiceIn(screening[id])),
    label: {
      da: `Ved indgangen: ${inLanguage(question, 'da')}`,
      en: `At screening: ${inLanguage(question, 'en')}`,
    },
    codes: choices.map((choice) => ({ code: choice.id, label: choice.title })),
    empty: { da: 'Ikke besvaret', en: 'Not answered' },
  }));
}

const choiceIn = (answer: unknown): string | null => (typeof answer === 'string' ? answer : null);

function waveVariables(wave: Wave, rows: readonly Person[]): Variable[] {
  const name = plain(wave.id);
  const title = (language: Language) => inLanguage(wave.title, language);
  const own = (person: Person) => person.waves.get(wave.id)!;
  const yesNo = [
    { code: '0', label: NO },
    { code: '1', label: YES },
  ];
  return [
    {
      ...bare,
      column: numbers(`${name}_day`, rows, (person) => own(person).day),
      label: {
        da: `${title('da')}: dage fra lodtrækningen til besvarelsen`,
        en: `${title('en')}: days from the draw to the answers`,
      },
      empty: { da: 'Ingen svar', en: 'No answers' },
    },
    {
      ...bare,
      column: numbers(`${name}_submitted`, rows, (person) => bit(own(person).submitted)),
      label: { da: `${title('da')}: afleveret`, en: `${title('en')}: handed in` },
      codes: yesNo,
    },
    {
      ...bare,
      column: numbers(`${name}_late`, rows, (person) => bit(own(person).late)),
      label: { da: `${title('da')}: svar efter fristen`, en: `${title('en')}: answers after the window closed` },
      codes: yesNo,
      empty: { da: 'Ingen svar', en: 'No answers' },
    },
  ];
}

function changeVariables(rows: readonly Person[]): Variable[] {
  return [
    {
      ...bare,
      column: texts('change', rows, ({ change }) => change?.change ?? null),
      label: { da: 'Seneste ændring af deltagelsen', en: 'Last change of how the person takes part' },
      codes: Object.entries(CHANGE_WORDS).map(([code, label]) => ({ code, label })),
      empty: { da: 'Ingen ændring', en: 'No change' },
    },
    {
      ...bare,
      column: numbers('change_day', rows, ({ change }) => change?.day ?? null),
      label: { da: 'Dage fra lodtrækningen til ændringen', en: 'Days from the draw to the change' },
      empty: { da: 'Ingen ændring', en: 'No change' },
    },
    {
      ...bare,
      column: texts('unblinded', rows, ({ unblinded }) => unblinded),
      label: { da: 'Om gruppen blev kendt før låsen', en: 'Whether the arm became known before the lock' },
      codes: Object.entries(UNBLINDED_WORDS).map(([code, label]) => ({ code, label })),
      empty: { da: 'Blev ikke kendt', en: 'Did not become known' },
    },
    {
      ...bare,
      column: texts('mishap', rows, ({ mishaps }) => (mishaps.length === 0 ? null : mishaps.join(' '))),
      label: { da: 'Hvad der gik galt med lodtrækningen', en: 'What went wrong with the draw' },
      codes: Object.entries(MISHAP_WORDS).map(([code, label]) => ({ code, label })),
      empty: { da: 'Intet', en: 'Nothing' },
    },
    {
      ...bare,
      column: texts('arm_given', rows, ({ given }) => given),
      label: { da: 'Arm, som blev givet i stedet for den, der blev trukket', en: 'Arm given instead of the one drawn' },
      empty: { da: 'Som trukket', en: 'As drawn' },
    },
  ];
}

/** The days of what an estimand may name and facts hold. */
function eventVariables(rows: readonly Person[]): Variable[] {
  return RECORDED_EVENTS.map((event) => ({
    ...bare,
    column: numbers(eventColumn(event)!, rows, ({ events }) => events.get(event) ?? null),
    label: at((language) => EVENT_WORDS[event][language]),
    empty: { da: 'Skete ikke', en: 'Did not happen' },
  }));
}

function answerVariables(wave: Wave, instrument: Instrument, rows: readonly Person[]): Variable[] {
  const stem = plain(instrument.id);
  const suffix = plain(wave.id);
  const own = (person: Person) => person.answers.get(answersKey(wave.id, instrument.id))!;
  const where = (language: Language) => inLanguage(wave.title, language);
  const source = [instrument.reference, instrument.licence.notice?.en].filter(Boolean).join(' ');
  const wordings = { da: wordingOf(instrument, 'da'), en: wordingOf(instrument, 'en') };
  const items = instrument.items.map((item): Variable => {
    return {
      column: numbers(`${stem}_${item.id}_${suffix}`, rows, (person) => {
        const answer = own(person).items.get(item.id)!;
        return 'code' in answer ? answer.code : null;
      }),
      label: at(
        (language) => `${inLanguage(instrument.title, language)}, ${where(language)}: ${wordings[language].items[item.id]}`,
      ),
      ...answersOf(instrument, item, wordings),
      empty: {
        da: `Intet svar; grunden står i ${stem}_${suffix}_blanks`,
        en: `No answer; the reason is in ${stem}_${suffix}_blanks`,
      },
      source,
    };
  });
  const blanks: Variable = {
    ...bare,
    column: texts(`${stem}_${suffix}_blanks`, rows, (person) => blanksOf(own(person).items)),
    label: at((language) => {
      const words = { da: 'ubesvarede spørgsmål og grunden, som nummer=grund', en: 'unanswered items and why, as number=reason' };
      return `${inLanguage(instrument.title, language)}, ${where(language)}: ${words[language]}`;
    }),
    codes: reasonCodes,
    empty: { da: 'Alt er besvaret', en: 'Everything is answered' },
  };
  return [...items, blanks, ...instrument.scores.flatMap((definition) => scoreVariables(wave, instrument, definition, rows))];
}

/** The codes of an item with their words; a number that people name has a range instead. */
function answersOf(instrument: Instrument, item: Item, wordings: Record<Language, Wording>): Pick<Variable, 'codes' | 'range'> {
  const scale = scaleOf(instrument, item.id);
  if (scale.kind === 'number') return { codes: [], range: scale.range };
  const codes = codesOf(instrument, item).map((code) => ({
    code: String(code),
    label: at((language) => wordings[language].codes[item.scale]?.[String(code)] ?? String(code)),
  }));
  return { codes, range: null };
}

function scoreVariables(wave: Wave, instrument: Instrument, definition: ScoreDefinition, rows: readonly Person[]): Variable[] {
  const name = scoreColumn(instrument.id, definition.id, wave.id);
  const own = (person: Person) => person.answers.get(answersKey(wave.id, instrument.id))!.scores.get(definition.id)!;
  const title = (language: Language) =>
    `${inLanguage(instrument.title, language)}: ${inLanguage(definition.title, language)}, ${inLanguage(wave.title, language)}`;
  return [
    {
      column: numbers(name, rows, (person) => valueOf(own(person))),
      label: at(title),
      codes: [],
      range: definition.range,
      empty: { da: `Ingen score; grunden står i ${name}_missing`, en: `No score; the reason is in ${name}_missing` },
      source: instrument.reference,
    },
    {
      ...bare,
      column: texts(`${name}_missing`, rows, (person) => reasonOf(own(person))),
      label: { da: `${title('da')}: hvorfor der ingen score er`, en: `${title('en')}: why there is no score` },
      codes: reasonCodes,
      empty: { da: 'Der er en score', en: 'There is a score' },
    },
  ];
}

const reasonCodes = MISSING_REASONS.map((code) => ({ code, label: MISSING_WORDS[code] }));
const valueOf = (score: { value: number } | { missing: MissingReason }): number | null => ('value' in score ? score.value : null);
const reasonOf = (score: { value: number } | { missing: MissingReason }): string | null =>
  'missing' in score ? score.missing : null;

/** Such as `3=declined 7=not-reached`; `all=window-missed` where every item lacks for one reason; null where nothing lacks. */
function blanksOf(items: ReadonlyMap<string, { code: number } | { missing: MissingReason }>): string | null {
  const blanks = [...items].flatMap(([id, answer]) => ('missing' in answer ? [{ id, reason: answer.missing }] : []));
  if (blanks.length === 0) return null;
  const reasons = new Set(blanks.map(({ reason }) => reason));
  if (blanks.length === items.size && reasons.size === 1) return `all=${blanks[0]!.reason}`;
  return blanks.map(({ id, reason }) => `${id}=${reason}`).join(' ');
}
