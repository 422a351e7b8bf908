import type { giveEscrowSheet as promise } from '#contract/staff/ceremony';
import { findCeremony } from '../../ceremony/find';
import { openShare } from '../../db/stores/ceremonies';
import type { Service } from '../../http/serve';

/** The third sheet, once. It comes from the allocator sealed, so that no queue holds it in the clear. */
export const giveEscrowSheet: Service<typeof promise> = async (context, { params: { trial, ceremony } }) => {
  const one = await findCeremony(context, trial, ceremony);
  const { actor, request, under, keys } = context;

  const asked = { what: 'ceremony', step: 'escrow', trial, ceremony: one.ceremony, actor, request, grant: under.grant } as const;
  const { sealed } = await context.lottery(asked);
  return { sheet: openShare(keys, trial, one.ceremony, 'escrow', sealed!).toString('hex') };
};
