import { trialStream } from '#protocols/model/fact';
import { INCOMPATIBLE, type Role } from '#protocols/model/role';
import type { App } from '../../context';
import { retrying } from '../../db/constraints';
import { append, type Recording } from '../../db/facts';
import { grantsOf } from '../../db/stores/sessions';
import { headOf, readVersions } from '../../db/stores/trials';
import { Problem } from '../../problem';

export interface GrantWish {
  staff: string;
  role: Role;
  trial: string;
  /** A site of the trial, or null for all of it. */
  site: string | null;
}

/**
 * Lets a member of staff act in a role at a site of a trial, from now on.
 * @returns the grant's id.
 * @throws Problem 'not-found' where there is no such trial, 'not-understood' where the site is none of it, 'roles-incompatible'
 * where the person holds a role in the trial that must not go together with this one.
 */
export function giveGrant(app: App, recording: Recording, wish: GrantWish): Promise<string> {
  return retrying(async () => {
    const { research } = app.database;
    const stream = trialStream(wish.trial);
    const versions = await readVersions(research, wish.trial);
    // The head first: a grant given to the same person meanwhile moves it, and this one is decided again.
    const head = await headOf(research, stream);
    const held = await grantsOf(research, wish.staff, wish.trial);

    const inForce = versions[versions.length - 1];
    if (!inForce || !head) throw new Problem('not-found');
    if (wish.site !== null && !inForce.protocol.sites.some(({ id }) => id === wish.site))
      throw new Problem('not-understood', { field: 'site' });
    if (held.some(({ role }) => areIncompatible(role, wish.role))) throw new Problem('roles-incompatible');

    const grant = app.uuid();
    await append(research, recording, { trial: wish.trial, sites: '*' }, [
      {
        stream,
        trial: wish.trial,
        head,
        facts: [{ kind: 'grant-given', payload: { grant, staff: wish.staff, role: wish.role, site: wish.site } }],
      },
    ]);
    return grant;
  });
}

const areIncompatible = (one: Role, other: Role): boolean =>
  INCOMPATIBLE.some(([a, b]) => (a === one && b === other) || (a === other && b === one));
