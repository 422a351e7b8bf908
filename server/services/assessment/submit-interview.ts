import type { submitInterview as promise } from '#contract/staff/assessment';
import { wordingOf } from '#protocols/instruments/registry';
import type { NewFact } from '#protocols/model/fact';
import { isLateAt } from '#protocols/rules/waves';
import type { Service } from '../../http/serve';
import { findTalk, keyOfQuestion } from '../../interview';
import { Problem } from '../../problem';
import { recordOn } from '../../way';

/** Hands an interview in when nothing that is asked is left; what a short one does not ask for is recorded as not reached. */
export const submitInterview: Service<typeof promise> = async (context, { params, body: { interpreter } }) => {
  const { now, uuid, wordings } = context;
  const { way, wave, asked, questions, answered } = await findTalk(context, params);
  const left = asked.filter((question) => !answered.has(keyOfQuestion(question)));
  if (left.length > 0) throw new Problem('wave-unfinished', { left: left.length });

  const late = isLateAt(wave, way, now);
  const mode = { mode: 'interview', interpreter } as const;
  const unasked = questions.filter((question) => !answered.has(keyOfQuestion(question)));
  const blanks = unasked.map(({ instrument, item }): NewFact => ({
    kind: 'item-answered',
    payload: {
      wave: wave.id,
      instrument: instrument.id,
      item,
      code: null,
      blank: 'not-reached',
      version: 1,
      key: uuid(),
      session: uuid(),
      language: way.language,
      wording: wordingOf(instrument, way.language, wordings(way.trial)).id,
      late,
      ...mode,
    },
  }));
  const short = asked.length < questions.length;
  await recordOn(context, way, [
    ...blanks,
    { kind: 'wave-submitted', payload: { wave: wave.id, baseline: false, late, ...mode, ...(short && { short }) } },
  ]);
  return { at: now.toISOString() };
};
