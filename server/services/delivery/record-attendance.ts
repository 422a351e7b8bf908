import type { recordAttendance as promise } from '#contract/staff/delivery';
import { markAttendance } from '../../group';
import type { Service } from '../../http/serve';
import { findWay } from '../../way';

/** Records whether somebody of the grant's sites was at a session. */
export const recordAttendance: Service<typeof promise> = async (context, { params: { trial, group, ordinal }, body }) => {
  const { scope, protocol } = context;
  const { way } = await findWay(context, body.participant);
  await markAttendance(
    { app: context, recording: context, trial, group, scope, protocol },
    { participant: way.participant, ordinal: Number(ordinal), presence: body.presence },
  );
  return {};
};
