import type { identifyAlert as promise } from '#contract/staff/safety';
import { findTakenAlert } from '../../alert';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';

/** Who the person behind a taken alert is: one person, for one purpose, with a row in the log of accesses. */
export const identifyAlert: Service<typeof promise> = async (context, { params }) => {
  const { participant } = await findTakenAlert(context, params.alert);
  const person = (await peopleOf(context, [participant], 'alert')).get(participant);
  return { name: person?.name ?? null, telephone: person?.telephone ?? null, email: person?.email ?? null };
};
