import { createHash } from 'node:crypto';
import type { NewFact } from '#protocols/model/fact';
import type { Protocol, Wave } from '#protocols/model/protocol';
import { wordingOf } from '#protocols/instruments/registry';
import { assess, type ScreeningAnswers } from '#protocols/rules/eligibility';
import { currentText } from '#protocols/rules/journey';
import { questionsOf } from '#protocols/rules/respond';
import { answersTo, type SimulatedPerson } from './simulated-person';

const SECOND = 1_000;
const SECONDS_PER_ANSWER = 18;
const LINK_DAYS = 400;

/** No document exists behind a simulated consent; the digest says so to whoever recomputes it. */
const NO_DOCUMENT = createHash('sha256').update('simulated: there is no document').digest('hex');

const after = (at: Date, milliseconds: number): string => new Date(at.getTime() + milliseconds).toISOString();

/** Registration, link and oral information, as one visit. */
export function introduced(
  protocol: Protocol,
  person: SimulatedPerson,
  site: string,
  code: string,
  link: string,
  at: Date,
): NewFact[] {
  const text = currentText(protocol).version;
  const { language } = person;
  return [
    { kind: 'registered', payload: { site, version: protocol.version, code, language }, occurredAt: after(at, 0) },
    { kind: 'link-issued', payload: { link, expiresAt: after(at, LINK_DAYS * 86_400 * SECOND) }, occurredAt: after(at, SECOND) },
    {
      kind: 'informed-orally',
      payload: { language, companion: person.number % 5 === 0 ? 'present' : 'offered', interpreter: false, text },
      occurredAt: after(at, 1_200 * SECOND),
    },
  ];
}

/** The information read, the questions about it answered, and the person's signature. */
export function signed(protocol: Protocol, { language, number }: SimulatedPerson, at: Date): NewFact[] {
  const text = currentText(protocol).version;
  return [
    { kind: 'information-read', payload: { text, language }, occurredAt: after(at, 0) },
    { kind: 'comprehension-completed', payload: { text, tries: number % 6 === 0 ? 2 : 1 }, occurredAt: after(at, 120 * SECOND) },
    {
      kind: 'consent-signed',
      payload: { text, language, signature: NO_DOCUMENT, early: false },
      occurredAt: after(at, 180 * SECOND),
    },
  ];
}

/** The second signature and the criteria of entry. */
export function admitted(protocol: Protocol, { age }: SimulatedPerson, at: Date): NewFact[] {
  const answers: ScreeningAnswers = Object.fromEntries(
    protocol.eligibility.map(({ item, is }) => [item, is === undefined ? age : is]),
  );
  const text = currentText(protocol).version;
  return [
    {
      kind: 'consent-given',
      payload: { text, participantSignature: NO_DOCUMENT, informerSignature: NO_DOCUMENT, document: NO_DOCUMENT },
      occurredAt: after(at, 0),
    },
    { kind: 'screened', payload: { answers, ...assess(protocol.eligibility, answers) }, occurredAt: after(at, 60 * SECOND) },
  ];
}

export interface Answering {
  wave: Wave;
  /** Where the person stands: at the start, or at the end in one arm or the other. */
  as: 'start' | 'usual' | 'treated';
  /** When the first answer is given. */
  from: Date;
  /** How many of the questions are answered; all of them are handed in, fewer are left lying. */
  share: number;
  /** Answers are late from here on. */
  closesAt: Date;
  /** A pause in the middle, in milliseconds. */
  pause: number;
}

/** A wave answered item by item, and handed in where every question was reached. */
export function answered(person: SimulatedPerson, { wave, as, from, share, closesAt, pause }: Answering): NewFact[] {
  const session = person.chance.uuid();
  const questions = questionsOf(wave, person.language);
  const codes = new Map(
    [...new Set(questions.map(({ instrument }) => instrument))].map((instrument) => [
      instrument.id,
      answersTo(person, instrument, as),
    ]),
  );
  const reached = questions.slice(0, Math.ceil(share * questions.length));
  const half = Math.floor(questions.length / 2);
  const timeOf = (index: number) => new Date(from.getTime() + index * SECONDS_PER_ANSWER * SECOND + (index >= half ? pause : 0));
  const facts = reached.map(({ instrument, item }, index): NewFact => {
    const code = codes.get(instrument.id)!.get(item)!;
    return {
      kind: 'item-answered',
      payload: {
        wave: wave.id,
        instrument: instrument.id,
        item,
        code,
        blank: code === null ? 'declined' : null,
        version: 1,
        key: person.chance.uuid(),
        session,
        language: person.language,
        wording: wordingOf(instrument, person.language).id,
        late: timeOf(index) >= closesAt,
      },
      occurredAt: timeOf(index).toISOString(),
    };
  });
  if (share < 1) return facts;
  const submittedAt = timeOf(questions.length);
  return [
    ...facts,
    {
      kind: 'wave-submitted',
      payload: { wave: wave.id, baseline: wave.before === 'randomisation', late: submittedAt >= closesAt },
      occurredAt: submittedAt.toISOString(),
    },
  ];
}
