/** The words that a study brings for an instrument: read from a document nobody has checked, and refused in words where they do not fit. */
import { Ajv, type ErrorObject } from 'ajv';
import { StudyWording } from '../model/instrument';
import type { Text } from '../model/text';
import { findWordingFaults, instrumentOf, wordingOf, type WordingFault } from './registry';

export type WordingFindingCode =
  | WordingFault['code']
  | 'instrument-unknown'
  | 'language-unknown'
  | 'shape'
  | 'other-language'
  | 'id-taken'
  | 'verifier-missing'
  | 'verifier-unasked'
  | 'day-impossible';

/** What is wrong with a document, where in it, and what to do. */
export interface WordingFinding {
  code: WordingFindingCode;
  at: string;
  sentence: Text;
}

/**
 * Checks a study's wording against the instrument and language it is brought for.
 * @param place what the file's name says it is
 * @returns the wording, complete and with every text of the instrument, or all that is wrong with it
 */
export function checkStudyWording(
  document: unknown,
  place: { instrument: string; language: string },
): { wording: StudyWording } | { findings: WordingFinding[] } {
  const instrument = instrumentOf(place.instrument);
  if (!instrument) return { findings: [find('instrument-unknown', place.instrument)] };
  if (place.language !== 'da' && place.language !== 'en') return { findings: [find('language-unknown', place.language)] };
  const validate = new Ajv({ allErrors: true, strict: true }).compile<StudyWording>(StudyWording);
  if (!validate(document)) return { findings: (validate.errors ?? []).flatMap(ofShape) };

  const house = wordingOf(instrument, place.language);
  const findings = [
    ...findWordingFaults(instrument, document).map(({ code, at }) => find(code, at)),
    ...(document.language === place.language ? [] : [find('other-language', document.language)]),
    // Answers carry the id: one id for two texts would hide which of them was shown.
    ...(document.id === house.id ? [find('id-taken', document.id)] : []),
    ...(document.verified && !document.verifiedBy ? [find('verifier-missing', 'verifiedBy')] : []),
    ...(!document.verified && document.verifiedBy ? [find('verifier-unasked', 'verifiedBy')] : []),
    ...(document.verifiedBy && !isDay(document.verifiedBy.on) ? [find('day-impossible', document.verifiedBy.on)] : []),
  ];
  return findings.length > 0 ? { findings } : { wording: document };
}

const isDay = (day: string): boolean => {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
};

const find = (code: Exclude<WordingFindingCode, 'shape'>, at: string): WordingFinding => {
  const { da, en } = SENTENCES[code];
  return { code, at, sentence: { da: da(at), en: en(at) } };
};

type Sentence = { da: (at: string) => string; en: (at: string) => string };
const SENTENCES: Record<Exclude<WordingFindingCode, 'shape'>, Sentence> = {
  'instrument-unknown': {
    da: (at) => `Der er intet skema, der hedder "${at}". Ret filens navn.`,
    en: (at) => `There is no instrument "${at}". Correct the file's name.`,
  },
  'language-unknown': {
    da: (at) => `Sproget "${at}" kendes ikke. Skriv da eller en i filens navn.`,
    en: (at) => `The language "${at}" is not known. Write da or en in the file's name.`,
  },
  'other-instrument': {
    da: (at) => `Ordlyden siger, at den er til "${at}", og filens navn siger noget andet. Ret det, der er forkert.`,
    en: (at) => `The wording says that it is for "${at}", and the file's name says otherwise. Correct the one that is wrong.`,
  },
  'other-language': {
    da: (at) => `Ordlyden siger, at den er på "${at}", og filens navn siger noget andet. Ret det, der er forkert.`,
    en: (at) => `The wording says that it is in "${at}", and the file's name says otherwise. Correct the one that is wrong.`,
  },
  'item-missing': {
    da: (at) => `Spørgsmål ${at} har ingen tekst. Skriv den under items.`,
    en: (at) => `Item ${at} has no text. Write it under items.`,
  },
  'item-unknown': {
    da: (at) => `Skemaet har intet spørgsmål ${at}. Fjern det eller ret nummeret.`,
    en: (at) => `The instrument has no item ${at}. Remove it or correct its number.`,
  },
  'code-missing': {
    da: (at) => `Svaret ${at} har ingen tekst. Skriv den under codes.`,
    en: (at) => `The answer ${at} has no text. Write it under codes.`,
  },
  'code-unknown': {
    da: (at) => `Skemaet har intet svar ${at}, eller det vises uden tekst. Fjern det.`,
    en: (at) => `The instrument has no answer ${at}, or it is shown without a text. Remove it.`,
  },
  'order-differs': {
    da: (at) => `Rækkefølgen ${at} nævner ikke hvert spørgsmål én gang. Ret order.`,
    en: (at) => `The order ${at} does not name each item once. Correct order.`,
  },
  'id-taken': {
    da: (at) => `Navnet ${at} er på husets egen ordlyd. Giv jeres et andet id, så hvert svar viser, hvad der blev spurgt om.`,
    en: (at) => `The id ${at} is that of the house's own wording. Give yours another, so that each answer shows what was asked.`,
  },
  'verifier-missing': {
    da: () => 'Ordlyden kaldes efterset, men ikke af hvem. Skriv verifiedBy med rolle og dato, eller sæt verified til false.',
    en: () => 'The wording is called verified, but not by whom. Write verifiedBy with role and date, or set verified to false.',
  },
  'verifier-unasked': {
    da: () => 'Der står, hvem der har efterset ordlyden, men verified er false. Sæt verified til true, eller fjern verifiedBy.',
    en: () => 'It says who verified the wording, but verified is false. Set verified to true, or remove verifiedBy.',
  },
  'day-impossible': {
    da: (at) => `Datoen ${at} findes ikke. Ret verifiedBy.on.`,
    en: (at) => `There is no day ${at}. Correct verifiedBy.on.`,
  },
};

function ofShape({ keyword, instancePath, params, message }: ErrorObject): WordingFinding[] {
  const place = instancePath.slice(1).replaceAll('/', '.');
  const within = (key: string) => [place, key].filter(Boolean).join('.');
  const shaped = (at: string, sentence: Text): WordingFinding[] => [{ code: 'shape', at, sentence }];
  switch (keyword) {
    case 'required': {
      const at = within(String(params.missingProperty));
      return shaped(at, { da: `Feltet ${at} mangler. Skriv det.`, en: `The field ${at} is missing. Write it.` });
    }
    case 'additionalProperties': {
      const at = within(String(params.additionalProperty));
      return shaped(at, {
        da: `Feltet ${at} kendes ikke. Fjern det, eller ret navnet.`,
        en: `The field ${at} is not known. Remove it or correct its name.`,
      });
    }
    // Said once already by the choices that did not fit.
    case 'anyOf':
      return [];
    default:
      return shaped(place, {
        da: `Feltet ${place || '(hele filen)'} kan ikke bruges, som det står. Se protocols/README.md.`,
        en: `The field ${place || '(the whole file)'} ${message ?? 'cannot be used as it stands'}. See protocols/README.md.`,
      });
  }
}
