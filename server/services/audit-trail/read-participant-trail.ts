import type { readParticipantTrail as promise } from '#contract/staff/audit-trail';
import type { Service } from '../../http/serve';
import { trailPage } from '../../trail';

/** What happened to one participant, newest first. */
export const readParticipantTrail: Service<typeof promise> = (context, { params: { participant }, query }) =>
  trailPage(context, participant, query);
