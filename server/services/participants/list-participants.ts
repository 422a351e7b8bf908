import type { listParticipants as promise } from '#contract/staff/participants';
import { stepOf } from '#protocols/rules/journey';
import { versionOf } from '../../context';
import { listWays } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';

const PAGE = 50;

/** The participants at the grant's sites, newest first, by name and next step. */
export const listParticipants: Service<typeof promise> = async (context, { params: { trial }, query }) => {
  const { database, scope, versions, now } = context;
  const rows = await database.research.within(scope, (tx) => listWays(tx, trial, query.before ?? null, PAGE + 1));
  const page = rows.slice(0, PAGE);
  const people = await peopleOf(
    context,
    page.map(({ way }) => way.participant),
    'list-participants',
  );

  return {
    participants: page.map(({ way }) => ({
      code: way.code,
      name: people.get(way.participant)?.name ?? null,
      site: way.site,
      step: stepOf(way, versionOf(versions, way.version), now),
      cohort: way.cohort && { cohort: way.cohort.cohort, name: way.cohort.name },
      registeredAt: way.registeredAt,
    })),
    next: rows.length > PAGE ? String(page.at(-1)!.position) : null,
  };
};
