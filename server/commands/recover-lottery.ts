import type { SheetPlace } from '#protocols/model/ceremony';
import type { Language } from '#protocols/model/text';
import { recoverLottery, type NotRecovered } from '../ceremony/recover';
import { readSheet } from '../ceremony/sheet';
import type { App } from '../context';
import type { Recording } from '../db/facts';
import type { ExitCode, Io } from './io';
import { readText, type Reader } from './read-text';

export interface RecoverOptions {
  trial: string;
  first?: string;
  second?: string;
  escrow?: string;
  rehearse: boolean;
  json: boolean;
  language: Language;
}

const PLACES = ['first', 'second', 'escrow'] as const satisfies readonly SheetPlace[];

const WORDS = {
  da: {
    sheets: { first: 'statistikerens ark', second: 'den uafhængiges ark', escrow: 'det tredje ark' },
    misread: (sheet: string) => `${sheet} kan ikke læses: filen skal rumme arkets 64 tegn, tallene 0–9 og bogstaverne a–f.`,
    'no-ceremony': 'Forsøget har ingen fuldført ceremoni med ark. En automatisk ceremoni har ingen.',
    'too-few-sheets': 'Der skal to ark til: nævn to af --first, --second og --escrow.',
    'sheet-differs': (sheet: string) =>
      `${sheet} passer ikke til sit segl: se efter, om hvert tegn er rigtigt, og om arket er fra denne ceremoni.`,
    'seed-differs': 'Frøet passer ikke til det offentliggjorte segl. Intet er ændret: ring til den, der driver huset.',
    rehearsed: (ceremony: number) =>
      `Arkene genskaber frøet fra ceremoni ${ceremony}. Lodtrækningen er ikke rørt, og øvelsen er skrevet ned.`,
    recovered: (ceremony: number) => `Frøet fra ceremoni ${ceremony} er genskabt og forseglet. Lodtrækningen kan gå videre.`,
  },
  en: {
    sheets: { first: 'the statistician’s sheet', second: 'the independent holder’s sheet', escrow: 'the third sheet' },
    misread: (sheet: string) =>
      `${sheet} cannot be read: the file must hold the sheet’s 64 characters, the digits 0–9 and the letters a–f.`,
    'no-ceremony': 'The trial has no complete ceremony with sheets. An automatic one has none.',
    'too-few-sheets': 'It takes two sheets: name two of --first, --second and --escrow.',
    'sheet-differs': (sheet: string) =>
      `${sheet} does not fit its commitment: see that each character is right and that the sheet is of this ceremony.`,
    'seed-differs': 'The seed does not fit the published commitment. Nothing was changed: call whoever runs the house.',
    rehearsed: (ceremony: number) =>
      `The sheets rebuild the seed of ceremony ${ceremony}. The lottery was not touched, and the rehearsal is recorded.`,
    recovered: (ceremony: number) => `The seed of ceremony ${ceremony} is rebuilt and sealed. The lottery can go on.`,
  },
} as const;

/**
 * `lodtraek lottery recover`: rebuilds the seed from two of its three sheets, or rehearses that. Sheets come from files, never from the
 * command line itself, which other programs can read.
 * @returns 0 done, 2 not (with what to do).
 */
export async function recoverCommand(
  options: RecoverOptions,
  app: App,
  recording: Recording,
  io: Io & Reader,
): Promise<ExitCode> {
  const { trial, rehearse, json, language } = options;
  const words = WORDS[language];
  const sheets: Partial<Record<SheetPlace, Buffer>> = {};
  for (const place of PLACES) {
    const file = options[place];
    if (file === undefined) continue;
    const read = await readText(file, io);
    const sheet = 'problem' in read ? undefined : readSheet(read.text);
    if (!sheet) {
      io.err('problem' in read ? read.problem : capital(words.misread(words.sheets[place])));
      return 2;
    }
    sheets[place] = sheet;
  }
  const done = await recoverLottery(app, recording, trial, sheets, rehearse);
  if ('refused' in done) {
    io.err(capital(sentenceOf(done, language)));
    return 2;
  }
  const told = rehearse ? words.rehearsed(done.ceremony) : words.recovered(done.ceremony);
  io.out(json ? JSON.stringify({ trial, ceremony: done.ceremony, rehearsed: rehearse, sheets: Object.keys(sheets) }) : told);
  return 0;
}

function sentenceOf(not: NotRecovered, language: Language): string {
  const words = WORDS[language];
  return not.refused === 'sheet-differs' ? words['sheet-differs'](words.sheets[not.sheet]) : words[not.refused];
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
