import type { issueLink as promise } from '#contract/staff/participants';
import { stoppedBy } from '#protocols/rules/waves';
import type { Service } from '../../http/serve';
import { makeLink } from '../../link';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** A new personal link for somebody who lost theirs; the earlier ones stop working. */
export const issueLink: Service<typeof promise> = async (context, { params }) => {
  const { way } = await findWay(context, params.participant);
  if (stoppedBy(way)) throw new Problem('participation-ended');

  const { url, fact } = await makeLink(context, params.trial, way.participant);
  await recordOn(context, way, [fact]);
  return { link: url };
};
