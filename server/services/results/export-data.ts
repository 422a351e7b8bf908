import { createHash } from 'node:crypto';
import type { exportData as promise } from '#contract/staff/results';
import { trialStream } from '#protocols/model/fact';
import { dayOf } from '#protocols/rules/calendar';
import { append } from '../../db/facts';
import { lockOf } from '../../db/stores/dataset';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { archiveOf } from '../../results/archive';
import { PRESETS } from '../../results/csv';
import { fileNames } from '../../results/file-names';
import { readDataset } from '../../results/read-dataset';

const KEY_BYTES = 32;

/**
 * A zip of the locked data, as of the lock's cut-off. The key of its pseudonyms is made here and forgotten here; the fact that the file
 * was made, with its hash, is recorded before a byte of it is sent. Only whoever acts for the whole trial may.
 */
export const exportData: Service<typeof promise> = async (context, { params, body }) => {
  const { database, versions, under, entropy, now } = context;
  if (under.site !== null) throw new Problem('role-missing');
  const stream = trialStream(params.trial);
  const head = await headOf(database.research, stream);
  const lock = await lockOf(database.research, params.trial);
  if (!head) throw new Problem('not-found');
  if (!lock?.lockedBy) throw new Problem('not-locked');
  const [dataset] = await readDataset(database.research, params.trial, versions, lock.cutoff);

  const opened = versions.at(-1)!;
  const madeOn = dayOf(now);
  const preset = PRESETS[body.preset];
  const names = fileNames(opened.protocol, entropy(KEY_BYTES));
  const file = archiveOf(dataset!, names, preset, { opened, cutoff: lock.cutoff, plan: lock.plan, madeOn });
  const sha256 = createHash('sha256').update(file).digest('hex');

  await append(database.research, context, { trial: params.trial, sites: '*' }, [
    {
      stream,
      trial: params.trial,
      head,
      facts: [
        {
          kind: 'exported',
          payload: { export: context.uuid(), preset: preset.id, rows: dataset!.people.length, cutoff: lock.cutoff, sha256 },
        },
      ],
    },
  ]);
  return { reply: file, fileName: `${params.trial}-${preset.id}-${madeOn}.zip` };
};
