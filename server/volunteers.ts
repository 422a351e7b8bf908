import { dayOf } from '#protocols/rules/calendar';
import type { StaffContext } from './context';
import { insertFacilitator, readFacilitators } from './db/stores/facilitators';
import { facilitatorGrants } from './db/stores/groups';
import { staffNames } from './db/stores/staff';
import { Problem } from './problem';

/** Somebody wished for as facilitator or volunteer: known already, or new by name and telephone. */
export interface VolunteerWish {
  staff: string | null;
  name: string | null;
  telephone: string | null;
}

/** Names of facilitators and volunteers, those with an account and those without; the telephone where we keep one. */
export async function volunteersNamed(
  context: StaffContext,
  staff: readonly string[],
): Promise<Map<string, { name: string; telephone: string | null }>> {
  const { database, keys, entropy, scope } = context;
  const kept = await database.identity.within(scope, (tx) => readFacilitators(tx, keys, staff, entropy));
  const accounts = await staffNames(database.identity, keys, staff, entropy);
  return new Map(
    staff.flatMap((id) => {
      const name = kept.get(id)?.name ?? accounts.get(id);
      return name === undefined ? [] : [[id, { name, telephone: kept.get(id)?.telephone ?? null }] as const];
    }),
  );
}

/** Everybody who leads or has been asked to lead at a site, once each, in the order of their names. */
export async function volunteersAt(context: StaffContext, site: string): Promise<{ staff: string; name: string }[]> {
  const grants = await facilitatorGrants(context.database.research, context.under.trial, site, null);
  const names = await volunteersNamed(context, [...new Set(grants.map(({ staff }) => staff))]);
  return [...names].map(([staff, { name }]) => ({ staff, name })).sort((a, b) => a.name.localeCompare(b.name, 'da'));
}

/**
 * The id of a volunteer wished for; somebody new is kept in the identity zone first, alone.
 * @throws Problem 'not-found' for somebody who is no facilitator at the site, 'not-understood' where name or telephone is missing.
 */
export async function volunteerOf(context: StaffContext, site: string, wish: VolunteerWish): Promise<string> {
  const { database, keys, entropy, under, scope, now } = context;
  if (wish.staff !== null) {
    const grants = await facilitatorGrants(database.research, under.trial, site, null);
    if (!grants.some(({ staff }) => staff === wish.staff)) throw new Problem('not-found');
    return wish.staff;
  }
  if (wish.name === null) throw new Problem('not-understood', { field: 'name' });
  if (wish.telephone === null) throw new Problem('not-understood', { field: 'telephone' });
  const staff = context.uuid();
  const kept = { staff, name: wish.name.trim(), telephone: wish.telephone.trim() };
  await database.identity.within(scope, (tx) =>
    insertFacilitator(tx, keys, kept, { trial: under.trial, site, createdOn: dayOf(now) }, entropy),
  );
  return staff;
}
