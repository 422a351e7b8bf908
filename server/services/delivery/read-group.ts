import type { readGroup as promise } from '#contract/staff/delivery';
import { capacityOf, hasBegun } from '#protocols/rules/delivery';
import { facilitatorGrants, issuedLinks, listGroups } from '../../db/stores/groups';
import { waysOfPeople } from '../../db/stores/ways';
import { openGroup } from '../../group';
import { sessionRows } from '../../group-rows';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';
import { volunteersAt, volunteersNamed } from '../../volunteers';

/** One group at the grant's sites, whole: who is in it, when it meets, who was there, who leads it. */
export const readGroup: Service<typeof promise> = async (context, { params: { trial, group } }) => {
  const { database, scope, protocol, now } = context;
  const opened = await openGroup({ app: context, recording: context, trial, group, scope, protocol });
  const people = opened.placements.map(({ participant }) => participant);
  const { ways, others, links } = await database.research.within(scope, async (tx) => ({
    ways: await waysOfPeople(tx, people),
    others: await listGroups(tx, trial),
    links: await issuedLinks(tx, group),
  }));
  const grants = await facilitatorGrants(database.research, trial, opened.site, group);
  const names = await peopleOf(context, people, 'read-group');
  const leading = await volunteersNamed(
    context,
    grants.map(({ staff }) => staff),
  );
  const known = await volunteersAt(context, opened.site);

  const { component, sessions, delivery, placements, attendance, recorded } = opened;
  const at = new Map(attendance.map(({ participant, ordinal, presence }) => [`${participant}/${ordinal}`, presence]));
  return {
    group,
    site: opened.site,
    name: opened.name,
    meetsAt: opened.meetsAt,
    startsOn: sessions[0]!,
    planned: sessions.length,
    held: recorded.filter(({ held }) => held).length,
    people: placements.filter(({ leftOn }) => leftOn === null).length,
    minimum: capacityOf(component)[0],
    capacity: opened.capacity,
    begun: hasBegun(opened, now),
    sessions: sessionRows(opened, now),
    persons: placements.map(({ participant, placedOn, leftOn }) => ({
      code: ways.get(participant)!.code,
      name: names.get(participant)?.name ?? null,
      placedOn,
      leftOn,
      attendance: sessions.map((_, index) => at.get(`${participant}/${index + 1}`) ?? null),
    })),
    facilitators: grants.map(({ staff }) => ({
      staff,
      name: leading.get(staff)?.name ?? '',
      telephone: leading.get(staff)?.telephone ?? null,
      link: links.find((one) => one.staff === staff) ?? null,
    })),
    known: known.filter(({ staff }) => !grants.some((grant) => grant.staff === staff)),
    others: others
      .filter((one) => one.group !== group && one.delivery === delivery && one.site === opened.site)
      .map(({ group: id, name }) => ({ group: id, name })),
    themes: component.themes ?? [],
  };
};
