import type { issueEveningLink as promise } from '#contract/staff/delivery';
import { eveningOf, sessionOf } from '#protocols/rules/delivery';
import { facilitatorGrants } from '../../db/stores/groups';
import { makeEveningLink, recordEveningLink } from '../../evening';
import { openGroup } from '../../group';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** A link for tonight, to hand over; the facilitator's earlier one stops working. */
export const issueEveningLink: Service<typeof promise> = async (context, { params: { trial, group, staff } }) => {
  const { database, scope, protocol, now } = context;
  const opened = await openGroup({ app: context, recording: context, trial, group, scope, protocol });
  const grants = await facilitatorGrants(database.research, trial, opened.site, group);
  const grant = grants.find((one) => one.staff === staff)?.grant;
  if (grant === undefined) throw new Problem('not-found');
  const ordinal = sessionOf(opened, eveningOf(now));
  if (ordinal === null) throw new Problem('session-not-yet');

  const wish = { staff, grant, group, trial, site: opened.site, ordinal };
  const { url, link, expiresAt } = await makeEveningLink(context, wish, now);
  await recordEveningLink(context, context, { ...wish, link, expiresAt }, 'by-hand');
  return { link: url, expiresAt: expiresAt.toISOString() };
};
