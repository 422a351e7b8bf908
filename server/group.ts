import type { Presence } from '#protocols/model/delivery';
import { participantStream, trialStream, type Payload } from '#protocols/model/fact';
import type { Delivery, Protocol } from '#protocols/model/protocol';
import { mayRecord } from '#protocols/rules/delivery';
import type { App } from './context';
import { append, type Recording } from './db/facts';
import { readContacts, contactsOf } from './db/stores/contacts';
import { attendanceOf, placementsOf, readGroup, sessionsOf } from './db/stores/groups';
import type { Attendance, HeldSession, PeerGroup, Placement } from './db/stores/groups';
import { headOf } from './db/stores/trials';
import type { Scope } from './db/zone';
import { Problem } from './problem';

/**
 * One group as a coordinator, a facilitator at the desk and a facilitator in the evening reach it: by whose hand, and through a scope
 * that shows this group and no other.
 */
export interface GroupDoor {
  app: App;
  recording: Recording;
  trial: string;
  group: string;
  /** What may be read: a coordinator's sites, or `group/…` alone. */
  scope: Scope;
  protocol: Protocol;
}

export interface OpenedGroup extends PeerGroup {
  placements: Placement[];
  recorded: HeldSession[];
  attendance: Attendance[];
  component: Delivery;
}

/** @throws Problem 'not-found', the same for a group that never was and for one that is not the caller's. */
export async function openGroup({ app, scope, trial, group, protocol }: GroupDoor): Promise<OpenedGroup> {
  const found = await app.database.research.within(scope, async (tx) => {
    const one = await readGroup(tx, trial, group);
    return (
      one && {
        ...one,
        placements: await placementsOf(tx, group),
        recorded: await sessionsOf(tx, group),
        attendance: await attendanceOf(tx, group),
      }
    );
  });
  const component = protocol.delivery.find(({ id }) => id === found?.delivery);
  if (!found || !component) throw new Problem('not-found');
  return { ...found, component };
}

/** The full names of those in a group, read once and logged; who is erased or unlinked is absent. */
export async function namesInGroup(door: GroupDoor, site: string, people: readonly string[]): Promise<Map<string, string>> {
  const { app, recording, trial } = door;
  if (people.length === 0) return new Map();
  const links = await contactsOf(app.database.linkage, app.keys, trial, people);
  const access = { at: app.clock(), actor: recording.actor, purpose: 'read-group', request: recording.request };
  const contacts = await app.database.identity.within({ trial, sites: [site] }, (tx) =>
    readContacts(tx, app.keys, [...links.values()], access, app.entropy),
  );
  const names = new Map(contacts.map(({ contact, name }) => [contact, name]));
  return new Map(
    [...links].flatMap(([participant, contact]) => (names.has(contact) ? [[participant, names.get(contact)!]] : [])),
  );
}

/**
 * Records whether somebody was at a session. The same said twice is one fact; another word is a correction, and a fact of its own.
 * @throws Problem 'not-found', 'not-in-group' or 'session-not-yet'.
 */
export async function markAttendance(
  door: GroupDoor,
  mark: { participant: string; ordinal: number; presence: Presence },
): Promise<void> {
  const { app, recording, trial, group } = door;
  const stream = participantStream(mark.participant);
  const head = await headOf(app.database.research, stream);
  const opened = await openGroup(door);

  const day = opened.sessions[mark.ordinal - 1];
  const placement = opened.placements.find(({ participant }) => participant === mark.participant);
  if (!head || !placement || (placement.leftOn !== null && day !== undefined && placement.leftOn < day))
    throw new Problem('not-in-group');
  if (!mayRecord(opened, mark.ordinal, recording.now)) throw new Problem('session-not-yet');
  const known = opened.attendance.find(
    ({ participant, ordinal }) => participant === mark.participant && ordinal === mark.ordinal,
  );
  if (known?.presence === mark.presence) return;

  await append(app.database.research, recording, { trial, sites: [opened.site] }, [
    { stream, trial, head, facts: [{ kind: 'attended', payload: { group, ordinal: mark.ordinal, presence: mark.presence } }] },
  ]);
}

/**
 * Records that a session was held, and how; said again otherwise, it is corrected by a new fact.
 * @throws Problem 'not-found', 'session-not-yet', or 'not-understood' for a theme that the component does not have.
 */
export async function markSession(door: GroupDoor, said: Omit<Payload<'session-held'>, 'group'>): Promise<void> {
  const { app, recording, trial, group } = door;
  const stream = trialStream(trial);
  const head = await headOf(app.database.research, stream);
  const opened = await openGroup(door);

  if (!mayRecord(opened, said.ordinal, recording.now)) throw new Problem('session-not-yet');
  if (said.theme !== null && said.theme > (opened.component.themes?.length ?? 0))
    throw new Problem('not-understood', { field: 'theme' });
  const known = opened.recorded.find(({ ordinal }) => ordinal === said.ordinal);
  const { held, heldOn, theme, fidelity } = said;
  if (known?.held === held && known.heldOn === heldOn && known.theme === theme && known.fidelity === fidelity) return;

  await append(app.database.research, recording, { trial, sites: [opened.site] }, [
    { stream, trial, head: head!, facts: [{ kind: 'session-held', payload: { group, ...said } }] },
  ]);
}
