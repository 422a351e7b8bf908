import { addDays, dayOf, daysBetween } from '#protocols/rules/calendar';
import { replyOf } from '../http/serve';
import type { Player } from '../rehearsal/player';
import type { Stage } from '../rehearsal/stage';
import { formGroups } from '../services/delivery/form-groups';
import { issueEveningLink } from '../services/delivery/issue-evening-link';
import { recordAttendance } from '../services/delivery/record-attendance';
import { recordSession } from '../services/delivery/record-session';
import { giveGrant } from '../services/trial/give-grant';
import { appAt, systemAt } from './act-as';
import type { Invitation } from './introduce';

const DAY = 86_400_000;

export interface GroupWish {
  site: string;
  cohort: string;
  people: readonly Player[];
  facilitator: string;
  /** The group's first evening; it meets every week. */
  startsOn: string;
}

/**
 * Forms one group of those drawn to the arm that meets, with a facilitator who may see nothing else, and records every evening before
 * today and who came.
 * @returns the facilitator's link for tonight.
 */
export async function seedGroup(stage: Stage, wish: GroupWish, now: Date): Promise<Invitation['links'][number]> {
  const { app, protocol } = stage;
  const { site, cohort, facilitator, startsOn } = wish;
  const source = { entropy: app.entropy, uuid: app.uuid };
  const trial = protocol.id;
  const component = protocol.delivery.find(({ kind }) => kind === 'group')!;
  const members = wish.people.filter(({ arm }) => arm === component.arm);
  const begins = new Date(`${startsOn}T09:00:00.000Z`);
  const onDay = (days: number) => new Date(begins.getTime() + days * DAY);

  const placed = { name: 'Aalborg hold 1', startsOn, meetsAt: '17:00', people: members.map(({ code }) => code) };
  const { groups } = replyOf(
    await formGroups(await stage.coordinator(site, onDay(-5), source), {
      params: { trial, cohort },
      query: {},
      body: { delivery: component.id, groups: [placed] },
    }),
  );
  const group = groups[0]!;
  const named = onDay(-4);
  await giveGrant(appAt(app, named), systemAt(app, named), { staff: facilitator, role: 'facilitator', trial, site, group });

  const evenings = Math.ceil(daysBetween(startsOn, dayOf(now)) / 7);
  for (let session = 1; session <= evenings; session += 1) {
    const context = await stage.coordinator(site, onDay(7 * (session - 1) + 1), source);
    const params = { trial, group, ordinal: String(session) };
    const heldOn = addDays(startsOn, 7 * (session - 1));
    const body = { held: true, heldOn, theme: session, fidelity: 'as-planned' as const };
    await recordSession(context, { params, query: {}, body });
    for (const [index, { code }] of members.entries()) {
      // One is away every third evening.
      const presence = (session + index) % 3 === 0 && index === 1 ? 'absent' : 'present';
      await recordAttendance(context, { params, query: {}, body: { participant: code, presence } });
    }
  }

  const issued = await issueEveningLink(await stage.coordinator(site, now, source), {
    params: { trial, group, staff: facilitator },
    query: {},
    body: {},
  });
  const { link, expiresAt } = replyOf(issued);
  return { who: 'the group’s facilitator, good until four tomorrow morning: who came tonight', url: link, until: expiresAt };
}
