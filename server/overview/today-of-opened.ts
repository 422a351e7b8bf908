import type { Reply } from '#contract/endpoint';
import type { readToday } from '#contract/staff/overview';
import { OPENED_DAYS, todayOfOpened } from '#protocols/rules/today';
import type { StaffContext } from '../context';
import { openedSince } from '../db/stores/unblindings';

const DAY = 86_400_000;

/** What those who must know are told of arms opened in an emergency of late. */
export async function todayForOpened(context: StaffContext, trial: string): Promise<Reply<typeof readToday>['sentences']> {
  const { database, scope, now } = context;
  const since = new Date(now.getTime() - OPENED_DAYS * DAY);
  const opened = await database.research.within(scope, (tx) => openedSince(tx, trial, since));
  return todayOfOpened(opened.map(({ code, at }) => ({ code, at: new Date(at) })));
}
