import type { Criterion, Protocol } from '../../model/protocol';
import { error, warning, type Finding } from './finding';

/** Whether who may take part, and what they are told and asked before they say yes, can be answered. */
export function findEntryFaults(protocol: Protocol): Finding[] {
  return [
    ...protocol.eligibility.flatMap((criterion, n) => findBound(criterion, n)),
    ...findContradictions(protocol.eligibility),
    ...findComprehension(protocol),
    ...findLegalBasis(protocol),
  ];
}

function findBound({ is, 'at-least': least, 'at-most': most }: Criterion, n: number): Finding[] {
  const at = `/eligibility/${n}`;
  if (is === undefined && least === undefined && most === undefined) {
    return [
      error(
        at,
        'criterion-without-bound',
        'Kriteriet siger ikke, hvilket svar der er nok. Tilføj "at-least", "at-most" eller "is".',
        'The criterion does not say which answer is enough. Add "at-least", "at-most" or "is".',
      ),
    ];
  }
  if (is !== undefined && (least !== undefined || most !== undefined)) {
    return [
      error(
        at,
        'criterion-two-kinds',
        'Et svar er enten ja eller nej, eller et tal. Behold "is", eller "at-least" og "at-most".',
        'An answer is either a yes or no, or a number. Keep "is", or "at-least" and "at-most".',
      ),
    ];
  }
  if (least !== undefined && most !== undefined && least > most) {
    return [
      error(
        at,
        'criterion-never-met',
        `Intet tal er både mindst ${least} og højst ${most}: ingen kan komme med. Ret et af de to tal.`,
        `No number is at least ${least} and at most ${most}: nobody could take part. Change one of the two.`,
      ),
    ];
  }
  return [];
}

/** Criteria over one item that ask it in two ways, or that no answer meets together. */
function findContradictions(criteria: readonly Criterion[]): Finding[] {
  return criteria.flatMap((criterion, n) => {
    const first = criteria.findIndex(({ item }) => item === criterion.item);
    const other = criteria[first]!;
    if (first === n) return [];
    const isSame = (criterion.is === undefined) === (other.is === undefined);
    const canMeet =
      criterion.is === other.is &&
      (criterion['at-least'] ?? -Infinity) <= (other['at-most'] ?? Infinity) &&
      (other['at-least'] ?? -Infinity) <= (criterion['at-most'] ?? Infinity);
    if (isSame && canMeet) return [];
    return [
      error(
        `/eligibility/${n}`,
        'criteria-contradict',
        `"${criterion.id}" og "${other.id}" spørger om det samme, men intet svar opfylder begge. Ret det ene.`,
        `"${criterion.id}" and "${other.id}" ask the same, but no answer meets both. Correct one.`,
      ),
    ];
  });
}

function findComprehension({ consent: { comprehension }, legalBasis, design }: Protocol): Finding[] {
  if (comprehension.length === 0) {
    return [
      warning(
        '/consent/comprehension',
        'comprehension-missing',
        'Ingen spørgsmål viser, om teksten er forstået. Tilføj et par, blandt andet om lodtrækningen og om at stoppe.',
        'No question shows whether the text was understood. Add a few, the draw and stopping among them.',
      ),
    ];
  }
  if (legalBasis === 'consent' && design !== 'follow-up' && comprehension.every(({ truth }) => truth)) {
    return [
      warning(
        '/consent/comprehension',
        'comprehension-always-true',
        'Alle svar er "ja", så den, der siger ja til alt, har svaret rigtigt. Lad mindst ét svar være "nej".',
        'Every answer is "yes", so whoever agrees to all is right. Let at least one answer be "no".',
      ),
    ];
  }
  return [];
}

/** What the text must not leave out, or must not promise, given what the law lets people ask for. */
function findLegalBasis({ consent: { versions }, legalBasis }: Protocol): Finding[] {
  const at = `/consent/versions/${versions.length - 1}/body`;
  const { da } = versions[versions.length - 1]!.body;
  const speaksOfErasing = /slet/i.test(da);
  if (legalBasis === 'consent' && !speaksOfErasing) {
    return [
      error(
        at,
        'erasure-untold',
        'Grundlaget er samtykke, så man kan få sine svar slettet. Det skal stå i teksten.',
        'The basis is consent, so people can have their answers deleted. The text must say so.',
      ),
    ];
  }
  if (legalBasis === 'research-exemption' && speaksOfErasing) {
    return [
      warning(
        at,
        'erasure-promised',
        'Teksten taler om at slette, men på dette grundlag beholdes svarene. Se efter, at den ikke lover for meget.',
        'The text speaks of deleting, but on this basis answers are kept. See that it does not promise too much.',
      ),
    ];
  }
  return [];
}
