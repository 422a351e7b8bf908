import type { endMatch as promise } from '#contract/staff/delivery';
import { participantStream } from '#protocols/model/fact';
import { append } from '../../db/facts';
import { readMatch } from '../../db/stores/matches';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Records how a match ended; the numbers of every ending stay countable. */
export const endMatch: Service<typeof promise> = async ({ database, scope, ...context }, { params, body: { how, on } }) => {
  const before = await database.research.within(scope, (tx) => readMatch(tx, params.trial, params.match));
  if (!before) throw new Problem('not-found');
  const stream = participantStream(before.participant);
  const head = await headOf(database.research, stream);
  // Asked again after the head: somebody may have ended it meanwhile.
  const found = await database.research.within(scope, (tx) => readMatch(tx, params.trial, params.match));

  if (!found || found.how !== null) throw new Problem('match-ended');
  if (on < found.from) throw new Problem('not-understood', { field: 'on' });

  await append(database.research, context, scope, [
    { stream, trial: params.trial, head: head!, facts: [{ kind: 'match-ended', payload: { match: params.match, how, on } }] },
  ]);
  return {};
};
