import type { listAlerts as promise } from '#contract/staff/safety';
import { instrumentOf } from '#protocols/instruments/registry';
import type { Text } from '#protocols/model/text';
import { listAlertRows } from '../../db/stores/alerts';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';

const AT_MOST = 500;

/** What waits for the safety contact, by deadline. */
export const listAlerts: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, scope, now } = context;
  const rows = await database.research.within(scope, (tx) => listAlertRows(tx, trial, AT_MOST));
  const nameOf = await actorNames(
    context,
    rows.flatMap(({ seenBy }) => seenBy ?? []),
  );

  return {
    alerts: rows.map(({ what, seenBy, ...row }) => ({
      ...row,
      about: row.source === 'answer' ? titleOf(what) : null,
      overdue: row.closedAt === null && row.contactedAt === null && new Date(row.dueAt) < now,
      seenBy: seenBy && nameOf(seenBy),
    })),
  };
};

/** The instrument's own name of the alert; of the instrument alone where the item has none. */
function titleOf(what: string): Text | null {
  const [id, alert] = what.split('/');
  const instrument = instrumentOf(id!);
  return instrument?.alerts?.find((one) => one.id === alert)?.title ?? instrument?.title ?? null;
}
