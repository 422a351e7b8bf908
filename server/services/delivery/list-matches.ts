import type { listMatches as promise } from '#contract/staff/delivery';
import { listMatches as matchesOf } from '../../db/stores/matches';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';
import { volunteersAt, volunteersNamed } from '../../volunteers';

/** The matches and bridges at the grant's sites, the active ones first. */
export const listMatches: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, scope, protocol, under } = context;
  const matches = await database.research.within(scope, (tx) => matchesOf(tx, trial));
  const people = await peopleOf(context, [...new Set(matches.map(({ participant }) => participant))], 'list-matches');
  const partners = await volunteersNamed(context, [...new Set(matches.map(({ partner }) => partner))]);
  const sites = under.site === null ? protocol.sites.map(({ id }) => id) : [under.site];
  const volunteers = new Map<string, { staff: string; name: string }>();
  for (const site of sites) for (const one of await volunteersAt(context, site)) volunteers.set(one.staff, one);

  return {
    components: protocol.delivery.flatMap(({ id, kind }) => (kind === 'group' ? [] : [{ delivery: id, kind }])),
    matches: matches.map(({ participant, partner, ...match }) => ({
      ...match,
      name: people.get(participant)?.name ?? null,
      partner: partners.get(partner)?.name ?? '',
    })),
    volunteers: [...volunteers.values()],
  };
};
