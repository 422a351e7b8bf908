import type { offerTotp as promise } from '#contract/staff/account';
import { readStaff } from '../../db/stores/staff';
import { offerTotpSecret } from '../../db/stores/staff-totp';
import type { Service } from '../../http/serve';
import { makeTotpSecret, qrOf, totpAddress } from '../../sign-in/totp';

/** A fresh secret for an authenticator app. The app in use goes on working until the new one has given a code. */
export const offerTotp: Service<typeof promise> = async ({ database, keys, entropy, uuid, staff, realNow }) => {
  const { email } = await readStaff(database.identity, keys, staff, entropy);
  const secret = makeTotpSecret(entropy);
  await offerTotpSecret(database.identity, keys, { totp: uuid(), staff, secret, now: realNow }, entropy);
  const address = totpAddress(secret, email);
  return { secret, address, qr: qrOf(address) };
};
