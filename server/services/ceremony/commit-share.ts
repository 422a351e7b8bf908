import type { commitShare as promise } from '#contract/staff/ceremony';
import { trialStream } from '#protocols/model/fact';
import { mayCommit, placeOf } from '#protocols/rules/ceremony';
import { findCeremony } from '../../ceremony/find';
import { append } from '../../db/facts';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Binds a holder to their share by its commitment. The share itself never comes here. */
export const commitShare: Service<typeof promise> = async (context, { params: { trial, ceremony }, body: { commitment } }) => {
  const { database, actor, versions, under, now } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const one = await findCeremony(context, trial, ceremony);

  const place = placeOf(under.role);
  const refusal = mayCommit(one, place, actor, versions[versions.length - 1]!.digest, now);
  if (refusal) throw new Problem(refusal);

  const payload = { ceremony: one.ceremony, place, commitment };
  await append(database.research, context, context.scope, [
    { stream, trial, head: head!, facts: [{ kind: 'share-committed', payload }] },
  ]);
  return {};
};
