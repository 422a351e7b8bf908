import type { readLottery as promise } from '#contract/staff/lottery';
import type { Reply } from '#contract/endpoint';
import { accessOf } from '#protocols/model/access';
import type { Role } from '#protocols/model/role';
import { randomisationOf, schemeOf, strataOf } from '#protocols/rules/lottery-of';
import { listLotteriesOpened, lotteryCheckOf, type LotteryCheck } from '../../db/stores/lottery-checks';
import { newestCheckpoint } from '../../db/stores/trail';
import { isLocked } from '../../db/stores/trial-counts';
import type { Service } from '../../http/serve';

/** After so long without a look something keeps the work in the background from being done. */
const LATE_MILLISECONDS = 60 * 60 * 1000;

/** Those who watch and analyse; how many facts there are would tell whoever enrols that somebody answered. */
const MAY_READ_THE_PROOF: readonly Role[] = ['researcher', 'custodian', 'data-manager', 'monitor'];

/** How the lottery stood at the last look; for those who watch what the look covered, for those who design the scheme itself. */
export const readLottery: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, scope, under, protocol, clock } = context;
  const check = await lotteryCheckOf(database.auditor, trial);
  const watches = MAY_READ_THE_PROOF.includes(under.role);
  const checkpoint = watches ? await newestCheckpoint(database.auditor) : null;
  const lotteries = watches ? await listLotteriesOpened(database.auditor, trial) : [];
  const locked = await database.research.within(scope, (tx) => isLocked(tx, trial));

  const mayDesign = accessOf(under.role, 'scheme', locked ? 'after' : 'before') === 'may';
  return {
    state: stateOf(check, clock()),
    checkedAt: check?.checkedAt.toISOString() ?? null,
    wrong: check?.wrong ?? [],
    wrongSince: check?.wrongSince?.toISOString() ?? null,
    locked,
    proof:
      watches && check
        ? {
            facts: check.facts,
            lots: check.lots,
            head: check.head,
            lotteries,
            checkpoint: checkpoint && { number: checkpoint.number, at: checkpoint.at },
          }
        : null,
    design: mayDesign ? designOf(protocol) : null,
  };
};

function stateOf(check: LotteryCheck | undefined, now: Date): Reply<typeof promise>['state'] {
  if (!check) return 'unchecked';
  if (check.wrong.length > 0) return 'broken';
  return now.getTime() - check.checkedAt.getTime() > LATE_MILLISECONDS ? 'late' : 'intact';
}

function designOf(protocol: Parameters<typeof schemeOf>[0] & { target: { participants: number }; analysis: { alpha: number } }) {
  const strata = strataOf(protocol);
  return {
    scheme: schemeOf(protocol),
    n: protocol.target.participants,
    strata: strata.reduce((product, { levels }) => product * levels, 1),
    alpha: protocol.analysis.alpha,
    balancedBy: strata,
    unit: randomisationOf(protocol).unit,
  };
}
