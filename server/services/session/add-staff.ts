import type { App } from '../../context';
import { insertStaff, isStaffAddress } from '../../db/stores/staff';
import { hashPassword } from '../../password';

/** An account that cannot be made, in one sentence with what to do. */
export class StaffProblem extends Error {}

const SHORTEST = 8;

/**
 * Makes an account for a member of staff; what they may do comes from grants.
 * @returns the id of the member of staff.
 * @throws StaffProblem where the address is taken or the password shorter than eight characters.
 */
export async function addStaff(app: App, account: { name: string; email: string; password: string }): Promise<string> {
  const { database, keys, entropy } = app;
  if ([...account.password].length < SHORTEST)
    throw new StaffProblem(`The password is too short: give one of at least ${SHORTEST} characters.`);
  if (await isStaffAddress(database.identity, keys, account.email)) {
    throw new StaffProblem(
      'Somebody has an account with that e-mail address already: give another address, or use that account.',
    );
  }

  const staff = app.uuid();
  const password = await hashPassword(account.password);

  await insertStaff(
    database.identity,
    keys,
    { staff, name: account.name.trim(), email: account.email.trim(), password },
    entropy,
  );
  return staff;
}
