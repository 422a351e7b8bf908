import { Type, type Static } from '@sinclair/typebox';

/** What a member of staff may do, always within a trial and mostly within a site. */
export const Role = Type.Union([
  Type.Literal('coordinator'),
  Type.Literal('facilitator'),
  Type.Literal('assessor'),
  Type.Literal('researcher'),
  Type.Literal('custodian'),
  Type.Literal('safety-contact'),
  Type.Literal('data-manager'),
  Type.Literal('monitor'),
  Type.Literal('administrator'),
]);
export type Role = Static<typeof Role>;

/**
 * Pairs of roles that one person must never hold in the same trial: enrolling beside knowing or analysing, and knowing an arm, a group or
 * attendance beside asking for or analysing outcomes.
 */
export const INCOMPATIBLE: ReadonlyArray<readonly [Role, Role]> = [
  ['coordinator', 'researcher'],
  ['coordinator', 'custodian'],
  ['coordinator', 'data-manager'],
  ['coordinator', 'assessor'],
  ['facilitator', 'researcher'],
  ['facilitator', 'custodian'],
  ['facilitator', 'data-manager'],
  ['facilitator', 'assessor'],
  ['custodian', 'assessor'],
];
