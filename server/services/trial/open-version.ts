import type { openVersion as promise } from '#contract/staff/gate';
import { trialStream } from '#protocols/model/fact';
import type { Finding } from '#protocols/rules/check/finding';
import { randomisationOf } from '#protocols/rules/lottery-of';
import { findVersionFaults } from '#protocols/rules/versions';
import { append } from '../../db/facts';
import { isLocked } from '../../db/stores/trial-counts';
import { headOf, peopledSites } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { digestOf, hindrances } from '../../protocol-file/hindrances';

/**
 * Puts a new version of a running trial in force. People keep the consent, waves and instruments of their own version; a changed lottery
 * needs a seed of its own, and nobody is drawn until its ceremony is held; where people are simulated it holds itself.
 */
export const openVersion: Service<typeof promise> = async (context, { params: { trial }, body }) => {
  const { research } = context.database;
  const stream = trialStream(trial);
  const head = await headOf(research, stream);
  const peopled = await peopledSites(research, trial);
  const locked = await isLocked(research, trial);

  if (locked) throw new Problem('already-locked');
  const checked = hindrances(body.protocol);
  if (!checked.protocol) throw new Problem('protocol-refused', { findings: checked.findings.map(told) });
  const next = checked.protocol;
  const versions = context.versions.map(({ protocol }) => protocol);
  const faults = findVersionFaults(versions, next, peopled);
  if (faults.length > 0) throw new Problem('protocol-refused', { findings: faults.map(told) });
  const digest = digestOf(next);
  const { id: scheme } = randomisationOf(next);
  const isNewScheme = !versions.some(({ randomisation }) => randomisation?.id === scheme);

  await append(research, context, context.scope, [
    {
      stream,
      trial,
      head: head!,
      facts: [{ kind: 'trial-opened', payload: { version: next.version, digest, protocol: next, simulated: next.simulated } }],
    },
  ]);
  if (isNewScheme && next.simulated) {
    const { actor, grant, request } = context;
    await context.lottery({ what: 'ceremony', step: 'automatic', trial, actor, grant, request });
  }
  return { version: next.version, digest };
};

const told = ({ pointer, code, sentence }: Finding) => ({ path: pointer, code, sentence });
