import { createHash } from 'node:crypto';
import type { answerByInterview as promise } from '#contract/staff/assessment';
import { participantStream, type NewFact } from '#protocols/model/fact';
import { decideAnswer } from '../../answer-decision';
import { append } from '../../db/facts';
import type { Service } from '../../http/serve';
import { findTalk } from '../../interview';
import { Problem } from '../../problem';

/** Saves one answer given on the telephone: the rules of a person's own page, with who asked and how. */
export const answerByInterview: Service<typeof promise> = async (context, { params, body: { interpreter, ...given } }) => {
  const { now, versions, database, scope } = context;
  const body = { ...given, wave: params.wave };
  const talk = await findTalk(context, params, body.key);
  if (talk.kept) {
    const { kept } = talk;
    const same = (['wave', 'instrument', 'item', 'code', 'blank'] as const).every((part) => kept[part] === body[part]);
    if (!same) throw new Problem('key-reused');
    return { version: kept.version, at: now.toISOString() };
  }
  if (!talk.asked.some(({ instrument, item }) => instrument.id === body.instrument && item === body.item))
    throw new Problem('not-found');
  const standing = { ...talk, way: { ...talk.way, session: sessionOf(context.grant!, talk.way.participant, params.wave) } };
  const inForce = versions.at(-1)!.protocol;
  const { payload, facts, jobs, help } = decideAnswer(context, talk.protocol, inForce, standing, body, now);

  const said = facts.map((fact): NewFact =>
    fact.kind === 'item-answered' ? { ...fact, payload: { ...fact.payload, mode: 'interview', interpreter } } : fact,
  );
  const { way } = talk;
  await append(
    database.research,
    context,
    scope,
    [{ stream: participantStream(way.participant), trial: way.trial, head: way.stream, facts: said }],
    { jobs },
  );
  return { version: payload.version, at: now.toISOString(), ...(help && { help: inForce.safety.help }) };
};

/** An interviewer's talk with one person about one wave is one session, on whatever machine it is held. */
function sessionOf(grant: string, participant: string, wave: string): string {
  const hex = createHash('sha256').update(`${grant} ${participant} ${wave}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
