import type { Proof } from '#contract/staff/proof';
import type { App } from '../context';
import { findPasskey, notePasskeyUse } from '../db/stores/staff-passkeys';
import { spendChallenge } from '../db/stores/staff-challenges';
import { spendRecoveryCode } from '../db/stores/staff-recovery-codes';
import { readTotpSecret, spendTotpStep } from '../db/stores/staff-totp';
import type { Queryable } from '../db/zone';
import { hashOf } from '../http/cookies';
import { challengeIn, readPasskeyAnswer } from './passkeys';
import { recoveryDigest } from './recovery-codes';
import { totpStepOf } from './totp';

type SecondFactor = Exclude<Proof, { way: 'password' }>;

/**
 * Whether `proof` is one of this member of staff's. Whatever it was is spent: a code of the app, a recovery code and a challenge count
 * once, also where two requests bring them at the same moment.
 */
export async function provesStaff(tx: Queryable, app: App, staff: string, proof: SecondFactor, now: Date): Promise<boolean> {
  switch (proof.way) {
    case 'totp': {
      const secret = await readTotpSecret(tx, app.keys, staff, 'in-use', app.entropy);
      const step = secret && totpStepOf(secret.secret, proof.code, now, secret.lastStep);
      return step !== undefined && (await spendTotpStep(tx, secret!.totp, step));
    }
    case 'recovery':
      return spendRecoveryCode(tx, staff, recoveryDigest(app.keys, staff, proof.code), now);
    case 'passkey':
      return (await staffOfPasskey(tx, app, proof.answer, now)) === staff;
  }
}

/** Whose passkey signed the challenge; nothing where it is not good, not known, or a copy. */
export async function staffOfPasskey(
  tx: Queryable,
  app: App,
  answer: Extract<Proof, { way: 'passkey' }>['answer'],
  now: Date,
): Promise<string | undefined> {
  if (!(await spendChallenge(tx, hashOf(challengeIn(answer.clientDataJSON)), null, now))) return undefined;
  const stored = await findPasskey(tx, answer.id);
  const counter = stored && (await readPasskeyAnswer(app.config, stored, answer));
  if (counter === undefined || !(await notePasskeyUse(tx, answer.id, counter, now))) return undefined;
  return stored!.staff;
}
