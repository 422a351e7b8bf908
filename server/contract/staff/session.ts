import { Type } from '@sinclair/typebox';
import { Role } from '#protocols/model/role';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Nothing, Nullable, object, Uuid } from '../shapes';

/** Who is signed in, and the grants they may act under. */
export const SignedIn = object({
  staff: Uuid,
  name: Type.String(),
  grants: Type.Array(
    object({
      grant: Uuid,
      role: Role,
      trial: Type.String(),
      title: Text,
      simulated: Type.Boolean(),
      site: Nullable(Type.String()),
      siteName: Nullable(Type.String()),
    }),
  ),
});

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/api/staff/session',
  who: 'anyone',
  summary: 'Signs a member of staff in with e-mail and password.',
  body: object({
    email: Type.String({ minLength: 3, maxLength: 254 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
  }),
  reply: SignedIn,
  problems: ['wrong-credentials', 'too-many-tries', 'not-understood', 'foreign-origin', 'wrong-format'],
});

export const whoAmI = endpoint({
  id: 'whoAmI',
  method: 'GET',
  path: '/api/staff/session',
  who: 'staff',
  summary: 'Tells who is signed in and under which grants they may act.',
  reply: SignedIn,
  problems: ['signed-out'],
});

export const signOut = endpoint({
  id: 'signOut',
  method: 'DELETE',
  path: '/api/staff/session',
  who: 'staff',
  summary: 'Ends the session on the server.',
  reply: Nothing,
  problems: ['signed-out', 'foreign-origin'],
});
