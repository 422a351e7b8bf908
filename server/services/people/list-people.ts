import type { listPeople as promise } from '#contract/staff/people';
import { dayOf } from '#protocols/rules/calendar';
import { peopleWithGrants } from '../../db/stores/grants';
import { describeAccounts } from '../../db/stores/staff';
import type { Service } from '../../http/serve';

/** Who works on the trial, as its administrator looks after them; one for a site sees that site's people. */
export const listPeople: Service<typeof promise> = async ({ database, keys, entropy, under, protocol }, { params }) => {
  const held = (await peopleWithGrants(database.research, params.trial)).filter(
    ({ site }) => under.site === null || site === under.site,
  );
  const accounts = await describeAccounts(database.identity, keys, [...new Set(held.map(({ staff }) => staff))], entropy);
  return {
    sites: protocol.sites.filter(({ id }) => under.site === null || id === under.site).map(({ id, name }) => ({ id, name })),
    whole: under.site === null,
    people: accounts
      .map(({ seenAt, ...account }) => ({
        ...account,
        roles: held.filter(({ staff }) => staff === account.staff).map(({ role, site }) => ({ role, site })),
        seenOn: seenAt ? dayOf(seenAt) : null,
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'da')),
  };
};
