import type { invitePerson as promise } from '#contract/staff/people';
import { trialStream } from '#protocols/model/fact';
import { retrying } from '../../db/constraints';
import { append } from '../../db/facts';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { inviteStaff } from '../../sign-in/invite-staff';

/**
 * Invites somebody new with one grant. Identity commits first, alone, with the letter; then the grant is recorded, under which nobody can
 * act before the invitation is accepted.
 */
export const invitePerson: Service<typeof promise> = async (context, { params: { trial }, body }) => {
  const { database, under, protocol, uuid } = context;
  const { name, email, language, role, site } = body;
  if (site !== null && !protocol.sites.some(({ id }) => id === site)) throw new Problem('not-understood', { field: 'site' });
  // An administrator of one site gives nothing beyond it.
  if (under.site !== null && site !== under.site) throw new Problem('role-missing');

  const staff = await inviteStaff(context, context, { name, email, language });
  const stream = trialStream(trial);
  // Only the fact is tried again where two met; the letter is on its way.
  await retrying(async () => {
    const head = await headOf(database.research, stream);
    if (!head) throw new Problem('not-found');
    await append(database.research, context, { trial, sites: '*' }, [
      { stream, trial, head, facts: [{ kind: 'grant-given', payload: { grant: uuid(), staff, role, site } }] },
    ]);
  });
  return { staff };
};
