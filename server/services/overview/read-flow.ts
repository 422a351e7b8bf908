import type { readFlow as promise } from '#contract/staff/overview';
import { flowOf } from '#protocols/rules/flow';
import { lockOf } from '../../db/stores/dataset';
import { countMishaps } from '../../db/stores/mishaps';
import { flowGroups } from '../../db/stores/overview';
import type { Service } from '../../http/serve';
import { effectAt } from '../../results/effect-memo';

const DAY = 86_400_000;

/** The flow of participants: before the lock those drawn are one branch, and no arm leaves the database; after it, one branch an arm. */
export const readFlow: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, scope, under, versions, protocol, now } = context;
  const lock = await lockOf(database.research, trial);
  const cutoff = lock?.lockedBy ? lock.cutoff : null;
  const isLocked = cutoff !== null;
  const primary = protocol.outcomes.find(({ role }) => role === 'primary') ?? protocol.outcomes[0]!;
  const forgottenBefore = new Date(now.getTime() - protocol.unenrolledDays * DAY);
  const { groups, mishaps } = await database.research.within(
    { ...scope, reads: isLocked ? 'dataset' : 'system' },
    async (tx) => ({
      groups: await flowGroups(tx, trial, primary.wave, forgottenBefore, isLocked ? 'arm' : 'all'),
      mishaps: await countMishaps(tx, trial),
    }),
  );
  // The analysis is of the whole trial; a site has no share of it.
  const effect = cutoff !== null && under.site === null ? await effectAt(database, trial, versions, cutoff) : null;

  const flow = flowOf(groups, isLocked ? protocol.arms.map(({ id }) => id) : null);
  const arms = new Map(protocol.arms.map(({ id, name }) => [id, { id, name }]));
  const criteria = new Map(protocol.eligibility.map(({ id, unmet }) => [id, unmet]));
  return {
    ...flow,
    excluded: {
      n: flow.excluded.n,
      reasons: flow.excluded.reasons.map((one) => ({ ...one, criterion: criteria.get(one.criterion ?? '') ?? null })),
    },
    wave: protocol.waves.find(({ id }) => id === primary.wave)!.title,
    branches: flow.branches.map((branch) => ({
      ...branch,
      arm: arms.get(branch.arm ?? '') ?? null,
      analysed: effect?.arms.find(({ id }) => id === branch.arm)?.analysed ?? null,
    })),
    mishaps: mishaps.map(({ kind, n }) => ({ kind: kind as never, n })),
    locked: isLocked,
    now: now.toISOString(),
  };
};
