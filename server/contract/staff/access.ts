import { Type } from '@sinclair/typebox';
import { Role } from '#protocols/model/role';
import { endpoint } from '../endpoint';
import { Day, InTrial, Nothing, Nullable, object, SiteId, TrialId, Uuid } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

const Wish = {
  staff: Uuid,
  role: Role,
  site: Nullable(SiteId),
  group: Nullable(Uuid),
  from: Nullable(Day),
  until: Nullable(Day),
};

export const listGrants = endpoint({
  id: 'listGrants',
  method: 'GET',
  path: '/api/staff/trials/:trial/grants',
  who: ['administrator'],
  summary: 'Every grant given in the trial and not ended, with its days, and the staff a grant can be given to.',
  params: InTrial,
  reply: object({
    grants: Type.Array(object({ grant: Uuid, name: Type.String(), inForce: Type.Boolean(), ...Wish })),
    staff: Type.Array(object({ staff: Uuid, name: Type.String() })),
  }),
  problems: common,
});

export const giveGrant = endpoint({
  id: 'giveGrant',
  method: 'POST',
  path: '/api/staff/trials/:trial/grants',
  who: ['administrator'],
  summary: 'Gives somebody else a role at a site, in a group, on given days. Roles that must not meet in one person are refused.',
  params: InTrial,
  body: object(Wish),
  reply: object({ grant: Uuid }),
  problems: [...common, 'roles-incompatible', 'two-people'],
});

export const endGrant = endpoint({
  id: 'endGrant',
  method: 'DELETE',
  path: '/api/staff/trials/:trial/grants/:grant',
  who: ['administrator'],
  summary: 'Ends a grant: the next request under it is refused. The last administrator’s stays.',
  params: object({ trial: TrialId, grant: Uuid }),
  reply: Nothing,
  problems: [...common, 'last-administrator'],
});
