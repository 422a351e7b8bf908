import type { announceCeremony as promise } from '#contract/staff/ceremony';
import { trialStream } from '#protocols/model/fact';
import { ceremoniesOf, mayAnnounce, schemeDigestOf } from '#protocols/rules/ceremony';
import { randomisationOf } from '#protocols/rules/lottery-of';
import { append } from '../../db/facts';
import { ceremonySteps } from '../../db/stores/ceremonies';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { SOFTWARE } from '../../software';

/** Announces the public value before anybody can know it, bound to the very protocol, scheme and software. */
export const announceCeremony: Service<typeof promise> = async (context, { params: { trial }, body }) => {
  const { database, protocol, versions, under, now } = context;
  if (under.site !== null) throw new Problem('role-missing');
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const { steps, drawn } = await ceremonySteps(database.research, trial);

  const { id: scheme } = randomisationOf(protocol);
  const ceremonies = ceremoniesOf(steps);
  const refusal = mayAnnounce(ceremonies, { scheme, knownAt: body.knownAt, drawn: drawn.includes(scheme) }, now);
  if (refusal) throw new Problem(refusal, refusal === 'value-known-already' ? { field: 'knownAt' } : {});
  const ceremony = ceremonies.length + 1;
  const { digest: protocolDigest } = versions[versions.length - 1]!;
  const bound = { scheme, protocolDigest, schemeDigest: schemeDigestOf(protocol), software: SOFTWARE };

  await append(database.research, context, context.scope, [
    {
      ...{ stream, trial, head: head! },
      facts: [{ kind: 'ceremony-announced', payload: { ceremony, ...bound, ...body, automatic: false } }],
    },
  ]);
  return { ceremony };
};
