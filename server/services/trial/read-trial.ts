import type { readTrial as promise } from '#contract/staff/trial';
import { drawsFor } from '#protocols/randomisation/scheme';
import { randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import { commitmentOf, countsOf, isLocked } from '../../db/stores/trial-counts';
import type { Service } from '../../http/serve';

/** The trial for its staff: how the lottery draws, block sizes above all, stays out; people are counted at the grant's sites. */
export const readTrial: Service<typeof promise> = async ({ database, scope, protocol, now }, { params: { trial } }) => {
  const { id } = randomisationOf(protocol);
  const { counts, commitment, locked } = await database.research.within(scope, async (tx) => ({
    counts: await countsOf(tx, trial),
    commitment: await commitmentOf(tx, trial, id),
    locked: await isLocked(tx, trial),
  }));

  return {
    trial,
    version: protocol.version,
    title: protocol.title,
    simulated: protocol.simulated,
    now: now.toISOString(),
    sites: protocol.sites,
    arms: protocol.arms.map((arm) => ({ id: arm.id, name: arm.name })),
    waves: protocol.waves.map((wave) => ({ id: wave.id, title: wave.title, ...(wave.before && { before: wave.before }) })),
    eligibility: protocol.eligibility,
    ...(protocol.screening && { screening: protocol.screening }),
    cohorts: protocol.cohorts,
    drawsFor: drawsFor(schemeOf(protocol)),
    commitment,
    target: protocol.target.participants,
    counts,
    locked,
  };
};
