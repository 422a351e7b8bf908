import { trialStream } from '#protocols/model/fact';
import type { Role } from '#protocols/model/role';
import { clashOf } from '#protocols/rules/grants';
import type { App } from '../../context';
import { retrying } from '../../db/constraints';
import { append, type Recording } from '../../db/facts';
import { heldGrants } from '../../db/stores/sessions';
import { headOf, readVersions } from '../../db/stores/trials';
import { Problem } from '../../problem';

export interface GrantWish {
  staff: string;
  role: Role;
  trial: string;
  /** A site of the trial, or null for all of it. */
  site: string | null;
  /** A peer group or match, for a grant to that one alone. */
  group?: string | null;
  /** First and last day in force; without them from now on, until it is ended. */
  from?: string | null;
  until?: string | null;
}

/**
 * Lets a member of staff act in a role at a site of a trial, from now on or on the days given.
 * @returns the grant's id.
 * @throws Problem 'not-found' where there is no such trial, 'not-understood' where the site is none of it or the last day is before
 * the first, 'roles-incompatible' with the reason where the person holds a role on one of those days that must not go together with this one.
 */
export function giveGrant(app: App, recording: Recording, wish: GrantWish): Promise<string> {
  const { group = null, from = null, until = null } = wish;
  // Nobody widens what they may do themselves.
  if (recording.actor === `staff/${wish.staff}`) return Promise.reject(new Problem('two-people'));
  return retrying(async () => {
    const { research } = app.database;
    const stream = trialStream(wish.trial);
    const versions = await readVersions(research, wish.trial);
    // The head first: a grant given to the same person meanwhile moves it, and this one is decided again.
    const head = await headOf(research, stream);
    const held = await heldGrants(research, wish.staff, wish.trial);

    const inForce = versions[versions.length - 1];
    if (!inForce || !head) throw new Problem('not-found');
    if (wish.site !== null && !inForce.protocol.sites.some(({ id }) => id === wish.site))
      throw new Problem('not-understood', { field: 'site' });
    if (from !== null && until !== null && until < from) throw new Problem('not-understood', { field: 'until' });
    const clash = clashOf(held, { role: wish.role, from, until });
    if (clash) throw new Problem('roles-incompatible', { because: clash.because });

    const grant = app.uuid();
    await append(research, recording, { trial: wish.trial, sites: '*' }, [
      {
        stream,
        trial: wish.trial,
        head,
        facts: [
          {
            kind: 'grant-given',
            payload: {
              grant,
              staff: wish.staff,
              role: wish.role,
              site: wish.site,
              ...(group !== null && { group }),
              ...(from !== null && { from }),
              ...(until !== null && { until }),
            },
          },
        ],
      },
    ]);
    return grant;
  });
}
