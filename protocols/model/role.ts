import { Type, type Static } from '@sinclair/typebox';

/** What a member of staff may do, always within a trial and mostly within a site. */
export const Role = Type.Union([
  Type.Literal('coordinator'),
  Type.Literal('researcher'),
  Type.Literal('custodian'),
  Type.Literal('data-manager'),
]);
export type Role = Static<typeof Role>;

/** Pairs of roles that one person must never hold in the same trial: enrolling beside knowing, or enrolling beside analysing. */
export const INCOMPATIBLE: ReadonlyArray<readonly [Role, Role]> = [
  ['coordinator', 'researcher'],
  ['coordinator', 'custodian'],
  ['coordinator', 'data-manager'],
];
