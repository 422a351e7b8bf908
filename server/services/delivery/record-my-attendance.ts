import type { recordMyAttendance as promise } from '#contract/staff/delivery';
import { markAttendance } from '../../group';
import type { Service } from '../../http/serve';

/** Records whether somebody of a facilitator's own group was at a session. */
export const recordMyAttendance: Service<typeof promise> = async (context, { params: { trial, group, ordinal }, body }) => {
  const { scope, protocol } = context;
  await markAttendance(
    { app: context, recording: context, trial, group, scope, protocol },
    { participant: body.person, ordinal: Number(ordinal), presence: body.presence },
  );
  return {};
};
