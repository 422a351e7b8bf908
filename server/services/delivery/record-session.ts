import type { recordSession as promise } from '#contract/staff/delivery';
import { markSession } from '../../group';
import type { Service } from '../../http/serve';

/** Records a session of a group that the grant reaches. */
export const recordSession: Service<typeof promise> = async (context, { params: { trial, group, ordinal }, body }) => {
  const { scope, protocol } = context;
  await markSession({ app: context, recording: context, trial, group, scope, protocol }, { ordinal: Number(ordinal), ...body });
  return {};
};
