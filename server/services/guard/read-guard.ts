import type { readGuard as promise } from '#contract/staff/guard';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';
import { Problem } from '../../problem';

/** The guard against selection, for the custodian: asked of the allocator, which gives sums alone. */
export const readGuard: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { under, lottery, actor, request, protocol } = context;
  if (under.site !== null) throw new Problem('role-missing');
  const { guard } = await lottery({ what: 'guard', trial, actor, grant: under.grant, request });
  const { sites, people, tests } = guard!;
  const nameOf = await actorNames(
    context,
    people.map((one) => one.actor),
  );
  return {
    sites: sites.map((one) => ({ ...one, name: protocol.sites.find(({ id }) => id === one.site)?.name ?? one.site })),
    people: people.map(({ actor: by, ...waits }) => ({ name: nameOf(by), ...waits })),
    tests,
  };
};
