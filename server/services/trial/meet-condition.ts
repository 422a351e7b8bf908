import type { meetCondition as promise } from '#contract/staff/gate';
import { trialStream } from '#protocols/model/fact';
import { append } from '../../db/facts';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Registers a condition of the opening, with what it rests on. Said again, the newest counts. */
export const meetCondition: Service<typeof promise> = async (context, { params: { trial }, body }) => {
  const stream = trialStream(trial);
  const head = await headOf(context.database.research, stream);
  const ofSite = body.condition === 'agreement';
  if (ofSite !== (body.site !== null) || (ofSite && !context.protocol.sites.some(({ id }) => id === body.site)))
    throw new Problem('not-understood', { field: 'site' });

  await append(context.database.research, context, context.scope, [
    { stream, trial, head: head!, facts: [{ kind: 'gate-met', payload: body }] },
  ]);
  return {};
};
