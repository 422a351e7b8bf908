import type { logCall as promise } from '#contract/staff/assessment';
import { dayOf } from '#protocols/rules/calendar';
import type { Service } from '../../http/serve';
import { findTalk } from '../../interview';
import { Problem } from '../../problem';
import { recordOn } from '../../way';

/** Says what came of a call. A day to try again is asked for where the person named one. */
export const logCall: Service<typeof promise> = async (context, { params, body: { outcome, nextOn } }) => {
  const { way, wave } = await findTalk(context, params);
  if ((outcome === 'asked-to-call-later') !== (nextOn !== null)) throw new Problem('not-understood', { field: 'nextOn' });
  if (nextOn !== null && nextOn < dayOf(context.now)) throw new Problem('not-understood', { field: 'nextOn' });

  await recordOn(context, way, [{ kind: 'call-logged', payload: { wave: wave.id, outcome, nextOn } }]);
  return {};
};
