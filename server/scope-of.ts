import { readsOf } from '#protocols/model/access';
import type { GrantInForce } from './context';
import type { Scope } from './db/zone';

/** The rows that a request under a grant may concern. A facilitator's are one group's, and no site's. */
export function scopeOf({ role, trial, site, group }: GrantInForce): Scope {
  if (role === 'facilitator') return { trial, sites: [], reads: group === null ? undefined : `group/${group}` };
  return { trial, sites: site === null ? '*' : [site], reads: readsOf(role) };
}
