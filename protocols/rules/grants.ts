import { INCOMPATIBLE, type Incompatibility, type Role } from '../model/role';
import { dayOf } from './calendar';

/** The days on which a grant is in force, both included; null where it has no first or no last day. */
export interface GrantDays {
  from: string | null;
  until: string | null;
}

/** Whether a grant with those days is in force at `now`, the trial's own time: the first instant of its first day to the last of its last. */
export function isInForce({ from, until }: GrantDays, now: Date): boolean {
  const today = dayOf(now);
  return (from === null || from <= today) && (until === null || today <= until);
}

/** Whether there is a day on which both are in force. */
export function overlap(one: GrantDays, other: GrantDays): boolean {
  const begins = (days: GrantDays) => days.from ?? '0000-00-00';
  const ends = (days: GrantDays) => days.until ?? '9999-99-99';
  return begins(one) <= ends(other) && begins(other) <= ends(one);
}

/** What stands in the way of giving `wish` to somebody who holds `held` in the same trial; null where nothing does. */
export function clashOf(held: readonly (GrantDays & { role: Role })[], wish: GrantDays & { role: Role }): Incompatibility | null {
  const clashes = held
    .filter((grant) => overlap(grant, wish))
    .map(({ role }) =>
      INCOMPATIBLE.find(({ roles: [a, b] }) => (a === role && b === wish.role) || (a === wish.role && b === role)),
    );
  return clashes.find((clash) => clash !== undefined) ?? null;
}

/** Somebody who holds the grant of a safety contact: for one site, or for all. */
export type Rostered = GrantDays & { staff: string; site: string | null };

/** The roster at a site at `now`, in the order in which people are called: those of the site first. With no site, everybody in force. */
export function rosterOn(roster: readonly Rostered[], site: string | null, now: Date): Rostered[] {
  const inForce = roster.filter((one) => isInForce(one, now) && (site === null || one.site === null || one.site === site));
  const ordered = [...inForce.filter((one) => one.site !== null), ...inForce.filter((one) => one.site === null)];
  return ordered.filter(({ staff }, index) => ordered.findIndex((one) => one.staff === staff) === index);
}

/** A grant as administrator: for one site, or for all. */
export type Administering = GrantDays & { grant: string; staff: string; site: string | null };

/**
 * Whether taking `leaving` away would leave a site, or the whole, without an administrator who can come in today.
 * @param held all grants as administrator in the trial that were not ended, those leaving among them.
 * @param able who has an account that is open, and a password to come in by.
 */
export function isLastAdministrator(
  held: readonly Administering[],
  leaving: readonly Administering[],
  able: ReadonlySet<string>,
  now: Date,
): boolean {
  const gone = new Set(leaving.map(({ grant }) => grant));
  const left = held.filter((one) => !gone.has(one.grant) && able.has(one.staff) && isInForce(one, now));
  return leaving
    .filter((one) => isInForce(one, now) && able.has(one.staff))
    .some(({ site }) => !left.some((one) => one.site === null || one.site === site));
}
