import type { askPasskey as promise } from '#contract/staff/session';
import { insertChallenge } from '../../db/stores/staff-challenges';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { PASSKEY_PATIENCE, passkeyHost } from '../../sign-in/passkeys';

/** Something fresh for a passkey to sign. It names nobody: the passkey knows whose it is. */
export const askPasskey: Service<typeof promise> = async ({ database, config, entropy, realNow }) => {
  const challenge = entropy(32).toString('base64url');
  await insertChallenge(database.identity, hashOf(challenge), null, realNow);
  return { challenge, rpId: passkeyHost(config), timeout: PASSKEY_PATIENCE };
};
