import { Type } from '@sinclair/typebox';
import { Role } from '#protocols/model/role';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Instant, Nothing, Nullable, object, Uuid } from '../shapes';
import { PasskeyAnswer, PasskeyQuestion, Password, Proof, SecondFactor } from './proof';

/** Who is signed in, and the grants they may act under. */
export const SignedIn = object({
  staff: Uuid,
  name: Type.String(),
  /** In production nobody acts under a grant before their account has a second factor. */
  lacksFactor: Type.Boolean(),
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

const guarded = ['too-many-tries', 'not-understood', 'foreign-origin', 'wrong-format'] as const;

export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: '/api/staff/session',
  who: 'anyone',
  summary: 'Signs in with e-mail and password. An account with a second factor gets a ticket for the next step instead.',
  body: object({ email: Type.String({ minLength: 3, maxLength: 254 }), password: Password }),
  reply: SignedIn,
  problems: [...guarded, 'wrong-credentials', 'second-factor-needed'],
});

export const finishSignIn = endpoint({
  id: 'finishSignIn',
  method: 'POST',
  path: '/api/staff/session/second-factor',
  who: 'anyone',
  summary: 'The second step: the ticket of the first, and a code, a passkey or a recovery code.',
  body: object({ ticket: Type.String({ minLength: 1, maxLength: 100 }), proof: SecondFactor }),
  reply: SignedIn,
  problems: [...guarded, 'wrong-proof', 'sign-in-stale'],
});

export const askPasskey = endpoint({
  id: 'askPasskey',
  method: 'POST',
  path: '/api/staff/session/passkey-question',
  who: 'anyone',
  summary: 'What a passkey is to sign; good for one try within five minutes.',
  reply: PasskeyQuestion,
  problems: guarded,
});

export const signInByPasskey = endpoint({
  id: 'signInByPasskey',
  method: 'POST',
  path: '/api/staff/session/passkey',
  who: 'anyone',
  summary: 'Signs in with a passkey alone: it is held, and it checks who holds it.',
  body: object({ answer: PasskeyAnswer }),
  reply: SignedIn,
  problems: [...guarded, 'wrong-proof'],
});

export const proveAgain = endpoint({
  id: 'proveAgain',
  method: 'POST',
  path: '/api/staff/session/proof',
  who: 'staff',
  summary: 'Proves again who sits there, before an act that asks for it. The session gets a new id.',
  body: object({ proof: Proof }),
  reply: object({ until: Instant }),
  problems: [...guarded, 'signed-out', 'wrong-proof'],
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
