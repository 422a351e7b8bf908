import type { registerSheet as promise } from '#contract/staff/sheets';
import type { Service } from '../../http/serve';
import { findWay } from '../../way';

/** Registers a sheet that was used; what it gave is told as it was drawn. */
export const registerSheet: Service<typeof promise> = async (context, { params, body }) => {
  const { way } = await findWay(context, params.participant);

  const { actor, request, under, lottery, protocol } = context;
  const asked = { trial: params.trial, code: way.code, site: way.site, actor, grant: under.grant, request };
  const drawn = await lottery({ what: 'use-sheet', ...asked, ...body });
  const arm = protocol.arms.find(({ id }) => id === drawn.allocations[0]!.arm)!;
  return { arm: { id: arm.id, name: arm.name } };
};
