import type { acknowledgeAlert as promise } from '#contract/staff/safety';
import { findAlert, recordOnAlert } from '../../alert';
import type { Service } from '../../http/serve';

/** Takes an alert. A second click, or a second person, changes nothing. */
export const acknowledgeAlert: Service<typeof promise> = async (context, { params }) => {
  const standing = await findAlert(context, params.alert);

  if (!standing.seen) await recordOnAlert(context, standing, { kind: 'alert-acknowledged', payload: { alert: params.alert } });
  return {};
};
