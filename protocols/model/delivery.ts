import { Type, type Static } from '@sinclair/typebox';

/**
 * The few words in which delivery is recorded. Fixed lists, so that nothing about a person is ever written as free text; all of it
 * exists in one arm only, and is therefore sealed with the arm until the lock.
 */
export const Presence = Type.Union([
  Type.Literal('present'),
  Type.Literal('absent'),
  Type.Literal('late'),
  Type.Literal('excused'),
]);
export type Presence = Static<typeof Presence>;
export const PRESENCES = ['present', 'absent', 'late', 'excused'] as const satisfies readonly Presence[];

/** How a session went against the manual. */
export const Fidelity = Type.Union([
  Type.Literal('as-planned'),
  Type.Literal('adapted'),
  Type.Literal('shortened'),
  Type.Literal('other-content'),
]);
export type Fidelity = Static<typeof Fidelity>;
export const FIDELITIES = ['as-planned', 'adapted', 'shortened', 'other-content'] as const satisfies readonly Fidelity[];

/** Why somebody is no longer in a group; they stay in the trial and in the group assigned. */
export const GroupLeaving = Type.Union([
  Type.Literal('participant-asked'),
  Type.Literal('moved-away'),
  Type.Literal('not-able'),
  Type.Literal('group-stopped'),
]);
export type GroupLeaving = Static<typeof GroupLeaving>;

/** How a match or a bridge came to its end; while it has none, it is active. */
export const MatchEnd = Type.Union([
  Type.Literal('as-planned'),
  Type.Literal('by-participant'),
  Type.Literal('by-volunteer'),
  Type.Literal('never-started'),
  Type.Literal('re-matched'),
  Type.Literal('unknown'),
]);
export type MatchEnd = Static<typeof MatchEnd>;

/** A group's name says where it is among groups, never who is in it or why. */
export const GROUP_NAME = '^[A-Za-z0-9ÆØÅæøå .-]{1,40}$';
/** Danish time of day, "17:00". */
export const TIME_OF_DAY = '^([01]\\d|2[0-3]):[0-5]\\d$';
