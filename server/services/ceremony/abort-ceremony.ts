import type { abortCeremony as promise } from '#contract/staff/ceremony';
import { findCeremony } from '../../ceremony/find';
import type { Service } from '../../http/serve';

/** Gives a ceremony up: the allocator takes what was brought away with it. */
export const abortCeremony: Service<typeof promise> = async (context, { params: { trial, ceremony }, body: { reason } }) => {
  const one = await findCeremony(context, trial, ceremony);
  const { actor, request, under } = context;

  const asked = { what: 'ceremony', step: 'abort', trial, ceremony: one.ceremony, actor, request, grant: under.grant } as const;
  await context.lottery({ ...asked, reason });
  return {};
};
