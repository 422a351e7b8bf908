import type { proveAgain as promise } from '#contract/staff/session';
import { forgetTries } from '../../db/stores/sign-in-waits';
import { readStaff } from '../../db/stores/staff';
import { noteAccess } from '../../db/stores/staff-accesses';
import { renewStaffSession } from '../../db/stores/staff-sessions';
import { hashOf } from '../../http/cookies';
import { PROOF_MINUTES, type Service } from '../../http/serve';
import { checkPassword } from '../../password';
import { Problem } from '../../problem';
import { provesStaff } from '../../sign-in/prove';
import { proofAccount, takeTurn } from '../../sign-in/take-turn';

/**
 * Proves again who sits there. The password counts only where the account has nothing better. The session goes on under a new id, so that
 * an older copy of the cookie does not profit.
 */
export const proveAgain: Service<typeof promise> = async (context, { body: { proof } }) => {
  const { database, keys, entropy, realNow, request, staff, tokenHash, hasFactor } = context;
  const account = proofAccount(staff);
  await takeTurn(context, account);
  const { password } = await readStaff(database.identity, keys, staff, entropy);
  const isPassword = proof.way === 'password' && !hasFactor && (await checkPassword(password, proof.password));

  const token = entropy(32).toString('base64url');
  const outcome = await database.identity.within({}, async (tx) => {
    const proved = proof.way === 'password' ? isPassword : await provesStaff(tx, context, staff, proof, realNow);
    const event = proved ? 'proved-again' : 'proof-refused';
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event, way: proof.way, request });
    if (!proved) return 'wrong-proof' as const;
    await forgetTries(tx, account);
    return (await renewStaffSession(tx, tokenHash, hashOf(token), realNow)) ? undefined : ('signed-out' as const);
  });
  if (outcome) throw new Problem(outcome);
  const until = new Date(realNow.getTime() + PROOF_MINUTES * 60_000).toISOString();
  return { reply: { until }, cookie: { who: 'staff', value: token } };
};
