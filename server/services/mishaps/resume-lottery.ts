import type { resumeLottery as promise } from '#contract/staff/mishaps';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Lets lots be drawn again. */
export const resumeLottery: Service<typeof promise> = async ({ under, actor, request, lottery }, { params: { trial } }) => {
  if (under.site !== null) throw new Problem('role-missing');
  await lottery({ what: 'pause', trial, reason: null, actor, grant: under.grant, request });
  return {};
};
