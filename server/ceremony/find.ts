import { ceremoniesOf, type Ceremony } from '#protocols/rules/ceremony';
import type { StaffContext } from '../context';
import { ceremonySteps } from '../db/stores/ceremonies';
import { Problem } from '../problem';

/** The ceremony that an address names. @throws Problem 'not-found'; 'role-missing' for a grant that is not for the whole trial. */
export async function findCeremony({ database, under }: StaffContext, trial: string, number: string): Promise<Ceremony> {
  if (under.site !== null) throw new Problem('role-missing');
  const { steps } = await ceremonySteps(database.research, trial);
  const one = ceremoniesOf(steps).find(({ ceremony }) => ceremony === Number(number));
  if (!one) throw new Problem('not-found');
  return one;
}
