import type { correctFactor as promise } from '#contract/staff/mishaps';
import type { Service } from '../../http/serve';
import { findWay } from '../../way';

/** Keeps the right value of a factor beside the one the draw used; said by the allocator, under the stratum's lock. */
export const correctFactor: Service<typeof promise> = async (context, { params, body }) => {
  const { way } = await findWay(context, params.participant);

  const { actor, grant, request, lottery } = { ...context, grant: context.under.grant };
  await lottery({ what: 'correct-factor', trial: params.trial, code: way.code, site: way.site, ...body, actor, grant, request });
  return {};
};
