import type { readCohort as promise } from '#contract/staff/cohorts';
import { mayDrawCohort } from '#protocols/rules/cohorts';
import { unitsOf } from '#protocols/rules/households';
import { mayBeDrawn } from '#protocols/rules/journey';
import { randomisationOf } from '#protocols/rules/lottery-of';
import { versionOf } from '../../context';
import { readCohort as cohortOf, waysOfCohort } from '../../db/stores/cohorts';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';
import { Problem } from '../../problem';

/** One cohort of the grant's sites: who is in it, what each lacks, what holds the draw up; after the draw, who got what. */
export const readCohort: Service<typeof promise> = async (context, { params }) => {
  const { database, scope, versions, protocol, now } = context;
  const found = await database.research.within(scope, async (tx) => {
    const cohort = await cohortOf(tx, params.trial, params.cohort);
    return cohort && { cohort, ways: await waysOfCohort(tx, params.trial, params.cohort) };
  });
  if (!found) throw new Problem('not-found');
  const { cohort, ways } = found;
  const people = await peopleOf(
    context,
    ways.map(({ participant }) => participant),
    'read-cohort',
  );

  const members = ways.map((way) => ({ way, protocol: versionOf(versions, way.version) }));
  const decided = mayDrawCohort(cohort, members, protocol, now);
  const drawsHouseholds = randomisationOf(protocol).unit === 'household';
  const households = drawsHouseholds ? unitsOf(ways, 'household').filter((unit) => unit.members.length > 1) : [];
  const armOf = (id: string | undefined) => protocol.arms.find((arm) => arm.id === id);
  return {
    ...cohort,
    people: members.map(({ way, protocol: own }) => {
      const arm = armOf(way.allocation?.arm);
      return {
        code: way.code,
        name: people.get(way.participant)?.name ?? null,
        refusal: way.allocation ? null : mayBeDrawn(way, own, now),
        arm: arm ? { id: arm.id, name: arm.name } : null,
        household: households.findIndex((unit) => unit.members.includes(way.participant)) + 1 || null,
      };
    }),
    drawsHouseholds,
    refusal: !cohort.drawnAt && 'refused' in decided ? decided.refused : null,
  };
};
