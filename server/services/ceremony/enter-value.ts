import type { enterValue as promise } from '#contract/staff/ceremony';
import { trialStream } from '#protocols/model/fact';
import { mayEnter } from '#protocols/rules/ceremony';
import { findCeremony } from '../../ceremony/find';
import { append } from '../../db/facts';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Enters the public value. Whoever enters it knows one share at most, and so cannot choose it to suit the lots. */
export const enterValue: Service<typeof promise> = async (context, { params: { trial, ceremony }, body: { value } }) => {
  const { database, versions, now } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const one = await findCeremony(context, trial, ceremony);

  const refusal = mayEnter(one, versions[versions.length - 1]!.digest, now);
  if (refusal) throw new Problem(refusal);

  const payload = { ceremony: one.ceremony, value };
  await append(database.research, context, context.scope, [
    { stream, trial, head: head!, facts: [{ kind: 'public-value-entered', payload }] },
  ]);
  return {};
};
