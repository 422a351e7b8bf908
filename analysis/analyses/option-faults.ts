import type { ErrorObject } from 'ajv';

/** What is wrong with the options of an analysis or a design, in sentences; `whole` is what they are options of. */
export function sentencesOf(errors: readonly ErrorObject[], whole: string): string {
  return [...new Set(errors.flatMap((error) => sentenceOf(error, whole)))].join(' ');
}

function sentenceOf(error: ErrorObject, whole: string): string[] {
  const place = error.instancePath === '' ? whole : `“${error.instancePath.slice(1).replaceAll('/', '.')}”`;
  switch (error.keyword) {
    case 'required':
      return [`${place} lacks “${error.params.missingProperty}”. Add it.`];
    case 'additionalProperties':
      return [
        `${place} holds “${error.params.additionalProperty}”, which this ${whole === 'The design' ? 'design' : 'method'} does not know. Remove it or correct its name.`,
      ];
    case 'not':
      return [`${place} does not belong here. Remove it.`];
    case 'const':
      return [`${place} may be ${JSON.stringify(error.params.allowedValue)}.`];
    case 'anyOf':
      return [];
    default:
      return [`${place} ${error.message}.`];
  }
}
