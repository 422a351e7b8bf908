import { Type } from '@sinclair/typebox';
import { endpoint } from '../endpoint';
import { Instant, Nothing, Nullable, object, Uuid } from '../shapes';
import { NewPasskey, PasskeyOffer, Password, RecoveryCodes, TotpCode } from './proof';
import { SignedIn } from './session';

const mine = ['signed-out', 'not-understood', 'foreign-origin', 'wrong-format'] as const;
const proven = [...mine, 'step-up-needed'] as const;
const weak = ['password-short', 'password-common', 'password-like-address'] as const;

const Device = Type.Union([Type.Literal('this-device'), Type.Literal('phone'), Type.Literal('key')]);
const Way = Type.Union([
  Type.Literal('password'),
  Type.Literal('totp'),
  Type.Literal('passkey'),
  Type.Literal('recovery'),
  Type.Literal('invitation'),
]);

export const readAccount = endpoint({
  id: 'readAccount',
  method: 'GET',
  path: '/api/staff/account',
  who: 'staff',
  summary: 'My own account: how I prove who I am, and where I am signed in.',
  reply: object({
    name: Type.String(),
    email: Type.String(),
    /** Production asks everybody for a second factor; an evaluation offers it. */
    factorRequired: Type.Boolean(),
    totp: Nullable(object({ addedAt: Instant })),
    passkeys: Type.Array(object({ passkey: Uuid, device: Device, addedAt: Instant, usedAt: Nullable(Instant) })),
    /** Passkeys need a name to belong to: https, or localhost. */
    passkeysPossible: Type.Boolean(),
    recoveryCodes: object({ made: Type.Integer(), left: Type.Integer() }),
    sessions: Type.Array(object({ session: Uuid, way: Way, startedAt: Instant, seenAt: Instant, mine: Type.Boolean() })),
  }),
  problems: ['signed-out'],
});

export const offerTotp = endpoint({
  id: 'offerTotp',
  method: 'POST',
  path: '/api/staff/account/totp',
  who: 'staff',
  stepUp: true,
  summary:
    'A fresh secret for an authenticator app, as text and as the modules of a QR code. It counts once its first code is given.',
  reply: object({
    secret: Type.String(),
    address: Type.String(),
    /** A QR code: its side in modules, and an SVG path of the dark ones. */
    qr: object({ side: Type.Integer(), path: Type.String() }),
  }),
  problems: proven,
});

export const confirmTotp = endpoint({
  id: 'confirmTotp',
  method: 'POST',
  path: '/api/staff/account/totp/confirmation',
  who: 'staff',
  stepUp: true,
  summary: 'The first code of a new authenticator app; one used before stops working. With the first factor come recovery codes.',
  body: object({ code: TotpCode }),
  reply: object({ recoveryCodes: RecoveryCodes }),
  problems: [...proven, 'wrong-proof', 'not-found', 'too-many-tries'],
});

export const removeTotp = endpoint({
  id: 'removeTotp',
  method: 'DELETE',
  path: '/api/staff/account/totp',
  who: 'staff',
  stepUp: true,
  summary: 'Takes the authenticator app off the account.',
  reply: Nothing,
  problems: [...proven, 'not-found', 'last-factor'],
});

export const offerPasskey = endpoint({
  id: 'offerPasskey',
  method: 'POST',
  path: '/api/staff/account/passkey-offer',
  who: 'staff',
  stepUp: true,
  summary: 'What a browser needs to make a passkey for this account.',
  reply: PasskeyOffer,
  problems: proven,
});

export const addPasskey = endpoint({
  id: 'addPasskey',
  method: 'POST',
  path: '/api/staff/account/passkeys',
  who: 'staff',
  stepUp: true,
  summary: 'Adds the passkey that the browser made. With the first factor come recovery codes.',
  body: object({ passkey: NewPasskey }),
  reply: object({ recoveryCodes: RecoveryCodes }),
  problems: [...proven, 'wrong-proof', 'passkey-known'],
});

export const removePasskey = endpoint({
  id: 'removePasskey',
  method: 'DELETE',
  path: '/api/staff/account/passkeys/:passkey',
  who: 'staff',
  stepUp: true,
  summary: 'Takes a passkey off the account.',
  params: object({ passkey: Uuid }),
  reply: Nothing,
  problems: [...proven, 'not-found', 'last-factor'],
});

export const renewRecoveryCodes = endpoint({
  id: 'renewRecoveryCodes',
  method: 'POST',
  path: '/api/staff/account/recovery-codes',
  who: 'staff',
  stepUp: true,
  summary: 'Ten new recovery codes; those made before stop working.',
  reply: object({ recoveryCodes: Type.Array(Type.String()) }),
  problems: [...proven, 'no-factor'],
});

export const changePassword = endpoint({
  id: 'changePassword',
  method: 'POST',
  path: '/api/staff/account/password',
  who: 'staff',
  stepUp: true,
  summary: 'A new password; every other session of the account ends.',
  body: object({ current: Password, next: Password }),
  reply: Nothing,
  problems: [...proven, ...weak, 'wrong-proof', 'too-many-tries'],
});

export const endSession = endpoint({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/staff/account/sessions/:session',
  who: 'staff',
  summary: 'Ends one of my sessions.',
  params: object({ session: Uuid }),
  reply: Nothing,
  problems: [...mine, 'not-found'],
});

export const endOtherSessions = endpoint({
  id: 'endOtherSessions',
  method: 'DELETE',
  path: '/api/staff/account/sessions',
  who: 'staff',
  summary: 'Ends every session of mine but this one.',
  reply: object({ ended: Type.Integer() }),
  problems: mine,
});

const Code = Type.String({ minLength: 1, maxLength: 100 });

export const openInvitation = endpoint({
  id: 'openInvitation',
  method: 'POST',
  path: '/api/staff/invitations/opened',
  who: 'anyone',
  summary: 'Whose invitation it is, for the holder of its link.',
  body: object({ code: Code }),
  reply: object({
    name: Type.String(),
    email: Type.String(),
    kind: Type.Union([Type.Literal('new'), Type.Literal('reset')]),
    expiresAt: Instant,
  }),
  problems: ['invitation-dead', 'too-many-tries', 'not-understood', 'foreign-origin', 'wrong-format'],
});

export const acceptInvitation = endpoint({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/api/staff/invitations/accepted',
  who: 'anyone',
  summary: 'Chooses the password and signs in. The link is spent; a reset also takes off every factor and ends every session.',
  body: object({ code: Code, password: Password }),
  reply: SignedIn,
  problems: [...weak, 'invitation-dead', 'too-many-tries', 'not-understood', 'foreign-origin', 'wrong-format'],
});
