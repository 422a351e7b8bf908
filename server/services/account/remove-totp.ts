import type { removeTotp as promise } from '#contract/staff/account';
import { noteAccess } from '../../db/stores/staff-accesses';
import { listPasskeys } from '../../db/stores/staff-passkeys';
import { removeTotpOf } from '../../db/stores/staff-totp';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Takes the app off the account; in production not where it is the only factor. */
export const removeTotp: Service<typeof promise> = async ({ database, config, staff, realNow, request }) => {
  await database.identity.within({}, async (tx) => {
    const removed = await removeTotpOf(tx, staff);
    if (!removed) throw new Problem('not-found');
    if (config.production && (await listPasskeys(tx, staff)).length === 0) throw new Problem('last-factor');
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'totp-removed', way: 'totp', request });
  });
  return {};
};
