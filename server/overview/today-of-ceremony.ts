import type { Reply } from '#contract/endpoint';
import type { readToday } from '#contract/staff/overview';
import { ceremoniesOf, holdsShares, placeOf, underWay } from '#protocols/rules/ceremony';
import { todayOfCeremony } from '#protocols/rules/today-of-ceremony';
import type { StaffContext } from '../context';
import { ceremonySteps } from '../db/stores/ceremonies';

/** The step of a ceremony that waits for the reader, or what it waits for. Nothing where none is under way. */
export async function todayForCeremony(context: StaffContext, trial: string): Promise<Reply<typeof readToday>['sentences']> {
  const { database, actor, under, versions, now } = context;
  const { steps } = await ceremonySteps(database.research, trial);
  const one = underWay(ceremoniesOf(steps));
  if (!one) return [];
  const place = holdsShares(under) ? placeOf(under.role) : null;
  return todayOfCeremony(one, { actor, place }, versions[versions.length - 1]!.digest, now);
}
