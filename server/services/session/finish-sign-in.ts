import type { finishSignIn as promise } from '#contract/staff/session';
import { forgetTries } from '../../db/stores/sign-in-waits';
import { noteAccess } from '../../db/stores/staff-accesses';
import { spendTicket, staffOfTicket } from '../../db/stores/staff-tickets';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { describeStaff } from '../../signed-in';
import { provesStaff } from '../../sign-in/prove';
import { startSession } from '../../sign-in/start-session';
import { proofAccount, takeTurn } from '../../sign-in/take-turn';

/** The second step: a second factor for the ticket of the first. Wrong ones count towards a wait of their own. */
export const finishSignIn: Service<typeof promise> = async (context, { body: { ticket, proof } }) => {
  const { database, realNow, request } = context;
  const staff = await staffOfTicket(database.identity, hashOf(ticket), realNow);
  if (!staff) throw new Problem('sign-in-stale');
  const account = proofAccount(staff);
  await takeTurn(context, account);

  // A wrong proof is spent and noted all the same, so the transaction is kept and the refusal comes after it.
  const outcome = await database.identity.within({}, async (tx) => {
    if (!(await provesStaff(tx, context, staff, proof, realNow))) {
      await noteAccess(tx, { at: realNow, staff, actor: 'unknown', event: 'second-factor-refused', way: proof.way, request });
      return 'wrong-proof' as const;
    }
    if (!(await spendTicket(tx, hashOf(ticket)))) return 'sign-in-stale' as const;
    await forgetTries(tx, account);
    return { token: await startSession(tx, context, staff, proof.way) };
  });
  if (typeof outcome === 'string') throw new Problem(outcome);
  return { reply: await describeStaff(context, staff), cookie: { who: 'staff', value: outcome.token } };
};
