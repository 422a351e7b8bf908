import type { endFacilitator as promise } from '#contract/staff/delivery';
import { trialStream } from '#protocols/model/fact';
import { append } from '../../db/facts';
import { revokeEveningLinks } from '../../db/stores/evening-links';
import { facilitatorGrants } from '../../db/stores/groups';
import { headOf } from '../../db/stores/trials';
import { openGroup } from '../../group';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Ends a facilitator's grant to a group. Their links open nothing from the same moment on: each request looks for the grant. */
export const endFacilitator: Service<typeof promise> = async (context, { params: { trial, group, staff } }) => {
  const { database, scope, protocol } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const { site } = await openGroup({ app: context, recording: context, trial, group, scope, protocol });
  const grants = (await facilitatorGrants(database.research, trial, site, group)).filter((one) => one.staff === staff);
  if (grants.length === 0) throw new Problem('not-found');

  await append(database.research, context, scope, [
    { stream, trial, head: head!, facts: grants.map(({ grant }) => ({ kind: 'grant-ended', payload: { grant } })) },
  ]);
  await revokeEveningLinks(database.linkage, staff, group, context.clock());
  return {};
};
