import type { contactAlert as promise } from '#contract/staff/safety';
import { findTakenAlert, recordOnAlert } from '../../alert';
import type { Service } from '../../http/serve';

/** Says that the person has been talked with; once. */
export const contactAlert: Service<typeof promise> = async (context, { params }) => {
  const standing = await findTakenAlert(context, params.alert);

  if (!standing.contacted) await recordOnAlert(context, standing, { kind: 'alert-contacted', payload: { alert: params.alert } });
  return {};
};
