import type { Protocol, Wave } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { addDays, dayOf, startOfDay } from '#protocols/rules/calendar';
import type { App, ParticipantContext, StaffContext } from '../context';
import { appAt, participantAt, staffAt } from '../demonstration/act-as';
import type { Entropy } from '../seal';
import { mergingZone } from './merging';

const HOUR = 3_600_000;

/** The staff of a rehearsed trial, by id. */
export interface Crew {
  /** By site. */
  coordinators: Readonly<Record<string, string>>;
  researcher: string;
  custodian: string;
  dataManager: string;
  secondDataManager: string;
}

/** Where ids, nonces and links come from for one person or for the desk: own sources, so that nobody waits for another's turn. */
export interface Source {
  entropy: Entropy;
  uuid: () => string;
}

/** What everybody in a rehearsal has in common. */
export interface Stage {
  app: App;
  protocol: Protocol;
  crew: Crew;
  /** The calendar date of a day of the rehearsal, counted from 0. */
  dateOf(day: number): string;
  /** The moment so many hours into a day. */
  momentOf(day: number, hour: number): Date;
  /** Monday to Friday. */
  isWorkday(day: number): boolean;
  coordinator(site: string, at: Date, source: Source): Promise<StaffContext>;
  central(
    role: 'researcher' | 'custodian' | 'dataManager' | 'secondDataManager',
    at: Date,
    source: Source,
  ): Promise<StaffContext>;
  /** A participant opens their link; `close` writes what still waits. */
  visitor(link: string, at: Date, source: Source): Promise<Visitor>;
}

export interface Visitor {
  at(moment: Date): ParticipantContext;
  close(): Promise<void>;
}

const ROLES: Record<'researcher' | 'custodian' | 'dataManager' | 'secondDataManager', Role> = {
  researcher: 'researcher',
  custodian: 'custodian',
  dataManager: 'data-manager',
  secondDataManager: 'data-manager',
};

/** The stage of a trial that is open and whose crew hold their grants. Day 0 is the date of `startedAt`. */
export function stageOf(app: App, protocol: Protocol, crew: Crew, startedAt: Date): Stage {
  const zero = dayOf(startedAt);
  const days = new Map<number, number>();
  const kept = new Map<string, Promise<StaffContext>>();
  const beginningOf = (day: number): number => {
    const known = days.get(day);
    if (known !== undefined) return known;
    const begins = startOfDay(addDays(zero, day)).getTime();
    days.set(day, begins);
    return begins;
  };

  /** Grants do not change while a rehearsal runs, so they are looked up once. */
  async function staff(id: string, role: Role, at: Date, { entropy, uuid }: Source): Promise<StaffContext> {
    const key = `${role}/${id}`;
    const found = kept.get(key) ?? staffAt(app, id, role, protocol.id, at);
    kept.set(key, found);
    const then = appAt({ ...app, entropy, uuid }, at);
    return { ...(await found), ...then, now: at, request: 'simulation' };
  }

  return {
    app,
    protocol,
    crew,
    dateOf: (day) => addDays(zero, day),
    momentOf: (day, hour) => new Date(Math.round(beginningOf(day) + hour * HOUR)),
    isWorkday: (day) => ![0, 6].includes(new Date(`${addDays(zero, day)}T12:00:00Z`).getUTCDay()),
    coordinator: (site, at, source) => staff(crew.coordinators[site]!, 'coordinator', at, source),
    central: (who, at, source) => staff(crew[who], ROLES[who], at, source),
    async visitor(link, at, source) {
      const research = mergingZone(app.database.research);
      const own = { ...app, ...source, database: { ...app.database, research } };
      const opened = await participantAt(own, link, at);
      return {
        at: (moment) => ({ ...opened, clock: () => moment, realNow: moment, request: 'simulation' }),
        close: () => research.flush(),
      };
    },
  };
}

/** The waves asked after the draw. */
export const laterWaves = (protocol: Protocol): Wave[] => protocol.waves.filter(({ before }) => before !== 'randomisation');
