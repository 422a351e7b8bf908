import { append } from '#server/db/facts';
import { headOf } from '#server/db/stores/trials';
import type { Database } from '#server/db/zone';
import { recordingAt } from './database';

/** Two people lock a trial's plan, as facts: for proofs of what may be shown from then on. */
export async function lockPlan({ research }: Pick<Database, 'research'>, trial: string): Promise<void> {
  const stream = `trial/${trial}`;
  const plan = '0'.repeat(64);
  const facts = [
    { kind: 'lock-proposed', payload: { plan, cutoff: 1 } },
    { kind: 'plan-locked', payload: { plan, cutoff: 1, proposer: 'staff/a' } },
  ] as const;
  for (const [index, fact] of facts.entries()) {
    const head = (await headOf(research, stream))!;
    const recording = recordingAt(new Date().toISOString(), `staff/${'ab'[index]}`);
    await append(research, recording, { trial, sites: '*' }, [{ stream, trial, head, facts: [fact] }]);
  }
}
