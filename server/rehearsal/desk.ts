import { drawsFor } from '#protocols/randomisation/scheme';
import type { Protocol } from '#protocols/model/protocol';
import { addDays, dayOf, daysBetween, daysOf, startOfDay } from '#protocols/rules/calendar';
import { capacityOf, splitEvenly } from '#protocols/rules/delivery';
import { schemeOf } from '#protocols/rules/lottery-of';
import { baselineOf } from '#protocols/rules/waves';
import { replyOf } from '../http/serve';
import { Problem } from '../problem';
import { allocateCohort } from '../services/allocation/allocate-cohort';
import { allocateParticipant } from '../services/allocation/allocate-participant';
import { planCohort } from '../services/cohorts/plan-cohort';
import { formGroups } from '../services/delivery/form-groups';
import { rescheduleCohort } from '../services/cohorts/reschedule-cohort';
import { joinCohort } from '../services/participants/join-cohort';
import { scriptedChance } from '../demonstration/scripted-chance';
import type { Assumptions } from './assumptions';
import type { Player } from './player';
import type { Source, Stage } from './stage';

/** A cohort as the desk keeps it. */
export interface CohortInPlay {
  cohort: string;
  site: string;
  startsOn: string;
  endsOn: string;
  closesOn: string;
  members: Player[];
  drawn: boolean;
  slips: boolean;
  /** Whether its groups are formed. */
  seated: boolean;
}

/** Days from planning a cohort to its start, at least and at most, and from the close of its queue to its start. */
const LEAD = [35, 180] as const;
const CLOSES_BEFORE = 3;
const WEEK = 7;

/** What the coordinators do at their desks, one thing after the other: cohorts planned, joined, drawn and moved, groups formed. */
export interface Desk {
  cohorts: CohortInPlay[];
  /** Moves the cohorts that must be moved, and forms the groups of those whose queue has closed. @returns the moved. */
  morning(day: number): Promise<CohortInPlay[]>;
  /** Puts those who are ready into cohorts and draws lots. @returns those drawn, in the order drawn. */
  afternoon(day: number, ready: readonly Player[]): Promise<Player[]>;
  /** Whether a cohort not yet drawn is full or its queue closed on `day`. */
  isDue(cohort: CohortInPlay, day: number): boolean;
}

export function openDesk(
  stage: Stage,
  seed: number,
  source: Source,
  assumed: Assumptions,
  refused: (code: string) => void,
): Desk {
  const { protocol } = stage;
  const params = { trial: protocol.id };
  const chance = scriptedChance(seed, 'desk');
  const isBatch = drawsFor(schemeOf(protocol)) === 'cohort';
  const lasts = lengthOf(protocol);
  const lead = leadOf(protocol, assumed);
  const cohorts: CohortInPlay[] = [];
  const numbers = new Map<string, number>();

  async function plan(site: string, at: Date): Promise<CohortInPlay> {
    const startsOn = addDays(dayOf(at), lead);
    const dates = { startsOn, endsOn: addDays(startsOn, lasts), closesOn: addDays(startsOn, -CLOSES_BEFORE) };
    const number = (numbers.get(site) ?? 0) + 1;
    numbers.set(site, number);
    const context = await stage.coordinator(site, at, source);
    const body = { site, name: `${site.slice(0, 30)} ${number}`, ...dates };
    const { cohort } = replyOf(await planCohort(context, { params, query: {}, body }));
    const planned = { cohort, site, ...dates, members: [], drawn: false, seated: false, slips: chance.share() < assumed.slips };
    cohorts.push(planned);
    return planned;
  }

  /** The cohort of a site whose queue is open and has a seat. */
  const openAt = (site: string, on: string) =>
    cohorts.find((one) => one.site === site && isOpen(one, on) && one.members.length < protocol.cohorts.capacity);
  const isOpen = (one: CohortInPlay, on: string) => one.closesOn >= on && !(isBatch && one.drawn);

  async function join(player: Player, cohort: CohortInPlay, at: Date): Promise<void> {
    await joinCohort(await stage.coordinator(player.site, at, source), {
      params: { ...params, participant: player.code },
      query: {},
      body: { cohort: cohort.cohort },
    });
    for (const one of cohorts) one.members = one.members.filter((member) => member !== player);
    cohort.members.push(player);
    player.cohort = cohort.cohort;
  }

  async function slip(cohort: CohortInPlay, at: Date): Promise<boolean> {
    const [startsOn, endsOn] = [addDays(cohort.startsOn, WEEK), addDays(cohort.endsOn, WEEK)];
    const context = await stage.coordinator(cohort.site, at, source);
    const body = { startsOn, endsOn, reason: 'facilitator-ill' as const };
    try {
      await rescheduleCohort(context, { params: { ...params, cohort: cohort.cohort }, query: {}, body });
    } catch (cause) {
      // A window that has opened holds the dates: the coordinator is told so, and they stand.
      if (!(cause instanceof Problem)) throw cause;
      refused(cause.code);
      return false;
    }
    Object.assign(cohort, { startsOn, endsOn });
    return true;
  }

  /** Those drawn to an arm that meets in groups, placed in groups as even as can be. */
  async function seat(cohort: CohortInPlay, at: Date): Promise<void> {
    cohort.seated = true;
    for (const component of protocol.delivery.filter(({ kind }) => kind === 'group')) {
      const members = cohort.members.filter(({ arm, stopped }) => arm === component.arm && !stopped);
      if (members.length === 0) continue;
      const codes = members.sort((a, b) => a.person.number - b.person.number).map(({ code }) => code);
      const groups = splitEvenly(codes, capacityOf(component)[1]).map((people, index) => {
        return {
          name: `${cohort.site.slice(0, 24)} ${cohort.startsOn} ${index + 1}`,
          startsOn: cohort.startsOn,
          meetsAt: '17:00',
          people,
        };
      });
      const context = await stage.coordinator(cohort.site, at, source);
      const asked = { params: { ...params, cohort: cohort.cohort }, query: {}, body: { delivery: component.id, groups } };
      try {
        await formGroups(context, asked);
      } catch (cause) {
        if (!(cause instanceof Problem)) throw cause;
        refused(cause.code);
      }
    }
  }

  async function drawOne(player: Player, at: Date): Promise<void> {
    const context = await stage.coordinator(player.site, at, source);
    const { arm } = replyOf(
      await allocateParticipant(context, { params: { ...params, participant: player.code }, query: {}, body: {} }),
    );
    player.arm = arm.id;
  }

  async function drawAll(cohort: CohortInPlay, at: Date): Promise<Player[]> {
    const context = await stage.coordinator(cohort.site, at, source);
    const { allocations } = replyOf(
      await allocateCohort(context, { params: { ...params, cohort: cohort.cohort }, query: {}, body: {} }),
    );
    cohort.drawn = true;
    const drawn = cohort.members.filter(({ code }) => allocations.some((one) => one.code === code));
    for (const player of drawn) player.arm = allocations.find(({ code }) => code === player.code)!.arm.id;
    return drawn;
  }

  /** Whether a cohort drawn as a whole is drawn today: full, or its queue closed; too small a cohort goes into the next one whole. */
  async function settle(cohort: CohortInPlay, day: number, at: Date): Promise<Player[]> {
    const standing = cohort.members.filter(({ stopped }) => !stopped);
    if (standing.length === 0 || !isDue(cohort, day)) return [];
    if (standing.length >= minimumOf(protocol)) {
      return standing.every((player) => isFresh(protocol, player, at)) ? drawAll(cohort, at) : [];
    }
    const next = openAt(cohort.site, addDays(cohort.closesOn, 1)) ?? (await plan(cohort.site, at));
    for (const player of standing.filter((one) => isFresh(protocol, one, at))) await join(player, next, at);
    return [];
  }

  const isDue = (cohort: CohortInPlay, day: number) =>
    cohort.members.filter(({ stopped }) => !stopped).length >= protocol.cohorts.capacity || stage.dateOf(day) >= cohort.closesOn;

  return {
    cohorts,
    isDue,
    async morning(day) {
      const at = stage.momentOf(day, 8.25);
      const on = stage.dateOf(day);
      const moved: CohortInPlay[] = [];
      for (const cohort of cohorts) {
        if (!cohort.slips || cohort.members.length === 0 || daysBetween(on, cohort.startsOn) > CLOSES_BEFORE) continue;
        cohort.slips = false;
        if (await slip(cohort, at)) moved.push(cohort);
      }
      for (const cohort of cohorts) if (!cohort.seated && cohort.drawn && on > cohort.closesOn) await seat(cohort, at);
      return moved;
    },
    async afternoon(day, ready) {
      const on = stage.dateOf(day);
      let seconds = 0;
      const next = () => new Date(stage.momentOf(day, 15.5).getTime() + (seconds += 5) * 1_000);
      const drawn: Player[] = [];
      for (const player of ready) {
        const at = next();
        const cohort = openAt(player.site, on) ?? (await plan(player.site, at));
        await join(player, cohort, at);
        if (isBatch) continue;
        await drawOne(player, next());
        cohort.drawn = true;
        drawn.push(player);
      }
      if (isBatch) for (const cohort of cohorts.filter((one) => !one.drawn)) drawn.push(...(await settle(cohort, day, next())));
      return drawn;
    },
  };
}

/** The fewest people a cohort drawn as a whole may have. */
export function minimumOf(protocol: Protocol): number {
  const scheme = schemeOf(protocol);
  return Math.max(protocol.cohorts.minimum, scheme.method === 'batch' ? scheme.minimum : 0);
}

/** Whether the first questionnaire still counts at `at`. */
export function isFresh(protocol: Protocol, { baselineAt }: Player, at: Date): boolean {
  const baseline = baselineOf(protocol);
  if (!baseline?.freshFor) return true;
  return baselineAt !== null && at < startOfDay(addDays(dayOf(baselineAt), daysOf(baseline.freshFor) + 1));
}

/** Days enough for a cohort's smallest number of people to come, as far as anybody can wait. */
function leadOf(protocol: Protocol, { perSiteWeek, stopsAt }: Assumptions): number {
  const kept = 1 - Object.values(stopsAt).reduce((sum, share) => sum + share, 0);
  const wanted = CLOSES_BEFORE + Math.ceil((WEEK * minimumOf(protocol)) / (perSiteWeek * kept));
  return Math.min(LEAD[1], Math.max(LEAD[0], wanted));
}

/** Days from a cohort's first to its last day: weekly sessions, else months. */
function lengthOf({ delivery }: Protocol): number {
  const days = delivery.map(({ sessions, months }) => (sessions ? (sessions - 1) * WEEK : Math.round((months ?? 3) * 30.4)));
  const groups = delivery.flatMap(({ kind }, index) => (kind === 'group' ? [days[index]!] : []));
  return Math.max(1, ...(groups.length > 0 ? groups : days));
}
