import Ajv, { type ErrorObject } from 'ajv';
import { Protocol } from '#protocols/model/protocol';
import { error, listed, type Finding } from '#protocols/rules/check/finding';

// No regular expression of a protocol's author is ever compiled: the only patterns are the language's own, in the schema.
const fits = new Ajv({ strict: true, allErrors: true, verbose: true, $data: false }).compile(Protocol);

/** What of `document` does not fit the language, each with what to do. Empty where it fits. */
export function findShapeFaults(document: unknown): Finding[] {
  if (fits(document)) return [];
  return sift(fits.errors ?? []).map(toFinding);
}

export function fitsTheLanguage(document: unknown): document is Protocol {
  return fits(document);
}

/** Leaves out what only repeats: of a choice between shapes, the errors of the shape that comes nearest. */
function sift(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf');
  const inside = (one: ErrorObject, choice: ErrorObject) =>
    one !== choice &&
    one.schemaPath.startsWith(`${choice.schemaPath}/`) &&
    `${one.instancePath}/`.startsWith(`${choice.instancePath}/`);
  const outermost = choices.filter((one) => !choices.some((choice) => inside(one, choice)));
  const chosen = outermost.flatMap((choice) =>
    nearest(
      choice,
      errors.filter((one) => inside(one, choice)),
    ),
  );
  return [...errors.filter((one) => !outermost.some((choice) => one === choice || inside(one, choice))), ...chosen];
}

function nearest(choice: ErrorObject, within: readonly ErrorObject[]): ErrorObject[] {
  const isObject = typeof choice.data === 'object' && choice.data !== null && !Array.isArray(choice.data);
  const branches = (choice.schema as { type?: string }[]).map((schema, n) => ({
    schema,
    errors: within.filter(({ schemaPath }) => schemaPath.startsWith(`${choice.schemaPath}/${n}/`)),
  }));
  const fitting = branches.filter(({ schema }) => schema.type === 'object');
  if (!isObject || fitting.length === 0) return [choice];
  // A branch that is wrong in what names it (such as the method) is another shape altogether.
  const named = fitting.filter(({ errors }) => !errors.some(({ keyword }) => keyword === 'const'));
  if (named.length === 0) {
    const names = fitting.flatMap(({ errors }) => errors.filter(({ keyword }) => keyword === 'const'));
    return [{ ...names[0]!, schema: names.map(({ schema }) => schema as unknown), keyword: 'one-of' }];
  }
  return sift(named.reduce((best, one) => (one.errors.length < best.errors.length ? one : best)).errors);
}

function toFinding({ keyword, instancePath: at, params, schema, parentSchema, data }: ErrorObject): Finding {
  switch (keyword) {
    case 'required':
      return error(
        at,
        'field-missing',
        `Her mangler "${params.missingProperty}". Tilføj det.`,
        `"${params.missingProperty}" is missing here. Add it.`,
      );
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const known = Object.keys((parentSchema as { properties?: object }).properties ?? {});
      return error(
        `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        'field-unknown',
        `Sproget kender ikke "${name}" her. Slet det, eller skriv ${listed(known, 'eller')}.`,
        `The language does not know "${name}" here. Delete it, or write ${listed(known, 'or')}.`,
      );
    }
    case 'type':
      return error(
        at,
        'wrong-type',
        `Her skal stå ${TYPES[String(schema)]?.da ?? String(schema)}.`,
        `Here goes ${TYPES[String(schema)]?.en ?? String(schema)}.`,
      );
    case 'const':
    case 'one-of':
    case 'anyOf': {
      const values = keyword === 'anyOf' ? constantsOf(schema) : [schema].flat();
      const given = typeof data === 'string' ? `"${data}"` : 'Det';
      const said = typeof data === 'string' ? given : 'That';
      const words = values.map(String);
      return error(
        at,
        'not-one-of',
        `${given} er ikke en af mulighederne. Skriv ${listed(words, 'eller')}.`,
        `${said} is none of the choices. Write ${listed(words, 'or')}.`,
      );
    }
    case 'pattern':
      return error(at, 'wrong-form', `${formOf(String(schema)).da}.`, `${formOf(String(schema)).en}.`);
    default:
      return error(at, 'out-of-bounds', boundOf(keyword, schema, 'da'), boundOf(keyword, schema, 'en'));
  }
}

/** The constants of a choice; a form that is no constant is shown by an example. */
function constantsOf(schema: unknown): string[] {
  return (schema as { const?: unknown; pattern?: string }[]).flatMap(({ const: value, pattern }) =>
    value !== undefined ? [String(value)] : pattern ? [`${/^\^([a-z-]+:)/.exec(pattern)?.[1] ?? ''}<id>`] : [],
  );
}

const TYPES: Record<string, { da: string; en: string }> = {
  object: { da: 'et objekt i { }', en: 'an object in { }' },
  array: { da: 'en liste i [ ]', en: 'a list in [ ]' },
  string: { da: 'en tekst i "…"', en: 'a text in "…"' },
  integer: { da: 'et helt tal', en: 'a whole number' },
  number: { da: 'et tal', en: 'a number' },
  boolean: { da: 'true eller false', en: 'true or false' },
};

/** What the language's own patterns ask for, in words. */
function formOf(pattern: string): { da: string; en: string } {
  if (pattern.includes('P\\d'))
    return { da: 'Skriv hele dage som "P14D" eller "-P7D"', en: 'Write whole days as "P14D" or "-P7D"' };
  if (pattern.includes('\\.[a-z]'))
    return { da: 'Skriv skema og score, fx "qpr-15.total"', en: 'Write instrument and score, such as "qpr-15.total"' };
  if (pattern.includes('\\.\\d')) return { da: 'Skriv en version som "1.0.0"', en: 'Write a version such as "1.0.0"' };
  if (pattern.startsWith('^(/'))
    return { da: 'Skriv et sted i dokumentet, fx "/waves/0"', en: 'Write a place in the document, such as "/waves/0"' };
  return {
    da: 'Skriv et id: små bogstaver a–z, tal og bindestreg, med et bogstav først, højst 40 tegn',
    en: 'Write an id: small letters a–z, digits and hyphens, a letter first, at most 40 characters',
  };
}

function boundOf(keyword: string, schema: unknown, language: 'da' | 'en'): string {
  const limit = String(schema);
  const words: Record<string, { da: string; en: string }> = {
    minLength: { da: `Teksten er for kort: mindst ${limit} tegn.`, en: `The text is too short: at least ${limit} characters.` },
    maxLength: { da: `Teksten er for lang: højst ${limit} tegn.`, en: `The text is too long: at most ${limit} characters.` },
    minItems: { da: `Listen er for kort: mindst ${limit}.`, en: `The list is too short: at least ${limit}.` },
    maxItems: { da: `Listen er for lang: højst ${limit}.`, en: `The list is too long: at most ${limit}.` },
    uniqueItems: {
      da: 'Det samme står to gange i listen. Slet det ene.',
      en: 'The list holds the same thing twice. Delete one.',
    },
    minimum: { da: `Tallet er for lavt: mindst ${limit}.`, en: `The number is too low: at least ${limit}.` },
    maximum: { da: `Tallet er for højt: højst ${limit}.`, en: `The number is too high: at most ${limit}.` },
    exclusiveMinimum: { da: `Tallet skal være over ${limit}.`, en: `The number must be above ${limit}.` },
    exclusiveMaximum: { da: `Tallet skal være under ${limit}.`, en: `The number must be below ${limit}.` },
  };
  return (
    words[keyword]?.[language] ??
    { da: 'Det passer ikke her. Se skemaet.', en: 'It does not fit here. See the schema.' }[language]
  );
}
