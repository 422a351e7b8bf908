import { Type } from '@sinclair/typebox';
import { endpoint } from '../endpoint';
import { InTrial, Nullable, object } from '../shapes';

const Waits = {
  judged: Type.Integer(),
  eligible: Type.Integer(),
  drawn: Type.Integer(),
  medianHours: Nullable(Type.Number()),
  longestHours: Nullable(Type.Number()),
};
const Test = Type.Union([
  object({ n: Type.Integer(), slope: Type.Number(), standardError: Type.Number(), df: Type.Integer(), p: Type.Number() }),
  object({
    n: Type.Integer(),
    refused: Type.Union([Type.Literal('too-few'), Type.Literal('nothing-predictable'), Type.Literal('no-variation')]),
  }),
]);

export const readGuard = endpoint({
  id: 'readGuard',
  method: 'GET',
  path: '/api/staff/trials/:trial/selection-guard',
  who: ['custodian'],
  summary:
    'Whether whom somebody lets in, and how long it takes, goes with the lot that was to come (Berger and Exner): by site and person enrolling, sums alone. Only whoever acts for the whole trial may.',
  params: InTrial,
  reply: object({
    sites: Type.Array(object({ site: Type.String(), name: Type.String(), ...Waits })),
    people: Type.Array(object({ name: Type.String(), ...Waits })),
    tests: Nullable(object({ eligible: Test, drawn: Test, wait: Test })),
  }),
  problems: ['signed-out', 'not-found', 'role-missing', 'lottery-not-ready', 'lottery-silent'],
});
