import type { listParticipants as promise } from '#contract/staff/participants';
import { stepOf, type Step } from '#protocols/rules/journey';
import { baselineOf } from '#protocols/rules/waves';
import { versionOf, type StaffContext } from '../../context';
import { findContacts, participantsOf } from '../../db/stores/contacts';
import { listStandings, wayOf, type Standing, type StandingFilter } from '../../db/stores/standings';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';
import { searchOf, type Search } from '../../search';

const PAGE = 50;
/** People looked at together, and at most for one page: names are sealed one by one, so a search by name goes on where it stopped. */
const AT_ONCE = 500;
const AT_MOST = 2_000;

interface Found {
  standing: Standing;
  step: Step;
}

/** The participants at the grant's sites, newest first, by name and next step. */
export const listParticipants: Service<typeof promise> = async (context, { params: { trial }, query }) => {
  const search = searchOf(query.search ?? '');
  const filter: StandingFilter = {
    step: query.step,
    cohort: query.cohort,
    code: search.code,
    participants: search.contact && (await participantsBy(context, trial, search.contact)),
  };
  const { found, scanned, last } = await look(context, trial, filter, search, query.before ?? null);
  const page = found.slice(0, PAGE);
  const people = await peopleOf(context, page.map(idOf), 'list-participants');

  // More of the same page, or, where the look was broken off, more to look through.
  const next = found.length > PAGE ? page.at(-1)!.standing.position : last;
  return {
    participants: page.map(({ standing, step }) => ({
      code: standing.code,
      name: people.get(standing.participant)?.name ?? null,
      site: standing.site,
      step,
      cohort: standing.cohort === null ? null : { cohort: standing.cohort, name: standing.cohortName ?? '' },
      registeredAt: standing.registeredAt,
    })),
    next: next === null ? null : String(next),
    searched: found.length <= PAGE && last !== null ? scanned : null,
  };
};

/** Looks for one person more than a page holds. @returns them, and where the look was broken off, if it was. */
async function look(
  context: StaffContext,
  trial: string,
  filter: StandingFilter,
  search: Search,
  from: string | null,
): Promise<{ found: Found[]; scanned: number; last: string | null }> {
  const { database, scope, versions, now } = context;
  const found: Found[] = [];
  const size = search.name || filter.step ? AT_ONCE : PAGE + 1;
  for (let before = from, scanned = 0; ;) {
    const start = before;
    const standings = await database.research.within(scope, (tx) => listStandings(tx, trial, filter, start, size));
    scanned += standings.length;
    const here = standings
      .map((standing) => {
        const own = versionOf(versions, standing.version);
        return { standing, step: stepOf(wayOf(trial, standing, baselineOf(own)?.id), own, now) };
      })
      .filter(({ step }) => filter.step === undefined || step === filter.step);
    found.push(...(search.name ? await meant(context, here, search) : here));
    if (found.length > PAGE || standings.length < size) return { found, scanned, last: null };
    before = standings.at(-1)!.position;
    if (scanned >= AT_MOST) return { found, scanned, last: before };
  }
}

/** Those whose name, or code, is meant by the search; the log of accesses says how many names were looked through. */
async function meant(context: StaffContext, here: readonly Found[], { name, asCode }: Search): Promise<Found[]> {
  const people = await peopleOf(context, here.map(idOf), 'search-participants');
  return here.filter(({ standing }) => {
    const person = people.get(standing.participant);
    return (person !== undefined && name?.(person.name)) || (asCode !== undefined && standing.code.startsWith(asCode));
  });
}

const idOf = ({ standing }: Found): string => standing.participant;

/** The participants with that e-mail address or telephone number, by its blind index: nothing is unsealed to find them. */
async function participantsBy(
  { database, keys, scope }: StaffContext,
  trial: string,
  contact: { email: string | null; telephone: string | null },
): Promise<string[]> {
  const contacts = await database.identity.within(scope, (tx) => findContacts(tx, keys, trial, contact));
  return [...(await participantsOf(database.linkage, keys, trial, contacts)).values()];
}
