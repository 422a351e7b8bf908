import { Type } from '@sinclair/typebox';
import { ConditionId, Reference, Registered } from '#protocols/model/gate';
import { endpoint } from '../endpoint';
import { Digest, InTrial, Nothing, Nullable, object, SiteId } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing'] as const;
const Both = object({ da: Type.String(), en: Type.String() });

export const readGate = endpoint({
  id: 'readGate',
  method: 'GET',
  path: '/api/staff/trials/:trial/gate',
  who: ['researcher', 'data-manager', 'custodian', 'monitor', 'coordinator', 'administrator'],
  summary: 'The conditions of the opening, met or not, each with what to do. A simulated trial may run while they are not.',
  params: InTrial,
  reply: object({
    simulated: Type.Boolean(),
    isGreen: Type.Boolean(),
    conditions: Type.Array(
      object({
        condition: ConditionId,
        site: Nullable(Type.String()),
        met: Type.Boolean(),
        reference: Nullable(Type.String()),
        title: Both,
        cure: Both,
      }),
    ),
  }),
  problems: common,
});

export const meetCondition = endpoint({
  id: 'meetCondition',
  method: 'POST',
  path: '/api/staff/trials/:trial/gate',
  who: ['researcher'],
  summary: 'Registers a condition of the opening with the case number it rests on.',
  params: InTrial,
  body: object({ condition: Registered, site: Nullable(SiteId), reference: Reference }),
  reply: Nothing,
  problems: [...common, 'not-understood', 'foreign-origin', 'busy'],
});

export const openVersion = endpoint({
  id: 'openVersion',
  method: 'POST',
  path: '/api/staff/trials/:trial/versions',
  who: ['researcher'],
  summary: 'Puts a new version of the protocol in force. Refused with every reason, as "lodtraek check" tells them.',
  params: InTrial,
  body: object({ protocol: Type.Unknown() }),
  reply: object({ version: Type.String(), digest: Digest }),
  problems: [...common, 'not-understood', 'protocol-refused', 'already-locked', 'foreign-origin', 'busy'],
});
