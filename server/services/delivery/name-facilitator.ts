import type { nameFacilitator as promise } from '#contract/staff/delivery';
import { trialStream } from '#protocols/model/fact';
import { append } from '../../db/facts';
import { facilitatorGrants } from '../../db/stores/groups';
import { headOf } from '../../db/stores/trials';
import { openGroup } from '../../group';
import type { Service } from '../../http/serve';
import { volunteerOf } from '../../volunteers';

/** Gives a facilitator's grant to one group and nothing else; whoever leads it already keeps the grant they have. */
export const nameFacilitator: Service<typeof promise> = async (context, { params: { trial, group }, body }) => {
  const { database, scope, protocol } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const { site } = await openGroup({ app: context, recording: context, trial, group, scope, protocol });
  const leading = await facilitatorGrants(database.research, trial, site, group);
  if (body.staff !== null && leading.some(({ staff }) => staff === body.staff)) return { staff: body.staff };
  const staff = await volunteerOf(context, site, body);

  await append(database.research, context, scope, [
    {
      stream,
      trial,
      head: head!,
      facts: [{ kind: 'grant-given', payload: { grant: context.uuid(), staff, role: 'facilitator', site, group } }],
    },
  ]);
  return { staff };
};
