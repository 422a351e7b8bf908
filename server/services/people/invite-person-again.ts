import type { invitePersonAgain as promise } from '#contract/staff/people';
import { peopleWithGrants } from '../../db/stores/grants';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { resetStaff } from '../../sign-in/reset-staff';

/** A fresh invitation for somebody of the trial. The letter goes to the address the account has: whoever asks gains nothing by it. */
export const invitePersonAgain: Service<typeof promise> = async (context, { params, body }) => {
  const { database, under } = context;
  const held = await peopleWithGrants(database.research, params.trial);
  const isMine = held.some(({ staff, site }) => staff === params.staff && (under.site === null || site === under.site));
  if (!isMine) throw new Problem('not-found');

  await resetStaff(context, context, params.staff, body.language);
  return {};
};
