import type { closeAlert as promise } from '#contract/staff/safety';
import { findTakenAlert, recordOnAlert } from '../../alert';
import type { Service } from '../../http/serve';

/** Ends an alert with its outcome; it stays on the list, closed. */
export const closeAlert: Service<typeof promise> = async (context, { params, body: { outcome } }) => {
  const standing = await findTakenAlert(context, params.alert);

  await recordOnAlert(context, standing, { kind: 'alert-closed', payload: { alert: params.alert, outcome } });
  return {};
};
