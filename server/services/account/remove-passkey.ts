import type { removePasskey as promise } from '#contract/staff/account';
import { noteAccess } from '../../db/stores/staff-accesses';
import { listPasskeys, removePasskeysOf } from '../../db/stores/staff-passkeys';
import { totpAddedAt } from '../../db/stores/staff-totp';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Takes a passkey off the account; in production not where it is the only factor. */
export const removePasskey: Service<typeof promise> = async ({ database, config, staff, realNow, request }, { params }) => {
  await database.identity.within({}, async (tx) => {
    if ((await removePasskeysOf(tx, staff, params.passkey)) === 0) throw new Problem('not-found');
    const isLast = (await listPasskeys(tx, staff)).length === 0 && (await totpAddedAt(tx, staff)) === undefined;
    if (config.production && isLast) throw new Problem('last-factor');
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'passkey-removed', way: 'passkey', request });
  });
  return {};
};
