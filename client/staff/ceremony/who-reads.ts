import type { Role } from '#protocols/model/role';

const HOLD_OR_WATCH: readonly Role[] = ['custodian', 'monitor', 'data-manager', 'researcher', 'administrator'];

/** Whose place has the page of the ceremonies: those who hold them or watch the trial, nobody who enrols. */
export const readsCeremonies = (role: Role): boolean => HOLD_OR_WATCH.includes(role);
