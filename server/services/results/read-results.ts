import type { readResults as promise } from '#contract/staff/results';
import { listWaysWithoutArms, lockOf } from '../../db/stores/dataset';
import { staffNames } from '../../db/stores/staff';
import type { Service } from '../../http/serve';
import { completenessOf, isUnderWay } from '../../results/completeness';
import { effectWithin } from '../../results/effect-memo';

const STAFF = 'staff/';
/** So many milliseconds a reader waits for a result that is being reckoned, before being told how far it has come. */
const PATIENCE = 4_000;

/** Before the lock: counts over all arms together, and what the lock waits for. After it: the effect, from the data as locked. */
export const readResults: Service<typeof promise> = async (context, { params }) => {
  const { database, keys, entropy, versions, protocol, now, actor } = context;
  const lock = await lockOf(database.research, params.trial);
  const ways = await database.research.within({ trial: params.trial, sites: '*', reads: 'system' }, (tx) =>
    listWaysWithoutArms(tx, params.trial),
  );
  const people = [lock?.proposedBy, lock?.lockedBy].flatMap((who) => (who?.startsWith(STAFF) ? [who.slice(STAFF.length)] : []));
  const names = await staffNames(database.identity, keys, people, entropy);
  const reckoned = lock?.lockedBy ? await effectWithin(database, params.trial, versions, lock.cutoff, PATIENCE) : null;

  // Somebody who is no longer known here still acted, and stays named by their id.
  const nameOf = (who: string) => names.get(who.slice(STAFF.length)) ?? who;
  const refusal = lock?.lockedBy
    ? 'already-locked'
    : isUnderWay(versions, ways, now)
      ? 'still-recruiting'
      : lock?.proposedBy === actor
        ? 'two-people'
        : null;

  return {
    lock: lock
      ? {
          proposedBy: nameOf(lock.proposedBy),
          lockedBy: lock.lockedBy && nameOf(lock.lockedBy),
          lockedAt: lock.lockedAt,
          plan: lock.plan,
          cutoff: lock.cutoff,
        }
      : null,
    completeness: completenessOf(protocol, ways, now),
    allocated: ways.filter(({ allocation }) => allocation !== null).length,
    refusal,
    effect: reckoned && 'effect' in reckoned ? reckoned.effect : null,
    computing: reckoned && 'computing' in reckoned ? reckoned.computing : null,
  };
};
