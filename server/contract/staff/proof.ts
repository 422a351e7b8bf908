import { Type, type Static } from '@sinclair/typebox';
import { Nullable, object } from '../shapes';

const Base64url = Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 8192 });

/** What a passkey answers to a challenge, as browsers write it. */
export const PasskeyAnswer = object({
  id: Base64url,
  clientDataJSON: Base64url,
  authenticatorData: Base64url,
  signature: Base64url,
});
export type PasskeyAnswer = Static<typeof PasskeyAnswer>;

/** What a new passkey says of itself. */
export const NewPasskey = object({
  id: Base64url,
  clientDataJSON: Base64url,
  attestationObject: Base64url,
  transports: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 }),
});
export type NewPasskey = Static<typeof NewPasskey>;

export const TotpCode = Type.String({ pattern: '^[0-9]{6}$' });
export const Password = Type.String({ minLength: 1, maxLength: 1024 });

const byTotp = object({ way: Type.Literal('totp'), code: TotpCode });
const byRecovery = object({ way: Type.Literal('recovery'), code: Type.String({ minLength: 1, maxLength: 40 }) });
const byPasskey = object({ way: Type.Literal('passkey'), answer: PasskeyAnswer });
const byPassword = object({ way: Type.Literal('password'), password: Password });

/** A second factor, or a recovery code in its place. */
export const SecondFactor = Type.Union([byTotp, byRecovery, byPasskey]);
/** What proves anew who sits there; the password only where the account has nothing else. */
export const Proof = Type.Union([byTotp, byRecovery, byPasskey, byPassword]);
export type Proof = Static<typeof Proof>;
export type ProofWay = Proof['way'];

/** What a browser needs to ask a passkey. */
export const PasskeyQuestion = object({ challenge: Base64url, rpId: Type.String(), timeout: Type.Integer() });

/** What a browser needs to make a passkey. */
export const PasskeyOffer = object({
  challenge: Base64url,
  rp: object({ id: Type.String(), name: Type.String() }),
  user: object({ id: Base64url, name: Type.String(), displayName: Type.String() }),
  algorithms: Type.Array(Type.Integer()),
  known: Type.Array(Base64url),
  timeout: Type.Integer(),
});

/** Recovery codes, told once; null where those made before still stand. */
export const RecoveryCodes = Nullable(Type.Array(Type.String()));
