import type { offerPasskey as promise } from '#contract/staff/account';
import { readStaff } from '../../db/stores/staff';
import { insertChallenge } from '../../db/stores/staff-challenges';
import { listPasskeys } from '../../db/stores/staff-passkeys';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { PASSKEY_ALGORITHMS, PASSKEY_PATIENCE, passkeyHost } from '../../sign-in/passkeys';

/** What a browser needs to make a passkey for this account; those it has already are named, so that none is made twice. */
export const offerPasskey: Service<typeof promise> = async ({ database, keys, entropy, config, staff, realNow }) => {
  const { name, email } = await readStaff(database.identity, keys, staff, entropy);
  const known = await listPasskeys(database.identity, staff);
  const challenge = entropy(32).toString('base64url');
  await insertChallenge(database.identity, hashOf(challenge), staff, realNow);
  return {
    challenge,
    rp: { id: passkeyHost(config), name: 'Lodtræk' },
    user: { id: Buffer.from(staff).toString('base64url'), name: email, displayName: name },
    algorithms: [...PASSKEY_ALGORITHMS],
    known: known.map(({ credential }) => credential),
    timeout: PASSKEY_PATIENCE,
  };
};
