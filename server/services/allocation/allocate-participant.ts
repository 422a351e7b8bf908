import type { allocateParticipant as promise } from '#contract/staff/participants';
import { wayOfCode } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Draws lots for one participant of my site: the allocator decides, under its own login; here is only who may ask. */
export const allocateParticipant: Service<typeof promise> = async (context, { params }) => {
  const way = await context.database.research.within(context.scope, (tx) => wayOfCode(tx, params.trial, params.participant));
  if (!way) throw new Problem('not-found');

  const drawn = await context.lottery({
    what: 'participant',
    trial: params.trial,
    code: way.code,
    actor: context.actor,
    grant: context.under.grant,
    site: way.site,
    request: context.request,
  });
  const arm = context.protocol.arms.find(({ id }) => id === drawn.allocations[0]!.arm)!;
  return { code: way.code, arm: { id: arm.id, name: arm.name }, at: drawn.at };
};
