import type { readRecruitment as promise } from '#contract/staff/overview';
import { dayOf } from '#protocols/rules/calendar';
import { recruitmentOf } from '#protocols/rules/recruitment';
import { recruitmentCounts } from '../../db/stores/overview';
import type { Service } from '../../http/serve';

/** Recruitment at the grant's sites against the plan. A site's share of the target is no site's plan, so it has no line of its own. */
export const readRecruitment: Service<typeof promise> = async (
  { database, scope, under, protocol, now },
  { params: { trial } },
) => {
  const counts = await database.research.within(scope, (tx) => recruitmentCounts(tx, trial));
  const sites = protocol.sites.filter(({ id }) => under.site === null || under.site === id);
  const target = protocol.target.participants;
  const recruitment = recruitmentOf(
    counts,
    target,
    sites.map(({ id }) => id),
    dayOf(now),
  );

  const nameOf = new Map(sites.map(({ id, name }) => [id, name]));
  return {
    ...recruitment,
    target,
    sites: recruitment.sites.map((one) => ({ ...one, name: nameOf.get(one.site) ?? one.site })),
    now: now.toISOString(),
  };
};
