import type { replaceParticipant as promise } from '#contract/staff/mishaps';
import type { Service } from '../../http/serve';
import { findWay } from '../../way';

/** The second of two people: the allocator gives the newcomer the arm of whoever left. The arm is not told here. */
export const replaceParticipant: Service<typeof promise> = async (context, { params }) => {
  const { way } = await findWay(context, params.participant);

  const { actor, request, under, lottery } = context;
  await lottery({ what: 'replace', trial: params.trial, code: way.code, site: way.site, actor, grant: under.grant, request });
  return {};
};
