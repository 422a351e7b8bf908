import { trialStream } from '#protocols/model/fact';
import type { App } from '../../context';
import { retrying } from '../../db/constraints';
import { append, type Recording } from '../../db/facts';
import { trialOfGrant } from '../../db/stores/grants';
import { headOf } from '../../db/stores/trials';
import { Problem } from '../../problem';

/**
 * Ends a grant: the next request under it is refused.
 * @param within the only trial it may be in, where the asker may end grants of one trial.
 * @throws Problem 'not-found' where no such grant is in force.
 */
export function endGrant(app: App, recording: Recording, grant: string, within?: string): Promise<void> {
  return retrying(async () => {
    const { research } = app.database;
    const trial = await trialOfGrant(research, grant);
    if (!trial || (within !== undefined && trial !== within)) throw new Problem('not-found');
    const stream = trialStream(trial);
    const head = await headOf(research, stream);
    // Asked again after the head: somebody may have ended it meanwhile.
    if (!head || !(await trialOfGrant(research, grant))) throw new Problem('not-found');

    await append(research, recording, { trial, sites: '*' }, [
      { stream, trial, head, facts: [{ kind: 'grant-ended', payload: { grant } }] },
    ]);
  });
}
