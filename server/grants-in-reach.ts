import type { StaffContext } from './context';
import { listGrantRows } from './db/stores/grants';
import { listStaffIds } from './db/stores/staff';
import { keepAnAdministrator } from './last-administrator';
import { Problem } from './problem';

/**
 * That an administrator may give this: one of a single site gives nothing beyond it, and only somebody with an account gets a role.
 * @throws Problem 'role-missing', or 'not-understood' naming the field.
 */
export async function mayGive({ database, under }: StaffContext, wish: { staff: string; site: string | null }): Promise<void> {
  if (under.site !== null && wish.site !== under.site) throw new Problem('role-missing');
  if (!(await listStaffIds(database.identity)).includes(wish.staff)) throw new Problem('not-understood', { field: 'staff' });
}

/**
 * Lets `end` end a grant within the administrator's reach, unless nobody would be left to give one.
 * @throws Problem 'not-found', or 'last-administrator'.
 */
export async function endInReach(context: StaffContext, trial: string, grant: string, end: () => Promise<void>): Promise<void> {
  const { database, under } = context;
  const found = (await listGrantRows(database.research, trial)).find((one) => one.grant === grant);
  if (!found || (under.site !== null && found.site !== under.site)) throw new Problem('not-found');
  await database.identity.within({}, async (tx) => {
    await keepAnAdministrator(context, tx, { trial, grant });
    await end();
  });
}
