import { Type, type Static } from '@sinclair/typebox';

/** Conditions of the opening that somebody registers, with what it rests on. The others are seen from what the house already knows. */
export const Registered = Type.Union([
  Type.Literal('legal-basis'),
  Type.Literal('ethics'),
  Type.Literal('agreement'),
  Type.Literal('wordings-acknowledged'),
  Type.Literal('contact'),
]);
export type Registered = Static<typeof Registered>;

export const ConditionId = Type.Union([
  Registered,
  Type.Literal('check'),
  Type.Literal('plan'),
  Type.Literal('wordings'),
  Type.Literal('lottery'),
  Type.Literal('clinician'),
]);
export type ConditionId = Static<typeof ConditionId>;

/** What a registration rests on, such as a case number: no name of anybody fits it by rule, and none belongs there. */
export const Reference = Type.String({ pattern: '^[A-Za-z0-9ÆØÅæøå][A-Za-z0-9ÆØÅæøå ./:_-]{0,79}$' });
