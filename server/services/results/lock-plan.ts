import type { lockPlan as promise } from '#contract/staff/results';
import { trialStream, type NewFact } from '#protocols/model/fact';
import { append } from '../../db/facts';
import { listWaysWithoutArms, lockOf, takeCutoff } from '../../db/stores/dataset';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { isUnderWay } from '../../results/completeness';
import { planDigest } from '../../results/plan-digest';

/**
 * Two people lock data and plan: the first proposes and thereby sets the cut-off, the second, who is somebody else, locks. A plan that
 * changed in between is proposed anew. Only whoever acts for the whole trial may.
 */
export const lockPlan: Service<typeof promise> = async (context, { params }) => {
  const { database, versions, under, actor, now } = context;
  if (under.site !== null) throw new Problem('role-missing');
  const stream = trialStream(params.trial);
  // The head first: whoever proposes or locks meanwhile moves it, and this call is decided again.
  const head = await headOf(database.research, stream);
  const lock = await lockOf(database.research, params.trial);
  const ways = await database.research.within({ trial: params.trial, sites: '*', reads: 'system' }, (tx) =>
    listWaysWithoutArms(tx, params.trial),
  );
  const cutoff = await takeCutoff(database.research);
  if (!head) throw new Problem('not-found');

  const plan = planDigest(versions.at(-1)!);
  if (lock?.lockedBy) throw new Problem('already-locked');
  if (isUnderWay(versions, ways, now)) throw new Problem('still-recruiting');
  const isProposed = lock !== undefined && lock.plan === plan;
  if (isProposed && lock.proposedBy === actor) throw new Problem('two-people');
  const fact: NewFact = isProposed
    ? { kind: 'plan-locked', payload: { plan, cutoff: lock.cutoff, proposer: lock.proposedBy } }
    : { kind: 'lock-proposed', payload: { plan, cutoff } };

  await append(database.research, context, { trial: params.trial, sites: '*' }, [
    { stream, trial: params.trial, head, facts: [fact] },
  ]);
  return { locked: isProposed };
};
