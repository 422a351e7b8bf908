import type { readTrail as promise } from '#contract/staff/audit-trail';
import type { Service } from '../../http/serve';
import { trailPage } from '../../trail';

/** What happened in the trial, newest first. */
export const readTrail: Service<typeof promise> = (context, { query }) => trailPage(context, null, query);
