import { participantStream, type NewFact } from '#protocols/model/fact';
import type { StaffContext } from './context';
import { append } from './db/facts';
import { alertStanding, type AlertStanding } from './db/stores/alerts';
import { Problem } from './problem';

/** @throws Problem 'not-found' for an alert of another site or trial as for one that never was, 'alert-closed' for one that ended. */
export async function findAlert(context: StaffContext, alert: string): Promise<AlertStanding> {
  const found = await context.database.research.within(context.scope, (tx) => alertStanding(tx, alert));
  if (!found || found.trial !== context.under.trial) throw new Problem('not-found');
  if (found.outcome !== null) throw new Problem('alert-closed');
  return found;
}

/** As `findAlert`, for what only somebody may do who has taken the alert. */
export async function findTakenAlert(context: StaffContext, alert: string): Promise<AlertStanding> {
  const found = await findAlert(context, alert);
  if (!found.seen) throw new Problem('alert-not-seen');
  return found;
}

export async function recordOnAlert(
  context: StaffContext,
  { participant, trial, stream }: AlertStanding,
  fact: NewFact,
): Promise<void> {
  await append(context.database.research, context, context.scope, [
    { stream: participantStream(participant), trial, head: stream, facts: [fact] },
  ]);
}
