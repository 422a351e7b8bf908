import type { readCall as promise } from '#contract/staff/assessment';
import type { Service } from '../../http/serve';
import { findTalk, wordsOf } from '../../interview';
import { peopleOf } from '../../people';

/** One person to telephone: who, how often tried, and what to ask. What they answered before is not told. */
export const readCall: Service<typeof promise> = async (context, { params }) => {
  const talk = await findTalk(context, params);
  const { way, wave, calls, asked, questions, closesAt } = talk;
  const person = (await peopleOf(context, [way.participant], 'call')).get(way.participant);

  return {
    code: way.code,
    name: person?.name ?? null,
    telephone: person?.telephone ?? null,
    language: way.language,
    wave: { id: wave.id, title: wave.title },
    closesAt: closesAt.toISOString(),
    tries: calls.filter((call) => call.wave === wave.id).map(({ outcome, at, nextOn }) => ({ outcome, at, nextOn })),
    short: asked.length < questions.length,
    questions: asked.map((question, index) => wordsOf(context, question, asked[index - 1], talk)),
  };
};
