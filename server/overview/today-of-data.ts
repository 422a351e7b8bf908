import type { Reply } from '#contract/endpoint';
import type { readToday } from '#contract/staff/overview';
import { todayOfData } from '#protocols/rules/today';
import type { StaffContext } from '../context';
import { askedErasures } from '../db/stores/overview';
import { unsettledLetters } from '../unsettled';

/** The day of whoever looks after the data: letters nobody knows the fate of, and erasures asked for. */
export async function todayForData(context: StaffContext, trial: string): Promise<Reply<typeof readToday>['sentences']> {
  const { database, scope, now, actor } = context;
  const asked = await database.research.within(scope, (tx) => askedErasures(tx, trial));
  const unsettled = (await unsettledLetters(context, trial)).length;
  return todayOfData(
    { unsettled, erasures: asked.map(({ code, at, actor: by }) => ({ code, since: new Date(at), askedByMe: by === actor })) },
    now,
  );
}
