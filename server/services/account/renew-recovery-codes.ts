import type { renewRecoveryCodes as promise } from '#contract/staff/account';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { renewCodes } from '../../sign-in/first-codes';

/** Ten new recovery codes; those made before stop working. */
export const renewRecoveryCodes: Service<typeof promise> = async (context) => {
  if (!context.hasFactor) throw new Problem('no-factor');
  return { recoveryCodes: await context.database.identity.within({}, (tx) => renewCodes(tx, context)) };
};
