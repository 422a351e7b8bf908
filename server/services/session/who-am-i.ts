import type { whoAmI as promise } from '#contract/staff/session';
import type { Service } from '../../http/serve';
import { describeStaff } from '../../signed-in';

/** Tells who is signed in. */
export const whoAmI: Service<typeof promise> = (context) => describeStaff(context, context.staff);
