import type { readMyGroup as promise } from '#contract/staff/delivery';
import { firstNames } from '#protocols/rules/delivery';
import { namesInGroup, openGroup, type GroupDoor } from '../../group';
import { sessionRows } from '../../group-rows';
import type { Service } from '../../http/serve';

/** A facilitator's own group by first names. The scope of their grant shows this group and nothing else. */
export const readMyGroup: Service<typeof promise> = async (context, { params: { trial, group } }) => {
  const { scope, protocol, now } = context;
  const door: GroupDoor = { app: context, recording: context, trial, group, scope, protocol };
  const opened = await openGroup(door);
  const present = opened.placements.filter(({ leftOn }) => leftOn === null).map(({ participant }) => participant);
  const names = await namesInGroup(door, opened.site, present);

  const people = present.filter((participant) => names.has(participant));
  const firsts = firstNames(people.map((participant) => names.get(participant)!));
  const at = new Map(opened.attendance.map(({ participant, ordinal, presence }) => [`${participant}/${ordinal}`, presence]));
  return {
    group,
    name: opened.name,
    meetsAt: opened.meetsAt,
    sessions: sessionRows(opened, now),
    people: people
      .map((person, index) => ({
        person,
        name: firsts[index]!,
        attendance: opened.sessions.map((_, session) => at.get(`${person}/${session + 1}`) ?? null),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'da')),
    themes: opened.component.themes ?? [],
    contact: protocol.safety.contact,
  };
};
