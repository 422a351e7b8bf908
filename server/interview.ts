import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import type { Protocol, Wave } from '#protocols/model/protocol';
import { askedByTelephone, mayBeCalled } from '#protocols/rules/calls';
import { questionsOf, type Question } from '#protocols/rules/respond';
import { scaleOf } from '#protocols/rules/score';
import { versionOf, type StaffContext } from './context';
import { interviewOf, type Interview } from './db/stores/calls';
import { Problem } from './problem';

/** A talk on the telephone about one wave, as the grant in force shows it. */
export interface Talk extends Interview {
  protocol: Protocol;
  wave: Wave;
  closesAt: Date;
  /** All questions of the wave, and those the interviewer asks, in the order of asking. */
  questions: readonly Question[];
  asked: readonly Question[];
  /** "instrument/item" of what has an answer that still counts. */
  answered: ReadonlySet<string>;
}

/**
 * @param key an intention's own, where an answer is to be saved; what was stored under it before is answered alike, whatever came since.
 * @throws Problem 'not-found' where nobody with that code or no such wave is here, 'not-to-be-called' with the reason.
 */
export async function findTalk(
  context: StaffContext,
  { participant, wave: wanted }: { participant: string; wave: string },
  key: string | null = null,
): Promise<Talk> {
  const { database, scope, under, versions, now } = context;
  const found = await database.research.within(scope, (tx) => interviewOf(tx, under.trial, participant, wanted, key));
  const protocol = found && versionOf(versions, found.way.version);
  const wave = protocol?.waves.find(({ id }) => id === wanted);
  if (!found || !protocol || !wave) throw new Problem('not-found');
  const may = mayBeCalled(wave, found.way, now, found.calls, found.lastAt === null ? undefined : new Date(found.lastAt));
  if ('refused' in may && found.kept === null) throw new Problem('not-to-be-called', { reason: may.refused });

  const questions = questionsOf(wave, found.way.language, context.wordings(under.trial));
  const answered = new Set(Object.keys(found.answers));
  const asked = askedByTelephone(wave, protocol, questions);
  return { ...found, protocol, wave, closesAt: 'closesAt' in may ? may.closesAt : now, questions, asked, answered };
}

export const keyOfQuestion = ({ instrument, item }: Question): string => `${instrument.id}/${item}`;

/** A question in words, as the instrument has them in the person's own language. */
export function wordsOf(
  { wordings }: StaffContext,
  { instrument, item }: Question,
  before: Question | undefined,
  { way, answers, answered }: Talk,
) {
  const wording = wordingOf(instrument, way.language, wordings(way.trial));
  const scale = scaleOf(instrument, item);
  const texts = wording.codes[scale.id] ?? {};
  const isAlone = wording.alone?.includes(item) ?? false;
  const isFirst = before?.instrument !== instrument;
  const key = `${instrument.id}/${item}`;
  return {
    instrument: instrument.id,
    item,
    intro: !isAlone && (isFirst || wording.stem === null) ? wording.intro : null,
    stem: isAlone ? null : wording.stem,
    text: wording.items[item]!,
    choices:
      scale.kind === 'number'
        ? scale.range.map((code) => ({ code, text: texts[String(code)] ?? '' }))
        : scale.codes.map((code) => ({ code, text: texts[String(code)] ?? String(code) })),
    range: scale.kind === 'number' ? scale.range : null,
    notApplicable: instrumentOf(instrument.id)!.items.find(({ id }) => id === item)?.notApplicable
      ? (wording.notApplicable ?? '')
      : null,
    notice: isFirst ? instrument.licence.notice : null,
    version: answers[key]?.version ?? 0,
    answered: answered.has(key),
  };
}
