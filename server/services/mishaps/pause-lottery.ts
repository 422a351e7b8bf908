import type { pauseLottery as promise } from '#contract/staff/mishaps';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Lets no lot be drawn until somebody resumes the lottery. */
export const pauseLottery: Service<typeof promise> = async ({ under, actor, request, lottery }, { params: { trial }, body }) => {
  if (under.site !== null) throw new Problem('role-missing');
  await lottery({ what: 'pause', trial, reason: body.reason, actor, grant: under.grant, request });
  return {};
};
